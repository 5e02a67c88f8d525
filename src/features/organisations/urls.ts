import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}/organisations`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/organisations`;
const files = (at: At) => `/${at.network}/${at.locale}/desk/organisation-imports`;
const one = (at: At, id: string) => `${desk(at)}/${id}`;

export const organisationUrls = {
  list: (at: At) => base(at),
  listFrom: (at: At, after: string) => `${base(at)}?${new URLSearchParams({ after })}`,
  show: (at: At, slug: string) => `${base(at)}/${step(slug)}`,
  service: (at: At, slug: string, id: string) => `${base(at)}/${step(slug)}/services/${id}`,
  /** For other programs, in HSDS 3. */
  hsds: (at: At) => `${base(at)}/hsds.json`,
  hsdsOf: (at: At, slug: string) => `${base(at)}/${step(slug)}/hsds.json`,
  imports: (at: At) => files(at),
  import: (at: At, id: string) => `${files(at)}/${id}`,
  importBatch: (at: At, id: string) => `${files(at)}/${id}/batch`,
  importReversal: (at: At, id: string) => `${files(at)}/${id}/reversal`,
  importRemoval: (at: At, id: string) => `${files(at)}/${id}/removal`,
  export: (at: At, file: 'hsds.json' | 'hsds.zip' | 'ohana.zip') => `${files(at)}/export/${file}`,
  desk: (at: At) => desk(at),
  deskFrom: (at: At, after: string, words = '') =>
    `${desk(at)}?${new URLSearchParams({ ...(words ? { q: words } : {}), after })}`,
  edit: (at: At, id: string) => one(at, id),
  slug: (at: At, id: string) => `${one(at, id)}/address`,
  closing: (at: At, id: string) => `${one(at, id)}/closing`,
  reopening: (at: At, id: string) => `${one(at, id)}/reopening`,
  people: (at: At, id: string) => `${one(at, id)}/people`,
  affiliation: (at: At, id: string, affiliation: string) => `${one(at, id)}/people/${affiliation}`,
  merge: (at: At, id: string, gone = '') =>
    `${one(at, id)}/merge${gone ? `?${new URLSearchParams({ with: gone })}` : ''}`,
  parting: (at: At, id: string, merge: string) => `${one(at, id)}/merges/${merge}/reversal`,
  services: (at: At, id: string) => `${one(at, id)}/services`,
  editService: (at: At, id: string, service: string) => `${one(at, id)}/services/${service}`,
  serviceRemoval: (at: At, id: string, service: string) => `${one(at, id)}/services/${service}/removal`,
};
