import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const one = (at: At, id: string) => `${base(at)}/documents/${id}`;

export const documentUrls = {
  /** All that she reads; with a group's address, that group's. */
  list: (at: At, group?: string) => `${base(at)}${group ? `/groups/${step(group)}` : ''}/documents`,
  listFrom: (at: At, group: string | undefined, query: Record<string, string>) =>
    `${documentUrls.list(at, group)}?${new URLSearchParams(query)}`,
  /** The form of a new one; it is sent to the list of all, and names the group. */
  create: (at: At, group?: string) => `${base(at)}/documents/new${group ? `?${new URLSearchParams({ group })}` : ''}`,
  show: one,
  edit: (at: At, id: string) => `${one(at, id)}/edit`,
  versions: (at: At, id: string) => `${one(at, id)}/versions`,
  version: (at: At, id: string, version: number) => `${one(at, id)}/versions/${version}`,
  restoration: (at: At, id: string, version: number) => `${one(at, id)}/versions/${version}/restoration`,
  comparison: (at: At, id: string, from: number, to: number) => `${one(at, id)}/comparison?from=${from}&to=${to}`,
  archiving: (at: At, id: string) => `${one(at, id)}/archiving`,
  unarchiving: (at: At, id: string) => `${one(at, id)}/archiving/end`,
};
