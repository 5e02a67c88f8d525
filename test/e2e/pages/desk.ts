import { atDesk, b, d, page, type Room, state } from './opening.ts';

/** The pages of the room desk. */
export const desk: Room = {
  pages: {
    '/:network/:locale/desk/campaigns': [
      page('desk', `${d}/desk/campaigns`, 'coordinator'),
      state('desk, empty', `${b}/desk/campaigns`, 'bare', 'Your campaigns will appear here'),
    ],
    '/:network/:locale/desk/campaigns/new': [page('new campaign', `${d}/desk/campaigns/new`, 'coordinator')],
    '/:network/:locale/desk/campaigns/:id': [
      page('edit, open', atDesk('open'), 'coordinator'),
      page('edit, closed', atDesk('closed'), 'coordinator'),
      page('edit, draft', atDesk('draft'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/texts/:language': [
      page('texts', atDesk('open', '/texts/fr'), 'coordinator'),
      page('texts beside English', atDesk('open', '/texts/fr?beside=en'), 'coordinator'),
      page('texts, none yet', atDesk('draft', '/texts/fr'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/targets': [
      page('who is asked', atDesk('open', '/targets'), 'coordinator'),
      page('who is asked, search', atDesk('open', '/targets?q=a'), 'coordinator'),
      state('who is asked, nothing found', atDesk('open', '/targets?q=qqqq'), 'coordinator', 'Nothing found for'),
      state('who is asked, nobody yet', atDesk('draft', '/targets'), 'coordinator', 'Nobody is asked yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/closure': [page('close?', atDesk('open', '/closure'), 'coordinator')],
    '/:network/:locale/desk/campaigns/:id/removal': [
      page('delete?', atDesk('draft', '/removal'), 'coordinator'),
      state(
        'delete, refused',
        atDesk('open', '/removal'),
        'coordinator',
        'Only a draft for which nobody has written can be deleted',
      ),
    ],
  },
  answers: [
    {
      ...page('new campaign with mistakes', `${d}/desk/campaigns/new`, 'coordinator', 422),
      form: { action: `${d}/desk/campaigns/new`, fields: { title: '', slug: 'No Good', locale: 'en' } },
    },
    {
      ...page('publication refused', atDesk('draft'), 'coordinator', 422),
      form: { action: atDesk('draft', '/publication'), fields: {} },
    },
    {
      ...page('basics with mistakes', atDesk('open'), 'coordinator', 422),
      form: { action: atDesk('open'), fields: { slug: 'x y', goal: '-1', closes_at: '1999-01-01T12:00' } },
    },
    {
      ...page('texts with mistakes', atDesk('open', '/texts/en'), 'coordinator', 422),
      form: { action: atDesk('open', '/texts/en'), fields: { title: '' } },
    },
    {
      ...page('texts, preview', atDesk('draft', '/texts/en'), 'coordinator'),
      form: {
        action: atDesk('draft', '/texts/en'),
        fields: { title: 'A draft', story: '# One\n\n## Two\n\n- a\n- b', asks: 'One\nTwo', only: 'preview' },
      },
    },
    {
      ...page('target refused', atDesk('draft', '/targets'), 'coordinator', 422),
      form: { action: atDesk('draft', '/targets'), fields: { role: 'no:such' } },
    },
  ],
};
