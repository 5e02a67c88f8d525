import { b, d, page, type Room, state } from './opening.ts';

/** The pages of the room osdi. */
export const osdi: Room = {
  pages: {
    '/:network/:locale/desk/data': [
      page('data', `${d}/desk/data`, 'coordinator'),
      state('data, no key', `${b}/desk/data`, 'bare', 'No program reads here yet'),
    ],
    '/:network/:locale/desk/data/keys/:key/revocation': [
      page('revoke the key?', (content) => `${d}/desk/data/keys/${content.key}/revocation`, 'coordinator'),
    ],
  },
  answers: [
    {
      ...page('key with mistakes', `${d}/desk/data`, 'coordinator', 422),
      form: { action: `${d}/desk/data/keys`, fields: { name: '' } },
    },
    {
      ...page('a new key', `${d}/desk/data`, 'coordinator'),
      form: { action: `${d}/desk/data/keys`, fields: { name: 'A trial', scopes: () => ['people'] } },
    },
  ],
  notPages: {
    '/:network/:locale/osdi': 'JSON for programs',
    '/:network/:locale/osdi/people': 'JSON for programs',
    '/:network/:locale/osdi/people/:id': 'JSON for programs',
    '/:network/:locale/osdi/people/:id/signatures': 'JSON for programs',
    '/:network/:locale/osdi/people/:id/outreaches': 'JSON for programs',
    '/:network/:locale/osdi/petitions': 'JSON for programs',
    '/:network/:locale/osdi/petitions/:id': 'JSON for programs',
    '/:network/:locale/osdi/petitions/:id/signatures': 'JSON for programs',
    '/:network/:locale/osdi/petitions/:id/signatures/:action': 'JSON for programs',
    '/:network/:locale/osdi/advocacy_campaigns': 'JSON for programs',
    '/:network/:locale/osdi/advocacy_campaigns/:id': 'JSON for programs',
    '/:network/:locale/osdi/advocacy_campaigns/:id/outreaches': 'JSON for programs',
    '/:network/:locale/osdi/advocacy_campaigns/:id/outreaches/:action': 'JSON for programs',
  },
};
