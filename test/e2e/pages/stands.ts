import type { Content } from '../content.ts';
import { atDesk, d, page, type Room, state } from './opening.ts';

const seat = (content: Content) =>
  `${atDesk('open', '/stands/seat')(content)}?post=${encodeURIComponent(content.stand.post)}`;
const promise = (what: 'outcome' | 'retraction') => (content: Content) =>
  atDesk('open', `/stands/promises/${content.promise}/${what}`)(content);

/** The pages of the room stands. */
export const stands: Room = {
  pages: {
    '/:network/:locale/campaigns/:slug/stands': [
      state('scoreboard', `${d}/campaigns/five-asks/stands`, 'public', 'Speech, invented'),
      page('scoreboard in two bodies', '/coalition/es/campaigns/end-strip-searches/stands'),
      page('scoreboard, nobody asked by district', '/network/pt/campaigns/children-with-their-mothers/stands'),
    ],
    '/:network/:locale/campaigns/:slug/stands/history': [
      state('all that was recorded', `${d}/campaigns/five-asks/stands/history`, 'public', 'To visit the prison'),
      state(
        'nothing was recorded',
        '/network/en/campaigns/children-with-their-mothers/stands/history',
        'public',
        'Nothing was recorded for this campaign yet',
      ),
    ],
    '/:network/:locale/desk/campaigns/:id/stands': [
      page('stands', atDesk('open', '/stands'), 'coordinator'),
      state('stands, nothing found', atDesk('open', '/stands?q=qqqq'), 'coordinator', '0 seats fit'),
      state('stands, nobody asked', atDesk('draft', '/stands'), 'coordinator', 'Nobody is asked by this campaign yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/stands/seat': [state('one seat', seat, 'coordinator', 'Note: A note')],
    '/:network/:locale/desk/campaigns/:id/stands/promises/new': [
      page('a new promise', (content) => seat(content).replace('/seat', '/promises/new'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/stands/promises/:promise/outcome': [
      page('what became of a promise', promise('outcome'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/stands/promises/:one/retraction': [
      page('take a promise back?', promise('retraction'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/stands/:one/retraction': [
      page(
        'take a stand back?',
        (content) => atDesk('open', `/stands/${content.stand.id}/retraction`)(content),
        'coordinator',
      ),
    ],
  },
  answers: [
    {
      ...page('stand with mistakes', seat, 'coordinator', 422),
      form: {
        action: atDesk('open', '/stands'),
        fields: {
          post: (content) => [content.stand.post],
          official: (content) => [content.stand.official],
          said_on: '2999-01-01',
          source_url: 'javascript:alert(1)',
        },
      },
    },
    {
      ...page('stand of somebody gone', seat, 'coordinator', 422),
      form: {
        action: atDesk('open', '/stands'),
        fields: { post: (content) => [content.stand.post], official: 'gone' },
      },
    },
    {
      ...page('retraction without a reason', atDesk('open'), 'coordinator', 422),
      form: {
        action: (content) => atDesk('open', `/stands/${content.stand.id}/retraction`)(content),
        fields: { reason: '' },
      },
    },
    {
      ...page('promise with mistakes', seat, 'coordinator', 422),
      form: {
        action: atDesk('open', '/stands/promises'),
        fields: {
          post: (content) => [content.stand.post],
          official: (content) => [content.stand.official],
          said_on: '2999-01-01',
          due_on: '2026-01-01',
        },
      },
    },
    {
      ...page('outcome without a choice', seat, 'coordinator', 422),
      form: { action: promise('outcome'), fields: {} },
    },
  ],
};
