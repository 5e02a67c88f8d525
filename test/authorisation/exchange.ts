import type { Who } from '../authorisation.ts';

const members: Who = ['member', 'lead', 'coordinator'];

/** Who may come through the doors of the room exchange. What the public may read is the item's to say. */
export const exchange: Record<string, Who> = {
  'GET /exchange': 'anyone',
  'GET /exchange/:id': 'anyone',
  'GET POST /exchange/**': members,
  'GET /practices': 'anyone',
  'GET /practices.atom': 'anyone',
  'GET /practices/:slug': 'anyone',
  'GET POST /practices/**': members,
  // Publishing is the coordinators’.
  'POST /practices/:slug/publication': ['coordinator'],
  'POST /practices/:slug/return': ['coordinator'],
};

/** A conversation is its two people's alone; an item's and a practice's other pages are its author's and the coordinators'. */
export const ofTheTwoAlone = /\/exchange\/(conversations\/|[0-9a-f-]{36}\/)|\/practices\/[^/]+\/./;
