import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en/exchange';
const at =
  (which: 'item' | 'over', rest = '') =>
  ({ exchange }: Content) =>
    `${d}/${exchange[which]}${rest}`;

const practice =
  (which: 'draft' | 'published', rest = '') =>
  ({ exchange }: Content) =>
    `/daylight/en/practices/${exchange.practices[which]}${rest}`;

/** The pages of the room exchange. */
export const exchangePages: Record<string, Opening[]> = {
  [`${r}/exchange`]: [
    { name: 'exchange', path: d, as: 'coordinator', says: 'A training on visits' },
    { name: 'exchange for the public', path: '/network/es/exchange', says: 'Capacitamos a quienes visitan prisiones' },
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
  [`${r}/practices`]: [
    { name: 'practices', path: '/daylight/en/practices', says: 'A list on the gate' },
    { name: 'practices, nothing fits', path: '/daylight/en/practices?q=nothing+at+all' },
    { name: 'practices, none', path: '/bare/en/practices', as: 'bare', says: 'No practice is published yet' },
  ],
  [`${r}/practices/new`]: [{ name: 'new practice', path: '/daylight/en/practices/new', as: 'coordinator' }],
  [`${r}/practices/mine`]: [
    { name: 'practices in the works', path: '/daylight/en/practices/mine', as: 'coordinator', says: 'A draft of ours' },
    { name: 'practices in the works, none', path: '/bare/en/practices/mine', as: 'bare' },
  ],
  [`${r}/practices/:slug`]: [
    { name: 'a practice', path: practice('published'), says: 'Taken up elsewhere' },
    { name: 'a practice for members', path: practice('published'), as: 'coordinator', says: 'We have taken this up' },
  ],
  [`${r}/practices/:slug/edit`]: [
    { name: 'a practice, its draft', path: practice('draft', '/edit'), as: 'coordinator' },
    { name: 'a published practice, changed', path: practice('published', '/edit'), as: 'coordinator' },
  ],
  [`${r}/practices/:slug/texts/:language`]: [
    { name: 'a practice’s text', path: practice('draft', '/texts/en'), as: 'coordinator' },
  ],
  [`${r}/practices/:slug/removal`]: [
    { name: 'deleting a practice', path: practice('draft', '/removal'), as: 'coordinator' },
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
  {
    name: 'a practice without words, published',
    path: practice('draft', '/edit'),
    as: 'coordinator',
    status: 422,
    form: { action: practice('draft', '/publication'), fields: {} },
  },
];

/** Their routes that answer no page. */
export const exchangeNotPages: Record<string, string> = {
  '/:network/:locale/practices.atom': 'a feed: practices.test.ts',
};
