import type { Who } from '../authorisation.ts';

const belonging: Who = ['member', 'lead', 'coordinator'];
// What belongs to the whole network is written by these; what belongs to a group, by whoever is in it.
const writers: Who = ['lead', 'coordinator'];

/** Documents: read by who belongs; a group's by who is in it, whatever her role. */
export const documents: Record<string, Who> = {
  'GET POST /documents': belonging,
  'GET /documents/**': belonging,
  'GET /documents/new': writers,
  'GET /documents/:id/edit': writers,
  'POST /documents/:id/versions': writers,
  'POST /documents/:id/versions/:version/restoration': writers,
  'POST /documents/:id/archiving/**': writers,
  'GET /groups/:slug/documents': belonging,
};
