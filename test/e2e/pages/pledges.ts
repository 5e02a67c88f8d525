import type { Content } from '../content.ts';
import { atDesk, d, page, type Room, state } from './opening.ts';

const invite = (content: Content) =>
  `${atDesk('open', '/visits/new')(content)}?post=${encodeURIComponent(content.stand.post)}`;
const invitation =
  (which: 'visited' | 'court', rest = '') =>
  (content: Content) =>
    atDesk('closed', `/visits/${content.invitations[which]}${rest}`)(content);

/** The pages of the room pledges. */
export const pledges: Room = {
  pages: {
    '/:network/:locale/campaigns/:slug/visits': [
      state(
        'who has come to see',
        `${d}/campaigns/come-and-see/visits`,
        'public',
        'The cells where they are held alone',
      ),
      state('who has come, in French', '/daylight/fr/campaigns/come-and-see/visits', 'public', 'Tribunaux'),
      state('nobody was invited', `${d}/campaigns/five-asks/visits`, 'public', 'Nobody has been invited yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/visits': [
      state('visits', atDesk('closed', '/visits'), 'coordinator', 'Ada Placeholder'),
      page('visits, search', atDesk('closed', '/visits?q=a'), 'coordinator'),
      state('visits, nobody found', atDesk('closed', '/visits?q=qqqq'), 'coordinator', 'Nobody found for'),
      state('visits, none', atDesk('draft', '/visits'), 'coordinator', 'Nobody has been invited yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/visits/new': [
      state('invite somebody', invite, 'coordinator', 'Nothing is sent from here'),
    ],
    '/:network/:locale/desk/campaigns/:id/visits/court': [
      page('invite a court', atDesk('open', '/visits/court'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/visits/:invitation': [
      state('an invitation', invitation('visited'), 'coordinator', 'What was recorded'),
      state('an invitation of a court', invitation('court'), 'coordinator', 'Open in my mail program'),
    ],
    '/:network/:locale/desk/campaigns/:id/visits/:invitation/retraction': [
      page('take an invitation back?', invitation('visited', '/retraction'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/visits/:invitation/steps/:step/retraction': [
      page(
        'take a visit back?',
        (content) => invitation('visited', `/steps/${content.invitations.step}/retraction`)(content),
        'coordinator',
      ),
    ],
  },
  answers: [
    {
      ...page('invitation with mistakes', invite, 'coordinator', 422),
      form: {
        action: atDesk('open', '/visits/new'),
        fields: {
          post: (content) => [content.stand.post],
          official: (content) => [content.stand.official],
          asked_on: '2999-01-01',
          source_url: 'javascript:alert(1)',
        },
      },
    },
    {
      ...page('court with mistakes', atDesk('open'), 'coordinator', 422),
      form: { action: atDesk('open', '/visits/court'), fields: { court: '', address: '', asked_on: '' } },
    },
    {
      ...page('step with mistakes', atDesk('closed'), 'coordinator', 422),
      form: { action: invitation('visited', '/steps'), fields: { kind: '', on_day: '', source: '' } },
    },
    {
      ...page('visit taken back without a reason', atDesk('closed'), 'coordinator', 422),
      form: { action: invitation('visited', '/retraction'), fields: { reason: '' } },
    },
  ],
  notPages: {
    '/:network/:locale/desk/campaigns/:id/visits/:invitation/letter.pdf': 'a letter to be printed',
  },
};
