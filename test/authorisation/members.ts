import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room members. */
export const members: Record<string, Who> = {
  'GET POST /members/**': ['coordinator'],
  // Her own things, whether she is a member or was one.
  'GET POST /membership/**': 'signedIn',
  // The form; and pages whose private address is the right.
  'GET POST /join/**': 'anyone',
  'GET POST /applications/**': 'anyone',
  'GET POST /renewals/**': 'anyone',
};
