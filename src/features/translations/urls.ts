import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/translations`;
const withQuery = (path: string, query: Record<string, string | undefined>): string => {
  const kept = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`;
};

export const translationUrls = {
  list: (at: At, query: Record<string, string | undefined> = {}) => withQuery(base(at), query),
  text: (at: At, kind: string, id: string, locale: string) => `${base(at)}/${kind}/${id}/${locale}`,
  preview: (at: At, kind: string, id: string, locale: string) => `${base(at)}/${kind}/${id}/${locale}/preview`,
  draftRemoval: (at: At, kind: string, id: string, locale: string) =>
    `${base(at)}/${kind}/${id}/${locale}/drafts/removal`,
  assignments: (at: At, query: Record<string, string | undefined> = {}) => withQuery(`${base(at)}/assignments`, query),
  assignmentEnd: (at: At, id: string) => `${base(at)}/assignments/${id}/end`,
  export: (at: At, query: Record<string, string | undefined>) => withQuery(`${base(at)}/export.po`, query),
  imports: (at: At) => `${base(at)}/imports`,
  importOf: (at: At, id: string, query: Record<string, string | undefined> = {}) =>
    withQuery(`${base(at)}/imports/${id}`, query),
  importRun: (at: At, id: string) => `${base(at)}/imports/${id}/run`,
  importRemoval: (at: At, id: string) => `${base(at)}/imports/${id}/removal`,
  importUndo: (at: At, id: string) => `${base(at)}/imports/${id}/undoing`,
};
