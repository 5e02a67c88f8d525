import { sha256 } from '../../../platform/crypto/ids.ts';
import type { Trx } from '../../../platform/db/index.ts';
import { foldName } from '../names.ts';
import type { Texts } from '../types.ts';
import { readSetDivisions } from './queries.ts';

type SetDivision = { id: string; name: string; names: unknown };

/** The division of each folded name, in every language; undefined where two divisions share one. */
export function divisionsByName(divisions: SetDivision[]): Map<string, string | undefined> {
  const byName = new Map<string, string | undefined>();
  for (const { id, name, names } of divisions) {
    for (const key of new Set([name, ...Object.values(names as Texts)].map(foldName))) {
      byName.set(key, byName.has(key) && byName.get(key) !== id ? undefined : id);
    }
  }
  return byName;
}

/** What a list says of a district: its name, its number or id, or both. */
export type DistrictWords = { name?: string | null; id?: string | null };

/**
 * Joins what lists write of a district to the divisions of one set: a division by its whole id or the last part of it
 * ("6" for ".../ward:6", "35023" for ".../ed:35023-2013"), else by folded name. Words that contradict each other join
 * nothing. The function given back answers with a division's id, or `{ reason }`.
 */
export async function districtsOf(
  trx: Trx,
  setId: string,
): Promise<(words: DistrictWords) => string | { reason: string }> {
  const divisions = await readSetDivisions(trx, setId);
  const byName = divisionsByName(divisions);
  const byId = new Map<string, string | undefined>();
  for (const { id } of divisions) {
    const last = id.split(/[:/]/).at(-1)!;
    for (const key of new Set([id, last, last.replace(/-\d{4}$/, '')]))
      byId.set(key.toLowerCase(), byId.has(key.toLowerCase()) ? undefined : id);
  }
  return ({ name, id }) => {
    const known = id ? byId.get(id.toLowerCase()) : undefined;
    const key = name ? foldName(name) : '';
    const named = key === '' ? undefined : byName.get(key);
    if (known && named && known !== named)
      return { reason: `district ${id} is not the one called ${name} in ${setId}` };
    const found = known ?? named;
    if (found) return found;
    if (!name && !id) return { reason: 'no district is given' };
    const why = byName.has(key) ? 'more than one district has this name' : 'no district has this name';
    return { reason: `${name ?? id}: ${why} in ${setId}` };
  };
}

/** A text as part of an id: ASCII letters, digits and hyphens; undefined where none of it can be written so. */
export function slugOf(text: string): string | undefined {
  const slug = foldName(text).replaceAll(' ', '-');
  return /^[a-z0-9-]{1,60}$/.test(slug) ? slug : undefined;
}

/** An id of a file as a part of ours: as it is where it is short and plain, else a digest, for no two may fold alike. */
export const idPart = (id: string): string => (/^[a-z0-9-]{1,60}$/.test(id) ? id : digest(id));

export const digest = (text: string): string => sha256(text).toString('hex').slice(0, 24);
