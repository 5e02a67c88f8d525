import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}/library`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/library`;
const withQuery = (path: string, query: Record<string, string | undefined>): string => {
  const kept = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`;
};

export const libraryUrls = {
  list: (at: At, query: Record<string, string | undefined> = {}) => withQuery(base(at), query),
  show: (at: At, slug: string) => `${base(at)}/${step(slug)}`,
  /** For ever: leads to wherever the work is now. */
  byId: (at: At, id: string) => `${base(at)}/id/${id}`,
  /** One language of a work in a page of another. */
  version: (at: At, slug: string, locale: string) => `${base(at)}/${step(slug)}/${locale}`,
  history: (at: At, slug: string) => `${base(at)}/${step(slug)}/history`,
  /** `format` is json (CSL-JSON), bib or ris. */
  cite: (at: At, slug: string, format: 'csl.json' | 'bib' | 'ris', locale?: string) =>
    withQuery(`${base(at)}/${step(slug)}/cite.${format}`, { language: locale }),
  /** What the list shows, for a reference manager. */
  export: (at: At, format: 'csl.json' | 'bib' | 'ris' | 'csv', query: Record<string, string | undefined> = {}) =>
    withQuery(`${base(at)}.${format}`, query),
  preview: (at: At, ref: string) => `${base(at)}/preview/${ref}`,
  atom: (at: At) => `${base(at)}.atom`,
  jsonFeed: (at: At) => `${base(at)}.json`,
  desk: (at: At, query: Record<string, string | undefined> = {}) => withQuery(desk(at), query),
  edit: (at: At, id: string) => `${desk(at)}/${id}`,
  editVersion: (at: At, id: string, locale: string) => `${desk(at)}/${id}/versions/${locale}`,
  files: (at: At, id: string, locale: string) => `${desk(at)}/${id}/versions/${locale}/files`,
  fileLift: (at: At, id: string, file: string) => `${desk(at)}/${id}/files/${file}/lift`,
  fileRemoval: (at: At, id: string, file: string) => `${desk(at)}/${id}/files/${file}/removal`,
  newVersion: (at: At, id: string) => `${desk(at)}/${id}/versions`,
  versionRemoval: (at: At, id: string, locale: string) => `${desk(at)}/${id}/versions/${locale}/removal`,
  publication: (at: At, id: string) => `${desk(at)}/${id}/publication`,
  withdrawal: (at: At, id: string) => `${desk(at)}/${id}/withdrawal`,
  removal: (at: At, id: string) => `${desk(at)}/${id}/removal`,
  restoration: (at: At, id: string) => `${desk(at)}/${id}/restoration`,
  poster: (at: At, id: string) => `${desk(at)}/${id}/poster`,
  posterRemoval: (at: At, id: string) => `${desk(at)}/${id}/poster/removal`,
  relations: (at: At, id: string) => `${desk(at)}/${id}/relations`,
  relationRemoval: (at: At, id: string) => `${desk(at)}/${id}/relations/removal`,
  deskHistory: (at: At, id: string, query: Record<string, string | undefined> = {}) =>
    withQuery(`${desk(at)}/${id}/history`, query),
  imports: (at: At) => `${desk(at)}/imports`,
  importOf: (at: At, id: string, query: Record<string, string | undefined> = {}) =>
    withQuery(`${desk(at)}/imports/${id}`, query),
  importMapping: (at: At, id: string) => `${desk(at)}/imports/${id}/mapping`,
  importRun: (at: At, id: string) => `${desk(at)}/imports/${id}/run`,
  importRemoval: (at: At, id: string) => `${desk(at)}/imports/${id}/removal`,
  importUndo: (at: At, id: string) => `${desk(at)}/imports/${id}/undoing`,
};
