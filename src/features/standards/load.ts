import type { Trx } from '../../platform/db/index.ts';
import { isLoaded, noteLoaded } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { readStandards, standardsChecksum } from './files.ts';
import { announceToAll, putStandards } from './queries.ts';

const kind = 'standards';

/**
 * Brings the reference tables to the state of the data files; reads no more than their checksum when they are those of
 * the last load. For the owner's transaction, on every start. Returns how many provisions are new or changed.
 */
export async function loadStandards(trx: Trx): Promise<number> {
  const checksum = await standardsChecksum();
  if (await isLoaded(trx, kind, checksum)) return 0;
  const changed = await putStandards(trx, await readStandards());
  await noteLoaded(trx, { kind, file_name: 'standards', checksum, counts: { provisions: changed } });
  await announceToAll(trx);
  return changed;
}

/** A kit's campaigns point to provisions: they come first. */
export const loadKit = async (kit: KitPlace): Promise<void> => void (await loadStandards(kit.trx));
