import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readMarkdown, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { clearTagged, tagSample } from '../spine/index.ts';
import { subject } from './commands.ts';
import {
  accesses,
  consentWays,
  identifierKey,
  isDated,
  kinds,
  licenceNames,
  outcomes,
  readIdentifier,
  readMaker,
  relationKinds,
  titleKey,
} from './work.ts';

const text = z.string().trim().min(1);
const makers = z.array(text).default([]);
const file = z.strictObject({
  kind: z.enum(kinds),
  /** How many days before the kit was loaded it came into the library. */
  days_ago: z.number().int().nonnegative(),
  dated: z.string().refine(isDated, 'a year, a month of a year, or a day'),
  creators: makers,
  contributors: makers,
  publisher: z.string().default(''),
  published_in: z.string().default(''),
  identifiers: z.array(text).default([]),
  source: z.string().default(''),
  link: z.union([z.literal(''), z.string().regex(/^https:\/\//)]).default(''),
  covers: z.string().default(''),
  licence: z.enum(licenceNames).default('cc-by'),
  rights_note: z.string().default(''),
  access: z.enum(accesses).default('public'),
  court: z.string().default(''),
  court_country: z.string().optional(),
  docket: z.string().default(''),
  outcome: z.enum(['', ...outcomes]).default(''),
  consent: z.strictObject({ by: text, days_ago: z.number().int().nonnegative(), how: z.enum(consentWays) }).optional(),
  /** The language it was written in first. */
  original: z.string().default('en'),
  translators: z.record(z.string(), z.array(text)).default({}),
  related: z.array(z.strictObject({ kind: z.enum(relationKinds), to: text })).default([]),
  issues: z.array(text).default([]),
  places: z.array(text).default([]),
  provisions: z.array(text).default([]),
});
const words = z.strictObject({ title: text, subtitle: z.string().default(''), abstract: text, body: z.string() });
const dayMs = 86_400_000;

/** The kit's library (`library/SLUG/work.yaml` and one `LOCALE.md` per language), published and marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const { trx, folder, network, now } = kit;
  const shelf = join(folder, 'library');
  if (!existsSync(shelf)) return;
  const ids = new Map<string, string>();
  const links: { from: string; kind: string; to: string; path: string }[] = [];
  for (const entry of (await readdir(shelf, { withFileTypes: true })).filter((one) => one.isDirectory())) {
    const place = join(shelf, entry.name);
    const path = join(place, 'work.yaml');
    const work = await readYaml(path, file);
    const id = newId();
    ids.set(entry.name, id);
    links.push(...work.related.map(({ kind, to }) => ({ from: id, kind, to, path })));
    const at = new Date(now.getTime() - work.days_ago * dayMs);
    const identifiers = work.identifiers.map((line) => readIdentifier(line)!);
    await trx
      .insertInto('library_works')
      .values({
        network_id: network.id,
        id,
        slug: entry.name,
        kind: work.kind,
        state: 'published',
        publish_at: at,
        access: work.access,
        creators: JSON.stringify(work.creators.map((line) => readMaker(line))),
        contributors: JSON.stringify(work.contributors.map((line) => readMaker(line))),
        publisher: work.publisher,
        published_in: work.published_in,
        dated: work.dated,
        identifiers: JSON.stringify(identifiers),
        identifier_keys: identifiers.map(identifierKey),
        source: work.source,
        link: work.link,
        covers: work.covers,
        licence: work.licence,
        rights_note: work.rights_note,
        court: work.court,
        court_country: work.court_country ?? null,
        docket: work.docket,
        outcome: work.outcome,
        consent_by: work.consent?.by ?? null,
        consent_on: work.consent
          ? new Date(now.getTime() - work.consent.days_ago * dayMs).toISOString().slice(0, 10)
          : null,
        consent_how: work.consent?.how ?? null,
        sample: true,
        created_at: at,
        updated_at: at,
      })
      .execute();
    const locales = (await readdir(place)).flatMap((name) => /^([a-z]{2,3})\.md$/.exec(name)?.[1] ?? []);
    if (!locales.includes(work.original)) throw new FileRefused(path, [`original: there is no ${work.original}.md`]);
    for (const locale of locales) {
      const version = await readMarkdown(join(place, `${locale}.md`), words);
      await trx
        .insertInto('library_versions')
        .values({
          network_id: network.id,
          id: newId(),
          work_id: id,
          locale,
          ...version,
          title_key: titleKey(version.title),
          original: locale === work.original,
          translators: work.translators[locale] ?? [],
          updated_at: at,
        })
        .execute();
    }
    await tagSample(kit, subject, id, work, path);
  }
  for (const { from, kind, to, path } of links) {
    const to_id = ids.get(to);
    if (!to_id) throw new FileRefused(path, [`related: there is no work ${to}`]);
    await trx.insertInto('library_relations').values({ network_id: network.id, from_id: from, kind, to_id }).execute();
  }
}

/** Removes the sample works; returns how many. Runs as the owner: every statement names the network. */
export const clearSamples = (kit: KitPlace): Promise<number> => clearTagged(kit, 'library_works', subject);
