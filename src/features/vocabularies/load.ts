import type { Trx } from '../../platform/db/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { readIssues, readPlaces, readSamplePlaces } from './files.ts';
import { announceToAll, putIssues, putPlaces, removeSamplePlaces } from './queries.ts';

/**
 * Brings the reference tables to the state of the files: two statements, which write nothing when nothing changed.
 * For the owner's transaction, on every start. Returns how many terms are new or changed.
 */
export async function loadVocabularies(trx: Trx): Promise<{ issues: number; places: number }> {
  const [issueTerms, placeTerms] = await Promise.all([readIssues(), readPlaces()]);
  const issues = await putIssues(trx, issueTerms);
  const places = await putPlaces(trx, placeTerms);
  if (issues + places > 0) await announceToAll(trx);
  return { issues, places };
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
