import { atDesk, b, d, page, type Room, state } from './opening.ts';

/** The pages of the room law. */
export const law: Room = {
  pages: {
    '/:network/:locale/desk/law': [
      state('the law, with content', `${d}/desk/law`, 'coordinator', 'What the law usually limits'),
      state('the law, nothing said', `${b}/desk/law`, 'bare', 'No quiet period is set'),
    ],
    '/:network/:locale/desk/campaigns/:id/law': [
      state('law of a campaign', atDesk('open', '/law'), 'coordinator', 'Put back'),
      state('law of a draft, nothing', atDesk('draft', '/law'), 'coordinator', 'Nothing is in the log yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/law/work/print': [
      state('log on paper', atDesk('open', '/law/work/print'), 'coordinator', 'Hours and costs by kind'),
      state('log on paper, nothing', atDesk('draft', '/law/work/print'), 'coordinator', 'Nothing is in the log yet'),
    ],
  },
  answers: [
    {
      ...page('log with mistakes', atDesk('open', '/law'), 'coordinator', 422),
      form: {
        action: atDesk('open', '/law/work'),
        fields: { worked_on: '2999-01-01', hours: 'x', cost: 'y', currency: 'z' },
      },
    },
    {
      ...page('bill with mistakes', atDesk('open', '/law'), 'coordinator', 422),
      form: { action: atDesk('open', '/law/bills'), fields: { number: '', url: 'x' } },
    },
    {
      ...page('quiet period with mistakes', `${d}/desk/law`, 'coordinator', 422),
      form: { action: `${d}/desk/law/periods`, fields: { name: '', where: '', from: '', until: '' } },
    },
  ],
  notPages: {
    '/:network/:locale/desk/campaigns/:id/law/work.csv': 'a file to keep',
  },
};
