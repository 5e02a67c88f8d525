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
  governance: (at: At) => `${base(at)}/governance`,
  reservations: (at: At) => `${base(at)}/governance/reservations`,
  reservationEnd: (at: At, id: string) => `${base(at)}/governance/reservations/${id}/end`,
  /** Her own requests for kept places. */
  places: (at: At) => `${profile(at)}/places`,
  placeAsked: (at: At, place: string) => `${profile(at)}/places?${new URLSearchParams({ place })}#ask`,
  placeRequest: (at: At, place: string) => `${profile(at)}/places/${place}/request`,
  placeBack: (at: At, place: string) => `${profile(at)}/places/${place}/withdrawal`,
  /** What one person is asked to confirm. */
  confirmation: (at: At, id: string) => `${base(at)}/confirmations/${id}`,
  confirmed: (at: At, id: string) => `${base(at)}/confirmations/${id}/confirmation`,
  refused: (at: At, id: string) => `${base(at)}/confirmations/${id}/refusal`,
  fillIn: (at: At, id: string) => `${base(at)}/desk/profiles/${id}`,
};
