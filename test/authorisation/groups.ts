import type { Who } from '../authorisation.ts';

const belonging: Who = ['member', 'lead', 'coordinator'];

/** Who may come through the doors of the room groups. */
export const groups: Record<string, Who> = {
  'GET POST /groups/**': belonging,
  'GET POST /groups/new': ['coordinator'],
  // Whoever holds the link of a digest ends it, signed in or not.
  'GET POST /groups/digest/:ref': 'anyone',
  'POST /groups/digest/:ref/one-click': 'anyone',
};

/** What is in a group is for who is in it, and its settings for its leads: a role alone opens neither. */
export const ofTheGroupAlone = /^(member|lead|coordinator): .*\/groups\/[^/]+\/./;
