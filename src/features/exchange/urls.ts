import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}/exchange`;
const practices = (at: At) => `/${at.network}/${at.locale}/practices`;
/** With those filters that say something. */
const withQuery = (path: string, query: Record<string, string | undefined>): string => {
  const said = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return said.length > 0 ? `${path}?${new URLSearchParams(said)}` : path;
};

export const exchangeUrls = {
  list: (at: At, query: Record<string, string | undefined> = {}) => withQuery(base(at), query),
  create: (at: At, side?: string) => withQuery(`${base(at)}/new`, { side }),
  mine: (at: At) => `${base(at)}/mine`,
  notice: (at: At) => `${base(at)}/mine/notice`,
  item: (at: At, id: string) => `${base(at)}/${id}`,
  edit: (at: At, id: string) => `${base(at)}/${id}/edit`,
  text: (at: At, id: string, locale: string) => `${base(at)}/${id}/texts/${locale}`,
  result: (at: At, id: string) => `${base(at)}/${id}/result`,
  withdrawal: (at: At, id: string) => `${base(at)}/${id}/withdrawal`,
  reopening: (at: At, id: string) => `${base(at)}/${id}/reopening`,
  /** Opens a conversation with whoever stands behind it. */
  answer: (at: At, id: string) => `${base(at)}/${id}/answer`,
  talk: (at: At, id: string) => `${base(at)}/conversations/${id}`,
  messages: (at: At, id: string) => `${base(at)}/conversations/${id}/messages`,
  reading: (at: At, id: string) => `${base(at)}/conversations/${id}/reading`,
  /** With this one it came about. */
  match: (at: At, id: string) => `${base(at)}/conversations/${id}/match`,
  closure: (at: At, id: string) => `${base(at)}/conversations/${id}/closure`,
};

export const practiceUrls = {
  list: (at: At, query: Record<string, string | undefined> = {}) => withQuery(practices(at), query),
  atom: (at: At) => `${practices(at)}.atom`,
  create: (at: At) => `${practices(at)}/new`,
  mine: (at: At) => `${practices(at)}/mine`,
  show: (at: At, slug: string) => `${practices(at)}/${step(slug)}`,
  edit: (at: At, slug: string) => `${practices(at)}/${step(slug)}/edit`,
  text: (at: At, slug: string, locale: string) => `${practices(at)}/${step(slug)}/texts/${locale}`,
  submission: (at: At, slug: string) => `${practices(at)}/${step(slug)}/submission`,
  publication: (at: At, slug: string) => `${practices(at)}/${step(slug)}/publication`,
  return: (at: At, slug: string) => `${practices(at)}/${step(slug)}/return`,
  removal: (at: At, slug: string) => `${practices(at)}/${step(slug)}/removal`,
  uses: (at: At, slug: string) => `${practices(at)}/${step(slug)}/uses`,
  useRemoval: (at: At, slug: string, id: string) => `${practices(at)}/${step(slug)}/uses/${id}/removal`,
};
