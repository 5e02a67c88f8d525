import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;

export const vocabularyUrls = {
  issues: (at: At) => `${base(at)}/issues`,
  issue: (at: At, id: string) => `${base(at)}/issues/${id}`,
  places: (at: At) => `${base(at)}/places`,
  place: (at: At, id: string) => `${base(at)}/places/${id}`,
  /** The network's own words for issues and places. */
  ownWords: (at: At) => `${base(at)}/desk/vocabulary`,
  words: (at: At, noun: string, id: string) => `${base(at)}/desk/vocabulary/${noun}/${id}`,
};
