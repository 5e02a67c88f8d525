import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/representatives`;

const desk = (at: At) => `/${at.network}/${at.locale}/desk/officials`;

export const representativeUrls = {
  find: (at: At, query = '') => `${base(at)}${query ? `?${query}` : ''}`,
  search: (at: At) => `${base(at)}/search`,
  /** Which of several districts: `query` is a finding's, `role` the one in doubt; `campaign` leads on to its letter. */
  map: (at: At, query: string, role: string, campaign?: string) =>
    `${base(at)}/map?${query}${query ? '&' : ''}${new URLSearchParams({ role, ...(campaign ? { campaign } : {}) })}`,
  street: (at: At, campaign?: string) => `${base(at)}/street${campaign ? `?${new URLSearchParams({ campaign })}` : ''}`,
  committees: (at: At) => `${base(at)}/committees`,
  /** The coordinators' side. */
  desk: (at: At) => desk(at),
  /** A visitor says that something about whoever serves in a post is wrong. */
  report: (at: At, post: string) => `${base(at)}/report?${new URLSearchParams({ post })}`,
  reports: (at: At) => `${base(at)}/reports`,
  queue: (at: At) => `${desk(at)}/reports`,
  dismissal: (at: At, id: string) => `${desk(at)}/reports/${id}/dismissal`,
  handover: (at: At, id: string) => `${desk(at)}/reports/${id}/handover`,
  correction: (at: At, post: string, report?: string) =>
    `${desk(at)}/correction?${new URLSearchParams({ post, ...(report ? { report } : {}) })}`,
  correctionReversal: (at: At) => `${desk(at)}/corrections/reversal`,
  newList: (at: At) => `${desk(at)}/lists/new`,
  upload: (at: At, id: string) => `${desk(at)}/uploads/${id}`,
  uploadReversal: (at: At, id: string) => `${desk(at)}/uploads/${id}/reversal`,
  uploadRemoval: (at: At, id: string) => `${desk(at)}/uploads/${id}/removal`,
  role: (at: At, roleId: string) => `${base(at)}/roles/${encodeURIComponent(roleId)}`,
};
