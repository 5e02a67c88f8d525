import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room directory. What each finds there is said by the one rule of visibility. */
export const directory: Record<string, Who> = {
  'GET /directory': 'anyone',
  'GET /directory.pdf': ['member', 'lead', 'coordinator'],
  'GET /directory/people/**': 'anyone',
  'GET POST /profile/**': 'signedIn',
  'GET POST /profile/places/**': ['member', 'lead', 'coordinator'],
  'GET /governance': ['member', 'lead', 'coordinator'],
  'GET POST /governance/reservations/**': ['coordinator'],
  // Only the one person whom a woman chose finds anything there.
  'GET POST /confirmations/**': 'signedIn',
  'GET POST /desk/profiles/**': ['coordinator'],
};
