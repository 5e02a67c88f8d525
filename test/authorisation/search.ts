import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the search: anybody asks, and finds what is for her; a kept search is its owner's own; a mail program ends its mails. */
export const search: Record<string, Who> = {
  'GET /search': 'anyone',
  'GET POST /search/saved/**': 'signedIn',
  'POST /search/alerts/:ref/one-click': 'anyone',
};
