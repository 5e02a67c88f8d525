import { b, d, mine, page, type Room, state } from './opening.ts';

/** The pages of the room replies. */
export const replies: Room = {
  pages: {
    '/:network/:locale/actions/:ref/replies': [
      state('my answers', mine('confirmed', '/replies'), 'public', 'Waits for the coordinators'),
      page('my answers, withdrawn letter', mine('withdrawn', '/replies')),
    ],
    '/:network/:locale/desk/replies': [
      state('replies', `${d}/desk/replies`, 'coordinator', 'We shall come and see'),
      state('replies, none', `${b}/desk/replies`, 'bare', 'No reply waits'),
    ],
    '/:network/:locale/desk/replies/:id': [
      state('a reply', (content) => `${d}/desk/replies/${content.replies.open}`, 'coordinator', 'Do not quote'),
      page(
        'a promise from a reply',
        (content) => `${d}/desk/replies/${content.replies.open}?record=promise`,
        'coordinator',
      ),
      page('a reply, settled', (content) => `${d}/desk/replies/${content.replies.settled}`, 'coordinator'),
    ],
  },
  answers: [
    {
      ...page('reply with mistakes', mine('confirmed', '/replies'), 'public', 422),
      form: { action: mine('confirmed', '/replies'), fields: { received_on: '2999-01-01' } },
    },
    {
      ...page('stand of a reply with mistakes', `${d}/desk/replies`, 'coordinator', 422),
      form: { action: (content) => `${d}/desk/replies/${content.replies.open}/stand`, fields: { source: '' } },
    },
    {
      ...page('reply settled without a choice', `${d}/desk/replies`, 'coordinator', 422),
      form: { action: (content) => `${d}/desk/replies/${content.replies.open}/settlement`, fields: {} },
    },
  ],
};
