import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { asOwner, type Database, inNoNetwork } from '../../platform/db/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { readIssues, readPlaces, readSamplePlaces } from './files.ts';
import { clearSamples, loadKit, loadVocabularies } from './load.ts';
import { findPlace, listIssues, listPlaces, placeAndAbove } from './queries.ts';

const languages = ['en', 'es', 'fr', 'pt'];

describe('the lists', () => {
  test('issues: about forty terms of three strands, each with label and sentence in four languages', async () => {
    const issues = await readIssues();
    expect(issues.length).toBeGreaterThanOrEqual(38);
    expect(issues.length).toBeLessThanOrEqual(50);
    expect(new Set(issues.map((issue) => issue.strand))).toEqual(new Set(['cause', 'condition', 'consequence']));
    expect(issues.map((issue) => issue.position)).toEqual(issues.map((_, index) => index + 1));
    for (const issue of issues) {
      expect(Object.keys(issue.labels).sort()).toEqual(languages);
      expect(Object.keys(issue.summaries).sort()).toEqual(languages);
      for (const sentence of Object.values(issue.summaries)) expect(sentence, issue.id).toMatch(/^\p{Lu}.*\.$/u);
    }
    for (const language of languages) {
      const labels = issues.map((issue) => issue.labels[language]);
      expect(new Set(labels).size, `two terms are called the same in ${language}`).toBe(labels.length);
    }
  });

  test('places: every country of ISO 3166-1 once, regions below their country', async () => {
    const places = await readPlaces();
    const countries = places.filter((place) => place.kind === 'country');
    expect(countries).toHaveLength(249);
    // Each code is one that Unicode's data knows as a country; no name fell back to its code.
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(countries.filter((place) => names.of(place.id.toUpperCase()) === undefined)).toEqual([]);
    for (const place of places.filter((one) => one.kind === 'region')) {
      expect(place.id.startsWith(`${place.parent}-`), place.id).toBe(true);
    }
    expect(places.some((place) => place.sample)).toBe(false);
  });
});

describe('in the database', () => {
  let db: Database;
  let drop: () => Promise<void>;
  let folder: string;
  const in_ =
    (locale: string) =>
    <T>(work: (ctx: { trx: KitPlace['trx']; locale: string }) => Promise<T>) =>
      inNoNetwork(db, (trx) => work({ trx, locale }));

  beforeAll(async () => {
    ({ db, drop } = await createTestDatabase());
    folder = await mkdtemp(join(tmpdir(), 'casement-vocabularies-'));
  });
  afterAll(async () => {
    await drop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the first load writes all terms, the second nothing at all', async () => {
    const first = await asOwner(db, loadVocabularies);
    expect(first).toEqual({ issues: (await readIssues()).length, places: (await readPlaces()).length });
    const imports = `select * from imports where kind = 'vocabularies'`;
    const noted = (await db.owner.query(imports)).rows;
    expect(noted).toEqual([expect.objectContaining({ counts: first })]);
    expect(await asOwner(db, loadVocabularies)).toEqual({ issues: 0, places: 0 });
    expect((await db.owner.query(imports)).rows).toEqual(noted);
  });

  test('another state of the lists: what differs is put right, one that left the file stays', async () => {
    await db.owner.query(`update issues set labels = '{"en": "Other"}' where id = 'poverty'`);
    await db.owner.query(
      `insert into issues (id, strand, labels, position) values ('old-term', 'cause', '{"en": "Old"}', 999)`,
    );
    await db.owner.query(`update imports set checksum = 'of an older version' where kind = 'vocabularies'`);
    expect(await asOwner(db, loadVocabularies)).toEqual({ issues: 1, places: 0 });
    const issues = await in_('fr')(listIssues);
    expect(issues.find(({ id }) => id === 'poverty')).toMatchObject({
      label: 'Pauvreté',
      strand: 'cause',
      broader: null,
    });
    expect(issues.find(({ id }) => id === 'old-term')).toMatchObject({ label: 'Old', summary: '' });
    await db.owner.query(`delete from issues where id = 'old-term'`);
  });

  test('issues come in the order of the list, in the reader’s language', async () => {
    const issues = await in_('es')(listIssues);
    expect(issues.map((issue) => issue.id)).toEqual((await readIssues()).map((issue) => issue.id));
    expect(issues[0]).toMatchObject({ id: 'poverty', label: 'Pobreza' });
    expect(issues[0]!.summary).toContain('Muchas mujeres');
  });

  test('places are found by kind and parent, sorted as the language sorts', async () => {
    const regions = await in_('fr')((ctx) => listPlaces(ctx, { parent: 'ca' }));
    expect(regions.map((place) => place.label)).toEqual([
      'Canada atlantique',
      'Canada pacifique',
      'Ontario',
      'Prairies',
      'Québec',
    ]);
    const countries = await in_('fr')((ctx) => listPlaces(ctx, { kind: 'country' }));
    expect(countries).toHaveLength(249);
    const at = (id: string) => countries.findIndex((place) => place.id === id);
    // Égypte stands between Dominique and Équateur, not behind Z.
    expect(at('dm')).toBeLessThan(at('eg'));
    expect(at('eg')).toBeLessThan(at('zm'));
    expect(await in_('fr')((ctx) => listPlaces(ctx, { ids: [] }))).toEqual([]);
  });

  test('a place knows what lies above it', async () => {
    const line = await in_('en')((ctx) => placeAndAbove(ctx, 'us-ny-long-island'));
    expect(line.map((place) => place.id)).toEqual(['us', 'us-ny', 'us-ny-long-island']);
    expect(await in_('en')((ctx) => placeAndAbove(ctx, 'nowhere'))).toEqual([]);
  });

  test('invented places come with a kit and go when nothing points to them', async () => {
    const labels = '{ en: A, es: A, fr: A, pt: A }';
    await writeFile(
      join(folder, 'places.yaml'),
      `- { id: xx-a, kind: country, labels: ${labels} }\n- { id: xx-a-b, kind: region, parent: xx-a, labels: ${labels} }\n`,
    );
    const kit = (trx: KitPlace['trx']): KitPlace => ({
      trx,
      folder,
      network: { id: '01900000-0000-7000-8000-000000000001', slug: 'one', locales: ['en'] },
      now: new Date('2026-11-21T12:00:00Z'),
    });
    await asOwner(db, (trx) => loadKit(kit(trx)));
    expect(await in_('en')((ctx) => findPlace(ctx, 'xx-a-b'))).toMatchObject({ sample: true, parentId: 'xx-a' });
    // Another network's campaign still rests on the region, so it and the country above it stay.
    const network = (await kit(undefined as never)).network.id;
    await db.owner.query(`insert into networks (id, slug, name, locales) values ($1, 'one', '{"en": "One"}', '{en}')`, [
      network,
    ]);
    await db.owner.query(
      `insert into campaigns (network_id, id, slug, created_at, updated_at) values ($1, $1, 'c', now(), now())`,
      [network],
    );
    await db.owner.query(`insert into campaign_places values ($1, $1, 'xx-a-b')`, [network]);
    expect(await asOwner(db, (trx) => clearSamples(kit(trx)))).toBe(0);
    await db.owner.query('delete from campaign_places');
    expect(await asOwner(db, (trx) => clearSamples(kit(trx)))).toBe(2);
    expect(await in_('en')((ctx) => findPlace(ctx, 'xx-a'))).toBeUndefined();
    expect(await in_('en')((ctx) => findPlace(ctx, 'ca'))).toMatchObject({ sample: false });
  });

  test('a kit cannot bring a place that passes for a real one', async () => {
    const labels = '{ en: A, es: A, fr: A, pt: A }';
    await writeFile(join(folder, 'places.yaml'), `- { id: ca-invented, kind: region, labels: ${labels} }\n`);
    await expect(readSamplePlaces(folder)).rejects.toThrow(/\[0\]\.id: an invented place is named xx-/);
  });

  test('the application may read the lists and write nothing of them', async () => {
    await expect(inNoNetwork(db, (trx) => trx.deleteFrom('issues').execute())).rejects.toThrow(/permission denied/);
    await expect(inNoNetwork(db, (trx) => trx.updateTable('places').set({ sample: true }).execute())).rejects.toThrow(
      /permission denied/,
    );
  });
});
