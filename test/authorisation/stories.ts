import type { Who } from '../authorisation.ts';

/**
 * Who may come through the doors of the room stories: everybody reads what a woman agreed to, whoever holds her private link and
 * she herself signed in answer for her, coordinators keep the rest.
 */
export const stories: Record<string, Who> = {
  'GET /stories': 'anyone',
  'GET /stories/*': 'anyone',
  // Her private address is the right.
  'GET POST /stories/own/**': 'anyone',
  'GET POST /account/stories/**': 'signedIn',
  'GET POST /desk/stories/**': ['coordinator'],
  'GET POST /desk/campaigns/*/stories': ['coordinator'],
  'GET POST /desk/news/*/stories': ['coordinator'],
};
