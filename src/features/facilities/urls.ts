import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/facilities`;

export const facilityUrls = {
  list: (at: At, query: Record<string, string> = {}) =>
    Object.keys(query).length > 0 ? `${base(at)}?${new URLSearchParams(query)}` : base(at),
  json: (at: At) => `${base(at)}.json`,
  mine: (at: At) => `${base(at)}/mine`,
  create: (at: At) => `${base(at)}/new`,
  show: (at: At, id: string) => `${base(at)}/${id}`,
  edit: (at: At, id: string) => `${base(at)}/${id}/edit`,
  release: (at: At, id: string) => `${base(at)}/${id}/release`,
  withdrawal: (at: At, id: string) => `${base(at)}/${id}/withdrawal`,
  stop: (at: At, id: string) => `${base(at)}/${id}/urgent-withdrawal`,
  removal: (at: At, id: string) => `${base(at)}/${id}/removal`,
  restoration: (at: At, id: string) => `${base(at)}/${id}/restoration`,
  imports: (at: At) => `${base(at)}/imports`,
  importOf: (at: At, id: string) => `${base(at)}/imports/${id}`,
  importRun: (at: At, id: string) => `${base(at)}/imports/${id}/run`,
  importUndoing: (at: At, id: string) => `${base(at)}/imports/${id}/undoing`,
  importRemoval: (at: At, id: string) => `${base(at)}/imports/${id}/removal`,
};
