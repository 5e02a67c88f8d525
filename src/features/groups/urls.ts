import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/groups`;
const group = (at: At, slug: string) => `${base(at)}/${slug}`;

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
  leadEnd: (at: At, slug: string, member: string) => `${group(at, slug)}/members/${member}/lead/end`,
};
