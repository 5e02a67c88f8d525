import type { ListedContact, ReadPeople, RowNote } from './people.ts';

/** One person of a list as it is stored. */
export type Stored = {
  officialId: string;
  tenureId: string;
  postId: string;
  name: string;
  given: string | null;
  family: string | null;
  honorific: string | null;
  party: string | null;
  contacts: ListedContact[];
};

/** What taking a list would do. Nothing of it is done yet. */
export type Plan = {
  counts: { added: number; changed: number; ended: number; unchanged: number; refused: number };
  refused: RowNote[];
  notes: RowNote[];
  /** Who is no longer in it, by name. */
  ended: Stored[];
  /** More than half of ten or more have left: perhaps the list is cut off. */
  drastic: boolean;
};

const told = (each: Omit<Stored, 'officialId' | 'tenureId' | 'postId'>): string =>
  JSON.stringify([
    each.name,
    each.given,
    each.family,
    each.honorific,
    each.party,
    each.contacts.map(({ kind, value, note }) => [kind, value, note ?? '']),
  ]);

export const officialIdOf = (roleId: string, own: string): string => `own/${roleId}/${own}`;

/**
 * Compares a list with the one that is stored. `postIdOf` says which post a row means. Where a row could not be read nobody
 * is ended: it may have been hers.
 */
export function planOf(
  roleId: string,
  read: ReadPeople,
  stored: readonly Stored[],
  postIdOf: (key: string) => string,
): Plan {
  const before = new Map(stored.map((each) => [`${each.officialId} ${each.postId}`, each]));
  const counts = { added: 0, changed: 0, ended: 0, unchanged: 0, refused: read.refused.length };
  const known = new Set(stored.map((each) => each.officialId));
  const kept = new Set<string>();
  for (const person of read.people) {
    const id = officialIdOf(roleId, person.own);
    const key = `${id} ${postIdOf(person.post.key)}`;
    const old = before.get(key);
    kept.add(key);
    counts[old ? (told(old) === told(person) ? 'unchanged' : 'changed') : known.has(id) ? 'changed' : 'added'] += 1;
  }
  const missing = stored.filter((each) => !kept.has(`${each.officialId} ${each.postId}`));
  const ended = read.refused.length > 0 ? [] : missing;
  counts.ended = ended.length;
  return {
    counts,
    refused: read.refused,
    notes: read.notes,
    ended,
    drastic: stored.length >= 10 && ended.length * 2 > stored.length,
  };
}
