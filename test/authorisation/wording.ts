import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room wording: coordinators say which words are named. */
export const wording: Record<string, Who> = {
  'GET POST /desk/words/**': ['coordinator'],
};
