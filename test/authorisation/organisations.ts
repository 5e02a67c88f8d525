import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room organisations. */
export const organisations: Record<string, Who> = {
  'GET /organisations/**': 'anyone',
};
