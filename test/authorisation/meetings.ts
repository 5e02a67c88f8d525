import type { Who } from '../authorisation.ts';

const belonging: Who = ['member', 'lead', 'coordinator'];
const proposing: Who = ['lead', 'coordinator'];
// The network's are called and changed by who coordinates; a group's by its leads, whatever their role.
const running: Who = ['coordinator'];

/** Meetings: read and answered by who belongs; a group's by who is in it, whatever her role. */
export const meetings: Record<string, Who> = {
  'GET POST /meetings/**': belonging,
  'GET /meetings/new': running,
  'GET POST /meetings/:id/edit': running,
  'GET POST /meetings/:id/cancellation': running,
  'GET POST /meetings/:id/attendance': running,
  'POST /meetings/:id/documents': proposing,
  'POST /meetings/:id/minutes': proposing,
  'POST /meetings/:id/approvals': running,
  // The address is the right: a calendar program has no session.
  'GET /calendar/:file': 'anyone',
};
