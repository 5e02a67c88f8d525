import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room mailing-list: everybody may sign up, coordinators see the list. */
export const mailingList: Record<string, Who> = {
  'GET POST /mailing-list': 'anyone',
  'GET /mailing-list/received': 'anyone',
  // Her private address is the right.
  'GET POST /mailing-list/own/**': 'anyone',
  'GET POST /desk/mailing-list/**': ['coordinator'],
};
