import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/representatives`;

export const representativeUrls = {
  find: (at: At, query = '') => `${base(at)}${query ? `?${query}` : ''}`,
  search: (at: At) => `${base(at)}/search`,
  committees: (at: At) => `${base(at)}/committees`,
  role: (at: At, roleId: string) => `${base(at)}/roles/${encodeURIComponent(roleId)}`,
};
