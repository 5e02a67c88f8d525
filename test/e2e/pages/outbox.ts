import { b, d, mail, page, type Room, state } from './opening.ts';

/** The pages of the room outbox. */
export const outbox: Room = {
  pages: {
    '/:network/:locale/outbox': [
      page('outbox', `${d}/outbox`, 'coordinator'),
      page('outbox, one state', `${d}/outbox?state=kept&kind=letter`, 'coordinator'),
      state(
        'outbox, nothing fits',
        `${d}/outbox?state=cancelled&kind=sign-in`,
        'coordinator',
        'No mail fits this choice',
      ),
      state('outbox, empty', `${b}/outbox`, 'bare', 'Nothing was written yet'),
    ],
    '/:network/:locale/outbox/:id': [
      page('a mail, kept', mail('kept'), 'coordinator'),
      state('a mail, waiting', mail('queued'), 'coordinator', 'Its text is written just before it leaves'),
      state('a mail, failed', mail('failed'), 'coordinator', 'no such mailbox'),
      state('a mail, uncertain', mail('uncertain'), 'coordinator', 'Did it arrive?'),
    ],
  },
  answers: [
    {
      ...page('settlement without a choice', mail('uncertain'), 'coordinator', 422),
      form: { action: (content) => `${mail('uncertain')(content)}/settlement`, fields: {} },
    },
  ],
  notPages: {
    '/:network/:locale/outbox/:id/html': 'a mail as a mail program shows it',
    '/:network/:locale/outbox/:id/source': 'the source of a mail',
  },
};
