import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const person = (at: At, id: string) => `${base(at)}/directory/people/${id}`;
const profile = (at: At) => `${base(at)}/profile`;

export const directoryUrls = {
  /** `query` as `filterQuery` gives it. */
  list: (at: At, query = '') => `${base(at)}/directory${query}`,
  pdf: (at: At, query = '') => `${base(at)}/directory.pdf${query}`,
  person,
  card: (at: At, id: string) => `${person(at, id)}/card.vcf`,
  profile,
  /** Her page as somebody else sees it. */
  preview: (at: At, as: 'public' | 'member' | 'coordinator') => `${profile(at)}/preview?${new URLSearchParams({ as })}`,
  lived: (at: At) => `${profile(at)}/lived-experience`,
  livedWithdrawal: (at: At) => `${profile(at)}/lived-experience/withdrawal`,
  fillIn: (at: At, id: string) => `${base(at)}/desk/profiles/${id}`,
};
