import { atDesk, page, type Room, state } from './opening.ts';

/** The pages of the room events. */
export const events: Room = {
  pages: {
    '/:network/:locale/e/:code': [
      state('door of an event', (content) => content.event.door, 'public', 'A night of letters'),
      state('door of an event to the same people for all', (content) => content.event.fixedDoor, 'public', 'is over'),
    ],
    '/:network/:locale/desk/campaigns/:id/events': [
      state('events', atDesk('open', '/events'), 'coordinator', 'A night of letters'),
      state('events, none', atDesk('closed', '/events'), 'coordinator', 'No event yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/events/:event': [
      page('event', (content) => content.event.edit, 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/events/:event/slide': [
      page('slide of an event', (content) => `${content.event.edit}/slide`, 'coordinator'),
    ],
    '/:network/:locale/desk/cards/:id': [
      state('cards on paper', (content) => content.cards.open, 'coordinator', 'Wilma Witness'),
      state('cards on paper, none', (content) => content.cards.closed, 'coordinator', 'No cards were typed in yet'),
    ],
    '/:network/:locale/desk/cards/:id/:batch': [
      state('batch of cards', (content) => content.cards.batch, 'coordinator', 'Papel'),
    ],
    '/:network/:locale/desk/cards/:id/:batch/removal': [
      page('undo a batch?', (content) => `${content.cards.batch}/removal`, 'coordinator'),
    ],
  },
  answers: [
    {
      ...page('event with mistakes', atDesk('open', '/events'), 'coordinator', 422),
      form: { action: atDesk('open', '/events'), fields: { name: '', starts_at: '', time_zone: 'y', most: '0' } },
    },
    {
      ...page('batch with mistakes', (content) => content.cards.open, 'coordinator', 422),
      form: { action: (content) => content.cards.open, fields: { witness: '', signed_on: '2999-01-01' } },
    },
    {
      ...page('card with mistakes', (content) => content.cards.batch, 'coordinator', 422),
      form: { action: (content) => content.cards.batch, fields: { name: '', email: 'x', street: '' } },
    },
    {
      ...page('card, whom for', (content) => content.cards.batch, 'coordinator', 422),
      form: {
        action: (content) => content.cards.batch,
        fields: { name: 'Eva Papel', street: '1 Lantern Street', code: '', country: 'XX' },
      },
    },
    {
      ...page('card, the same person?', (content) => content.cards.batch, 'coordinator', 422),
      form: {
        action: (content) => content.cards.batch,
        fields: { name: 'Ida Papel', street: '2 Other Street', code: 'Z1A', country: 'XX' },
      },
    },
  ],
  notPages: {
    '/:network/:locale/desk/cards/:id/sheet.pdf': 'cards to be printed',
  },
};
