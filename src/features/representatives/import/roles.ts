import type { Trx } from '../../../platform/db/index.ts';
import type { Texts } from '../types.ts';
import { type KnownRole, knownRoles } from './known.ts';
import { readRole } from './queries.ts';

/** A role as it is stored, else as it is known beforehand; undefined where it is neither. */
export async function roleById(trx: Trx, id: string): Promise<KnownRole | undefined> {
  const stored = await readRole(trx, id);
  if (!stored) return Object.hasOwn(knownRoles, id) ? knownRoles[id] : undefined;
  return {
    body: {
      id: stored.body_id,
      name: stored.body_name as Texts,
      level: stored.level as KnownRole['body']['level'],
      country: stored.country,
    },
    name: stored.name as Texts,
    position: stored.position,
  };
}
