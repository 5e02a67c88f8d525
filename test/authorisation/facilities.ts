import type { Who } from '../authorisation.ts';

const members: Who = ['member', 'lead', 'coordinator'];

/** Who may come through the doors of the room facilities. Which facility she may know, and which she keeps, is said by each. */
export const facilities: Record<string, Who> = {
  'GET /facilities': 'anyone',
  'GET /facilities.json': 'anyone',
  'GET /facilities/:id': 'anyone',
  'GET POST /facilities/:id/urgent-withdrawal': ['coordinator'],
  'GET POST /facilities/**': members,
};

/** Writing down needs an organisation; a facility's other pages are those who keep it, a list's whoever handed it in. */
export const ofKeepersAlone = /\/facilities\/(new|imports|[0-9a-f-]{36}\/)/;
