import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../platform/crypto/ids.ts';
import { root } from '../../platform/db/index.ts';
import { readYaml } from '../../platform/readable/index.ts';

/** The folder of the controlled lists; they are read where they lie, from the built program too. */
const folder = join(root, 'src/features/vocabularies/data');

const text = z.string().trim().min(1);
/** Every term speaks all four interface languages, so that any network can show it. */
const inAllLanguages = z.strictObject({ en: text, es: text, fr: text, pt: text });
const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens');

export const strands = ['cause', 'condition', 'consequence'] as const;
export type Strand = (typeof strands)[number];

export type IssueTerm = {
  id: string;
  strand: Strand;
  labels: Record<string, string>;
  summaries: Record<string, string>;
  broader: string | null;
  /** Codes of LIST, the Legal Issues Taxonomy (taxonomy.legal); none where nothing fits. */
  list: string[];
  position: number;
};

export type PlaceTerm = {
  id: string;
  kind: 'country' | 'region' | 'district' | 'facility';
  parent: string | null;
  labels: Record<string, string>;
  sample: boolean;
};

const issueList = z.array(
  z.strictObject({
    id: slug,
    broader: slug.optional(),
    list: z.array(z.string().regex(/^[A-Z]{2}(-\d\d){4}$/)).default([]),
    labels: inAllLanguages,
    summaries: inAllLanguages,
  }),
);
const issuesFile = z.strictObject({ causes: issueList, conditions: issueList, consequences: issueList });

const placesFile = z.strictObject({
  countries: z.array(z.strictObject({ id: z.string().regex(/^[a-z]{2}$/), labels: inAllLanguages })),
  regions: z.array(z.strictObject({ id: slug, parent: slug, labels: inAllLanguages })),
});

/** A kit's invented places. `xx` never is a country's code (ISO 3166-1 leaves it to its users). */
const samplePlacesFile = z.array(
  z.strictObject({
    id: z.string().regex(/^xx-[a-z0-9-]+$/, 'an invented place is named xx-…'),
    kind: z.enum(['country', 'region', 'district', 'facility']),
    parent: z.string().regex(/^xx-/, 'an invented place lies in an invented one').optional(),
    labels: inAllLanguages,
  }),
);

/** What tells one state of the two lists from another: SHA-256 of their bytes, in hexadecimal. */
export async function listsChecksum(): Promise<string> {
  const files = ['issues.yaml', 'places.yaml'].map((name) => readFile(join(folder, name)));
  return sha256(Buffer.concat(await Promise.all(files))).toString('hex');
}

/** The controlled list of issues in the order of the file. Throws `FileRefused`, or for a `broader` that stands later or nowhere. */
export async function readIssues(): Promise<IssueTerm[]> {
  const file = await readYaml(join(folder, 'issues.yaml'), issuesFile);
  const of = (strand: Strand, list: z.infer<typeof issueList>) =>
    list.map(({ broader = null, ...term }) => ({ ...term, strand, broader }));
  const terms = [
    ...of('cause', file.causes),
    ...of('condition', file.conditions),
    ...of('consequence', file.consequences),
  ];
  inOrder(terms.map((term) => ({ id: term.id, above: term.broader })));
  return terms.map((term, index) => ({ ...term, position: index + 1 }));
}

/** Countries, then regions. Throws `FileRefused`, or for a region whose parent stands later or nowhere. */
export async function readPlaces(): Promise<PlaceTerm[]> {
  const file = await readYaml(join(folder, 'places.yaml'), placesFile);
  const places: PlaceTerm[] = [
    ...file.countries.map((place) => ({ ...place, kind: 'country' as const, parent: null, sample: false })),
    ...file.regions.map((place) => ({ ...place, kind: 'region' as const, sample: false })),
  ];
  inOrder(places.map((place) => ({ id: place.id, above: place.parent })));
  return places;
}

/** The invented places of a kit (`places.yaml` in its folder); none without that file. */
export async function readSamplePlaces(kitFolder: string): Promise<PlaceTerm[]> {
  const path = join(kitFolder, 'places.yaml');
  if (!existsSync(path)) return [];
  const places = (await readYaml(path, samplePlacesFile)).map(({ parent = null, ...place }) => ({
    ...place,
    parent,
    sample: true,
  }));
  inOrder(places.map((place) => ({ id: place.id, above: place.parent })));
  return places;
}

/** Each term once, and below none but an earlier one: so no circle can be written, and one statement can insert all. */
function inOrder(terms: { id: string; above: string | null }[]): void {
  const seen = new Set<string>();
  for (const { id, above } of terms) {
    if (seen.has(id)) throw new Error(`the term ${id} stands twice`);
    if (above !== null && !seen.has(above))
      throw new Error(`the term ${id} names ${above}, which does not stand before it`);
    seen.add(id);
  }
}
