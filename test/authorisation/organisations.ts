import type { Who } from '../authorisation.ts';

const coordinators = ['coordinator'] as const;

/** Who may come through the doors of the room organisations. */
export const organisations: Record<string, Who> = {
  'GET /organisations/**': 'anyone',
  'GET /map': 'anyone',
  'GET /map.svg': 'anyone',
  // And whoever answers for an organisation today, for that one's page and services.
  'GET POST /desk/organisations/**': coordinators,
  'GET POST /desk/organisation-imports/**': coordinators,
};
