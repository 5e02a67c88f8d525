import { sql } from 'kysely';
import { newId } from '../crypto/ids.ts';
import type { Trx } from '../db/index.ts';

/** Whether the files of this checksum are the ones of their kind that were loaded last. */
export async function isLoaded(trx: Trx, kind: string, checksum: string): Promise<boolean> {
  const last = await trx
    .selectFrom('imports')
    .select('checksum')
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.checksum === checksum;
}

/** Writes down which state of the files is loaded now, and how much of it was new. */
export async function noteLoaded(
  trx: Trx,
  state: { kind: string; file_name: string; checksum: string; counts: Record<string, number> },
): Promise<void> {
  await trx
    .insertInto('imports')
    .values({ id: newId(), ...state, at: sql<Date>`clock_timestamp()` })
    .execute();
}
