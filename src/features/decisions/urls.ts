import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const one = (at: At, id: string) => `${base(at)}/decisions/${id}`;

export const decisionUrls = {
  /** All that she reads; with a group's address, that group's. */
  list: (at: At, group?: string) => `${base(at)}${group ? `/groups/${step(group)}` : ''}/decisions`,
  listFrom: (at: At, group: string | undefined, query: Record<string, string>) =>
    `${decisionUrls.list(at, group)}?${new URLSearchParams(query)}`,
  /** The form of a new one; it is sent to the list of all, and names the group. */
  create: (at: At, group?: string) => `${base(at)}/decisions/new${group ? `?${new URLSearchParams({ group })}` : ''}`,
  show: one,
  questions: (at: At, id: string) => `${one(at, id)}/questions`,
  answer: (at: At, id: string, question: string) => `${one(at, id)}/questions/${question}/answer`,
  opening: (at: At, id: string) => `${one(at, id)}/opening`,
  ballot: (at: At, id: string) => `${one(at, id)}/ballot`,
  amendment: (at: At, id: string) => `${one(at, id)}/amendment`,
  withdrawal: (at: At, id: string) => `${one(at, id)}/withdrawal`,
  /** An urn that waits, ended without a count. */
  ending: (at: At, id: string) => `${one(at, id)}/ending`,
  record: (at: At, id: string) => `${one(at, id)}/record`,
};
