import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/representatives`;

const desk = (at: At) => `/${at.network}/${at.locale}/desk/officials`;

export const representativeUrls = {
  find: (at: At, query = '') => `${base(at)}${query ? `?${query}` : ''}`,
  search: (at: At) => `${base(at)}/search`,
  committees: (at: At) => `${base(at)}/committees`,
  /** The coordinators' side. */
  desk: (at: At) => desk(at),
  newList: (at: At) => `${desk(at)}/lists/new`,
  upload: (at: At, id: string) => `${desk(at)}/uploads/${id}`,
  uploadReversal: (at: At, id: string) => `${desk(at)}/uploads/${id}/reversal`,
  uploadRemoval: (at: At, id: string) => `${desk(at)}/uploads/${id}/removal`,
  role: (at: At, roleId: string) => `${base(at)}/roles/${encodeURIComponent(roleId)}`,
};
