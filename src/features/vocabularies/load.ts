import type { Trx } from '../../platform/db/index.ts';
import { isLoaded, noteLoaded } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { listsChecksum, readIssues, readPlaces, readSamplePlaces } from './files.ts';
import { announceToAll, putIssues, putPlaces, removeSamplePlaces } from './queries.ts';

const kind = 'vocabularies';

/**
 * Brings the reference tables to the state of the files; reads no more than their checksum when they are those of the last
 * load. For the owner's transaction, on every start. Returns how many terms are new or changed.
 */
export async function loadVocabularies(trx: Trx): Promise<{ issues: number; places: number }> {
  const checksum = await listsChecksum();
  if (await isLoaded(trx, kind, checksum)) return { issues: 0, places: 0 };
  const [issueTerms, placeTerms] = await Promise.all([readIssues(), readPlaces()]);
  const counts = { issues: await putIssues(trx, issueTerms), places: await putPlaces(trx, placeTerms) };
  await noteLoaded(trx, { kind, file_name: 'issues.yaml, places.yaml', checksum, counts });
  if (counts.issues + counts.places > 0) await announceToAll(trx);
  return counts;
}

/** The lists first (a kit points to them), then the kit's own invented places. */
export async function loadKit(kit: KitPlace): Promise<void> {
  await loadVocabularies(kit.trx);
  await putPlaces(kit.trx, await readSamplePlaces(kit.folder));
}

/** Removes the kit's invented places that nothing points to any more. */
export async function clearSamples(kit: KitPlace): Promise<number> {
  const places = await readSamplePlaces(kit.folder);
  return removeSamplePlaces(
    kit.trx,
    places.map((place) => place.id),
  );
}
