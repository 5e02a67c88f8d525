import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room files. A file is shown to whom its own room shows it: to anybody, or to nobody. */
export const files: Record<string, Who> = {
  'GET /files/**': 'anyone',
  'GET POST /files/uploads/**': ['member', 'lead', 'coordinator'],
  'GET POST /desk/files/**': ['coordinator', 'administrator'],
  // Who handed it in, and who coordinates.
  'POST /files/:id/reading': 'anyone',
};
