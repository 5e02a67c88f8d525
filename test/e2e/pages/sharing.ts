import { atDesk, d, page, type Room, state } from './opening.ts';

/** The pages of the room sharing. */
export const sharing: Room = {
  pages: {
    '/:network/:locale/campaigns/:slug/poster': [
      page('poster', `${d}/campaigns/five-asks/poster`),
      page('poster with a code', '/daylight/fr/campaigns/five-asks/poster?code=flyer'),
    ],
    '/:network/:locale/embed/campaigns/:slug': [
      page('framed campaign', `${d}/embed/campaigns/five-asks`),
      page('framed campaign, compact', '/daylight/fr/embed/campaigns/five-asks?compact=yes&theme=dark&accent=0d6763'),
      state('framed campaign, closed', `${d}/embed/campaigns/come-and-see`, 'public', 'This campaign is closed'),
    ],
    '/:network/:locale/embed/campaigns/:slug/letter': [
      page('framed letter', (content) => content.finding.replace('/campaigns/', '/embed/campaigns/')),
    ],
    '/:network/:locale/embed/campaigns/:slug/received': [
      page('framed, received', `${d}/embed/campaigns/five-asks/received?theme=light`),
    ],
    '/:network/:locale/desk/campaigns/:id/sharing': [
      page('share words', atDesk('open', '/sharing'), 'coordinator'),
      page('share words of a draft', atDesk('draft', '/sharing'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/sources': [
      state('sources', atDesk('open', '/sources'), 'coordinator', 'Flyer at the library'),
      state('sources, none', atDesk('draft', '/sources'), 'coordinator', 'Nobody has taken part yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/embed': [
      page('embed', atDesk('open', '/embed?theme=dark&compact=yes'), 'coordinator'),
      page('embed with mistakes', atDesk('open', '/embed?accent=ffff00&source=No%20Good'), 'coordinator'),
      state('embed of a draft', atDesk('draft', '/embed'), 'coordinator', 'Once the campaign is published'),
    ],
    '/:network/:locale/desk/sharing': [page('sharing settings', `${d}/desk/sharing`, 'coordinator')],
  },
  answers: [
    {
      ...page('share words with mistakes', atDesk('open', '/sharing'), 'coordinator', 422),
      form: { action: atDesk('open', '/sharing'), fields: { hashtag_en: 'two words' } },
    },
    {
      ...page('source code with mistakes', atDesk('open', '/sources'), 'coordinator', 422),
      form: { action: atDesk('open', '/sources'), fields: { note: '', code: 'No Good' } },
    },
    {
      ...page('sharing settings with mistakes', `${d}/desk/sharing`, 'coordinator', 422),
      form: { action: `${d}/desk/sharing`, fields: { embedOn: 'no site' } },
    },
    {
      ...page('framed campaign, no code', `${d}/embed/campaigns/five-asks`, 'public', 422),
      form: { action: `${d}/embed/campaigns/five-asks/search`, fields: { code: '', country: 'XX' } },
    },
  ],
  notPages: {
    '/embed.js': 'a script for other sites',
    '/:network/:locale/campaigns.json': 'JSON for programs',
    '/:network/:locale/campaigns/:slug/counts.json': 'JSON for programs',
    '/:network/:locale/campaigns/:slug/card.png': 'a picture',
  },
};
