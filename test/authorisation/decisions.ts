import type { Who } from '../authorisation.ts';

const belonging: Who = ['member', 'lead', 'coordinator'];
const proposing: Who = ['lead', 'coordinator'];
// The network's are opened, amended and withdrawn by who proposed them, or coordinates; a group's by its leads too.
const handling: Who = ['coordinator'];

/** Decisions: read, asked about and voted on by who belongs; a group's by who is in it, whatever her role. */
export const decisions: Record<string, Who> = {
  'GET POST /decisions/**': belonging,
  'GET /decisions/new': proposing,
  'GET POST /decisions/:id/opening': handling,
  'GET POST /decisions/:id/amendment': handling,
  'GET POST /decisions/:id/withdrawal': handling,
  'GET POST /decisions/:id/ending': handling,
  'POST /decisions/:id/record': handling,
  'POST /decisions/:id/questions/:question/answer': handling,
};
