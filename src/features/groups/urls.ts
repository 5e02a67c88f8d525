import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}/groups`;
const group = (at: At, slug: string) => `${base(at)}/${step(slug)}`;

export const groupUrls = {
  list: (at: At) => base(at),
  listFrom: (at: At, after: string) => `${base(at)}?${new URLSearchParams({ after })}`,
  create: (at: At) => `${base(at)}/new`,
  show: group,
  settings: (at: At, slug: string) => `${group(at, slug)}/settings`,
  closure: (at: At, slug: string) => `${group(at, slug)}/closure`,
  reopening: (at: At, slug: string) => `${group(at, slug)}/reopening`,
  /** Her own place in it: joining, asking, accepting, the name she bears there. */
  membership: (at: At, slug: string) => `${group(at, slug)}/membership`,
  leaving: (at: At, slug: string) => `${group(at, slug)}/leaving`,
  members: (at: At, slug: string) => `${group(at, slug)}/members`,
  membersFrom: (at: At, slug: string, after: string) => `${group(at, slug)}/members?${new URLSearchParams({ after })}`,
  invitations: (at: At, slug: string) => `${group(at, slug)}/invitations`,
  admission: (at: At, slug: string, member: string) => `${group(at, slug)}/members/${member}/admission`,
  refusal: (at: At, slug: string, member: string) => `${group(at, slug)}/members/${member}/refusal`,
  removal: (at: At, slug: string, member: string) => `${group(at, slug)}/members/${member}/removal`,
  lead: (at: At, slug: string, member: string) => `${group(at, slug)}/members/${member}/lead`,
  threads: (at: At, slug: string) => `${group(at, slug)}/threads`,
  threadsFrom: (at: At, slug: string, before: string) =>
    `${group(at, slug)}/threads?${new URLSearchParams({ before })}`,
  search: (at: At, slug: string, q: string, before?: string) =>
    `${group(at, slug)}/threads?${new URLSearchParams({ q, ...(before ? { before } : {}) })}`,
  newThread: (at: At, slug: string) => `${group(at, slug)}/threads/new`,
  allRead: (at: At, slug: string) => `${group(at, slug)}/reading`,
  thread: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}`,
  /** The page of a thread that begins with post `from`; at post `n`, if one is named. */
  threadFrom: (at: At, slug: string, id: string, from: number, n?: number) =>
    `${group(at, slug)}/threads/${id}${from > 1 ? `?from=${from}` : ''}${n ? `#p${n}` : ''}`,
  quoting: (at: At, slug: string, id: string, n: number, from: number) =>
    `${group(at, slug)}/threads/${id}?${new URLSearchParams({ from: String(from), quote: String(n) })}#answer`,
  posts: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/posts`,
  reading: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/reading`,
  watch: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/watch`,
  pin: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/pin`,
  pinEnd: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/pin/end`,
  lock: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/lock`,
  lockEnd: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/lock/end`,
  post: (at: At, slug: string, id: string) => `${group(at, slug)}/posts/${id}`,
  history: (at: At, slug: string, id: string) => `${group(at, slug)}/posts/${id}/history`,
  takeBack: (at: At, slug: string, id: string) => `${group(at, slug)}/posts/${id}/withdrawal`,
  report: (at: At, slug: string, id: string) => `${group(at, slug)}/posts/${id}/report`,
  care: (at: At, slug: string, id: string) => `${group(at, slug)}/posts/${id}/moderation`,
  cooling: (at: At, slug: string, id: string) => `${group(at, slug)}/threads/${id}/cooling`,
  coolingEnd: (at: At, slug: string, member: string) => `${group(at, slug)}/members/${member}/cooling/end`,
  reports: (at: At) => `${base(at)}/waiting`,
  oneReport: (at: At, id: string) => `${base(at)}/waiting/${id}`,
  noticesSeen: (at: At) => `${base(at)}/notices/seen`,
  digest: (at: At) => `${base(at)}/digest`,
  /** For who holds the link of a digest: a page with a button that ends them, and what mail programs press by themselves. */
  stop: (at: At, ref: string) => `${base(at)}/digest/${ref}`,
  oneClick: (at: At, ref: string) => `${base(at)}/digest/${ref}/one-click`,
  leadEnd: (at: At, slug: string, member: string) => `${group(at, slug)}/members/${member}/lead/end`,
};
