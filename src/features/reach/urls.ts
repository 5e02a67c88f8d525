import type { At } from '../../platform/http/index.ts';

export const reachUrls = {
  map: (at: At) => `/${at.network}/${at.locale}/map`,
  /** The map alone, as a picture of everybody's view. */
  picture: (at: At) => `/${at.network}/${at.locale}/map.svg`,
};
