import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room website: everybody reads what is published, coordinators compose it. */
export const website: Record<string, Who> = {
  'GET /': 'anyone',
  'GET /learn': 'anyone',
  'GET /connect': 'anyone',
  'GET POST /desk/website/**': ['coordinator'],
};
