import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/desk/words`;

export const wordingUrls = {
  words: base,
  own: (at: At) => `${base(at)}/own`,
  ownRemoval: (at: At) => `${base(at)}/own/removal`,
  trial: (at: At) => `${base(at)}/trial`,
};
