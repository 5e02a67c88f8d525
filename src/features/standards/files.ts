import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../platform/crypto/ids.ts';
import { root } from '../../platform/db/index.ts';
import { readYaml } from '../../platform/readable/index.ts';

/** One file per instrument; they are read where they lie, from the built program too. */
const folder = join(root, 'src/features/standards/data');

const text = z.string().trim().min(1);
const inAllLanguages = z.strictObject({ en: text, es: text, fr: text, pt: text });
const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as 2026-11-21');
/** "48", "10(2)(a)", "23-bis": no colon, no space, nothing that an address cannot hold. */
const number = z.string().regex(/^[0-9A-Za-z()-]{1,12}$/, 'a number without spaces, in quotes');
/** `instrument:number`, or `instrument@version:number` for an earlier version. */
const reference = z.string().regex(/^[a-z][a-z0-9-]*(@[0-9a-z-]+)?:[0-9A-Za-z()-]{1,12}$/, 'instrument:number');

/** Something that was really read: its name as one would cite it, with the place in it, and where it can be found. */
const source = z.strictObject({ name: text, url: z.string().regex(/^https?:\/\//, 'https://…') });

const provision = z.strictObject({
  n: number,
  titles: inAllLanguages,
  summaries: inAllLanguages,
  supplements: z.array(reference).default([]),
  see: z.array(reference).default([]),
  checked_on: day.optional(),
  confidence: z.enum(['likely', 'doubtful']).optional(),
  doubt: inAllLanguages.optional(),
  /** Keys of the file's `sources`: the text in which this provision was read. Only what was read is sure. */
  read_in: z.array(slug).default([]),
});

const instrumentFile = z.strictObject({
  id: slug,
  position: z.number().int().positive(),
  kind: z.enum(['rules', 'principles', 'guidelines', 'treaty']),
  region: z.enum(['africa', 'americas', 'europe']).optional(),
  names: inAllLanguages,
  short_names: inAllLanguages,
  adopted_by: inAllLanguages,
  symbol: text.optional(),
  adopted_on: day,
  source_url: z.string().regex(/^https:\/\//, 'the official text, https://…'),
  unit: inAllLanguages,
  version: text,
  /** When the whole file was last gone through, and how sure its records are unless one was read or says otherwise. */
  checked_on: day,
  confidence: z.enum(['likely', 'doubtful']),
  sources: z.record(slug, source).default({}),
  /** Sections in order, each with its provisions. */
  sections: z.array(z.strictObject({ titles: inAllLanguages, provisions: z.array(provision).min(1) })).min(1),
  /** An earlier version, known by its numbers alone, and where each went: its number → numbers of this version. */
  earlier: z
    .strictObject({
      version: text,
      adopted_on: day,
      confidence: z.enum(['sure', 'likely', 'doubtful']),
      numbers: z.record(number, z.array(number)),
    })
    .optional(),
});

export type Texts = Record<string, string>;
export type Confidence = 'sure' | 'likely' | 'doubtful';
export type InstrumentRecord = {
  id: string;
  kind: 'rules' | 'principles' | 'guidelines' | 'treaty';
  region: 'africa' | 'americas' | 'europe' | null;
  names: Texts;
  short_names: Texts;
  adopted_by: Texts;
  symbol: string | null;
  adopted_on: string;
  source_url: string;
  unit: Texts;
  position: number;
};
export type VersionRecord = { instrument_id: string; version: string; adopted_on: string; replaced_by: string | null };
export type ProvisionRecord = {
  id: string;
  instrument_id: string;
  version: string;
  number: string;
  position: number;
  section: Texts;
  titles: Texts;
  summaries: Texts;
  checked_on: string;
  confidence: Confidence;
  doubt: Texts | null;
  read_in: Source[];
};
/** A text that was read, or a faithful copy of it: how one would cite it, and where it is. */
export type Source = { name: string; url: string };
export type LinkRecord = { from_id: string; to_id: string; kind: 'supplements' | 'see' | 'renumbered' };

/** All that the data files hold, as the tables take it. */
export type Standards = {
  instruments: InstrumentRecord[];
  versions: VersionRecord[];
  provisions: ProvisionRecord[];
  links: LinkRecord[];
};

const dataFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();

/** What tells one state of the files from another: SHA-256 of their bytes, in hexadecimal. */
export async function standardsChecksum(): Promise<string> {
  const files = await Promise.all(dataFiles().map((name) => readFile(join(folder, name))));
  return sha256(Buffer.concat(files)).toString('hex');
}

/** Reads every file. Throws `FileRefused` for one that does not fit, or an Error for a number twice or a reference to nothing. */
export async function readStandards(): Promise<Standards> {
  const all: Standards = { instruments: [], versions: [], provisions: [], links: [] };
  for (const name of dataFiles()) addFile(all, await readYaml(join(folder, name), instrumentFile));
  const known = new Set(all.provisions.map((one) => one.id));
  if (known.size !== all.provisions.length) throw new Error('a provision stands twice');
  for (const link of all.links)
    if (!known.has(link.to_id)) throw new Error(`${link.from_id} names ${link.to_id}, which is not there`);
  return all;
}

function addFile(all: Standards, file: z.output<typeof instrumentFile>): void {
  const { id, version, sections, earlier, checked_on, confidence, sources, ...rest } = file;
  const sourceOf = (key: string): Source => {
    const found = sources[key];
    if (!found) throw new Error(`${id} was read in ${key}, which its sources do not name`);
    return found;
  };
  all.instruments.push({ ...rest, id, region: rest.region ?? null, symbol: rest.symbol ?? null });
  all.versions.push({ instrument_id: id, version, adopted_on: file.adopted_on, replaced_by: null });
  let position = 0;
  for (const section of sections) {
    for (const one of section.provisions) {
      const from = `${id}:${one.n}`;
      all.provisions.push({
        id: from,
        instrument_id: id,
        version,
        number: one.n,
        position: ++position,
        section: section.titles,
        titles: one.titles,
        summaries: one.summaries,
        checked_on: one.checked_on ?? checked_on,
        confidence: one.confidence ?? (one.read_in.length > 0 ? 'sure' : confidence),
        doubt: one.doubt ?? null,
        read_in: one.read_in.map(sourceOf),
      });
      for (const kind of ['supplements', 'see'] as const)
        for (const to of one[kind]) all.links.push({ from_id: from, to_id: to, kind });
    }
  }
  if (earlier) addEarlier(all, file, earlier);
}

/** An earlier version's provisions are numbers that lead on: its rule 15 is rule 18 today. */
function addEarlier(
  all: Standards,
  { id, version, checked_on, unit }: z.output<typeof instrumentFile>,
  earlier: NonNullable<z.output<typeof instrumentFile>['earlier']>,
): void {
  all.versions.push({
    instrument_id: id,
    version: earlier.version,
    adopted_on: earlier.adopted_on,
    replaced_by: version,
  });
  Object.entries(earlier.numbers).forEach(([number, now], index) => {
    const from = `${id}@${earlier.version}:${number}`;
    const titles = Object.fromEntries(
      Object.entries(unit).map(([locale, word]) => [locale, `${word} ${number} (${earlier.version})`]),
    );
    all.provisions.push({
      id: from,
      instrument_id: id,
      version: earlier.version,
      number,
      position: index + 1,
      section: {},
      titles,
      summaries: {},
      checked_on,
      confidence: earlier.confidence,
      doubt: null,
      read_in: [],
    });
    for (const to of now) all.links.push({ from_id: from, to_id: `${id}:${to}`, kind: 'renumbered' });
  });
}
