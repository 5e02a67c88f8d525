import type { At } from '../../platform/http/index.ts';

export const apiUrls = {
  /** The OpenAPI document of the whole installation. */
  document: () => '/api',
  /** The same for people, in a network's look. */
  page: (at: At) => `/${at.network}/${at.locale}/api`,
};
