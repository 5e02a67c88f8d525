import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room inbox: everybody may write, coordinators read. */
export const inbox: Record<string, Who> = {
  'GET POST /contact': 'anyone',
  'GET /contact/received': 'anyone',
  'GET POST /inbox/**': ['coordinator'],
};
