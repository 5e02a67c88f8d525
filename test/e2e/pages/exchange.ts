import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en/exchange';
const at =
  (which: 'item' | 'over', rest = '') =>
  ({ exchange }: Content) =>
    `${d}/${exchange[which]}${rest}`;

/** The pages of the room exchange. */
export const exchangePages: Record<string, Opening[]> = {
  [`${r}/exchange`]: [
    { name: 'exchange', path: d, as: 'coordinator', says: 'A training on visits' },
    { name: 'exchange for the public', path: '/network/es/exchange' },
    {
      name: 'exchange, nothing fits',
      path: `${d}?kind=memo&language=th`,
      as: 'coordinator',
      says: 'Nothing fits all of that',
    },
    { name: 'exchange, empty', path: '/bare/en/exchange', as: 'bare', says: 'Nothing stands here yet' },
  ],
  [`${r}/exchange/new`]: [{ name: 'new offer', path: `${d}/new`, as: 'coordinator' }],
  [`${r}/exchange/mine`]: [
    { name: 'my offers', path: `${d}/mine`, as: 'coordinator', says: 'Fits because' },
    { name: 'my offers, none', path: '/bare/en/exchange/mine', as: 'bare' },
  ],
  [`${r}/exchange/:id`]: [
    { name: 'an offer', path: at('item'), as: 'coordinator', says: 'Fits because' },
    { name: 'an offer for the public', path: at('item'), says: 'Members of the network can answer' },
    { name: 'an offer that is done', path: at('over'), as: 'coordinator', says: 'Lent to three committees' },
  ],
  [`${r}/exchange/:id/edit`]: [{ name: 'change an offer', path: at('item', '/edit'), as: 'coordinator' }],
  [`${r}/exchange/:id/texts/:language`]: [
    { name: 'an offer’s French', path: at('item', '/texts/fr'), as: 'coordinator' },
  ],
  [`${r}/exchange/:id/result`]: [{ name: 'what became of an offer', path: at('item', '/result'), as: 'coordinator' }],
  [`${r}/exchange/conversations/:id`]: [
    { name: 'a conversation', path: ({ exchange }) => `${d}/conversations/${exchange.talk}`, as: 'coordinator' },
  ],
};

/** Their answers to forms. */
export const exchangeAnswers: Opening[] = [
  {
    name: 'new offer with mistakes',
    path: `${d}/new`,
    as: 'coordinator',
    status: 422,
    form: { action: d, fields: { title: '' } },
  },
  {
    name: 'an answer without a word',
    path: at('item'),
    as: 'coordinator',
    status: 422,
    form: { action: at('item', '/answer'), fields: { body: '' } },
  },
];
