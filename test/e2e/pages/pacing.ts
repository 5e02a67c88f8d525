import { atDesk, b, d, page, type Room, state } from './opening.ts';

/** The pages of the room pacing. */
export const pacing: Room = {
  pages: {
    '/:network/:locale/desk/sending': [
      state('how letters leave', `${d}/desk/sending`, 'coordinator', 'The right address'),
      state('how letters leave, nothing', `${b}/desk/sending`, 'bare', 'No letter waits'),
    ],
    '/:network/:locale/desk/sending/pace': [
      page('the rule for everybody', `${d}/desk/sending/pace`, 'coordinator'),
      state(
        'the rule of one target',
        (content) => `${d}/desk/sending/pace?post=${encodeURIComponent(content.stand.post)}`,
        'coordinator',
        'Remove this rule',
      ),
    ],
    '/:network/:locale/desk/campaigns/:id/sending': [
      page('one by one, or bundled', atDesk('open', '/sending'), 'coordinator'),
    ],
  },
  answers: [
    {
      ...page('a rule with mistakes', `${d}/desk/sending/pace`, 'coordinator', 422),
      form: { action: `${d}/desk/sending/pace`, fields: { post: '', time_zone: 'Mars', per_hour: '0' } },
    },
    {
      ...page('a correction with a mistake', `${d}/desk/sending`, 'coordinator', 422),
      form: {
        action: (content) => `${d}/desk/sending/addresses/${content.fault}/correction`,
        fields: {},
      },
    },
  ],
};
