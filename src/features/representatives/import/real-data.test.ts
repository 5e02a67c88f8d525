import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/app.ts';
import { type Database, root } from '../../../platform/db/index.ts';
import type { CommandPlace } from '../../../platform/registry/index.ts';
import { createRepresentatives, type Representatives } from '../lookup/store.ts';
import { importsCommand } from '../operator.ts';
import { importCommand } from './command.ts';

const shared = process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data');
const data = (name: string) => join(shared, name);
const today = new Date('2026-11-21T12:00:00Z');
const then = new Date('2023-11-20T12:00:00Z');
const federal = [
  '--id-property',
  'fed_num',
  '--source',
  'Elections Canada',
  '--licence',
  'Open Government Licence – Canada',
];
const ridings2013 = [
  'boundaries',
  data('boundaries/ca-federal-2013.geojson'),
  '--set',
  'ca-federal-2013',
  '--role',
  'ca-commons:member',
  '--name-property',
  'name_en',
  '--name-property-fr',
  'name_fr',
  '--division-prefix',
  'ocd-division/country:ca/ed:',
  '--division-suffix',
  '-2013',
  '--valid-from',
  '2015-10-19',
  '--valid-until',
  '2024-04-23',
  '--as-of',
  '2015-10-19',
  ...federal,
];
const ridings2023 = [
  'boundaries',
  data('boundaries/ca-federal-2023.geojson'),
  '--set',
  'ca-federal-2023',
  '--role',
  'ca-commons:member',
  '--valid-from',
  '2024-04-23',
  '--as-of',
  '2024-04-23',
  ...federal,
];
const members = [
  'people',
  'commons',
  data('officials/ca-federal-mps-2023-11.json'),
  '--set',
  'ca-federal-2013',
  '--as-of',
  '2023-11-15',
];
const legislators = ['people', 'openstates', data('officials/openstates-ny'), '--as-of', '2026-08-01'];
const senate = [
  'boundaries',
  data('boundaries/us-ny-senate-2012plan.geojson'),
  '--set',
  'us-ny-senate-2012',
  '--role',
  'us-ny-senate:member',
  '--id-property',
  'ocdid',
  '--valid-from',
  '2013-01-01',
  '--valid-until',
  '2022-12-31',
  '--as-of',
  '2012-03-15',
  '--source',
  'unitedstates/districts (CC0)',
];
const assembly = [
  'boundaries',
  data('boundaries/us-ny-assembly-2012plan.geojson'),
  '--set',
  'us-ny-assembly-2012',
  '--role',
  'us-ny-assembly:member',
  '--id-property',
  'ocdid',
  '--valid-from',
  '2013-01-01',
  '--valid-until',
  '2022-12-31',
  '--as-of',
  '2012-03-15',
  '--source',
  'unitedstates/districts (CC0)',
];
const codes = [
  'postal',
  data('postal/ca-fsa-geonames-2024-04.tsv'),
  '--kind',
  'geonames',
  '--country',
  'CA',
  '--as-of',
  '2024-04-01',
  '--source',
  'GeoNames (CC BY 4.0)',
];
const zips = [
  'postal',
  data('postal/us-ny-zcta-centroids-2021.csv'),
  '--kind',
  'centroids',
  '--country',
  'US',
  '--as-of',
  '2021-01-01',
  '--source',
  'Census gazetteer',
];
const zipsOfGeoNames = [
  'postal',
  data('postal/us-ny-zip-geonames-2024-04.tsv'),
  '--kind',
  'geonames',
  '--country',
  'US',
  '--as-of',
  '2024-04-01',
  '--source',
  'GeoNames (CC BY 4.0)',
];
const congress = ['people', 'congress', data('officials/us-congress-current.json.gz'), '--as-of', '2026-06-30'];
const executive = ['people', 'openstates', data('officials/us-ny-executive-municipal.json'), '--as-of', '2026-08-01'];
const committees = ['people', 'committees', data('officials/us-ny-committees.json'), '--as-of', '2026-08-01'];
const crosswalk = [
  'postal',
  data('postal/us-ny-zcta-to-congress-119.csv'),
  '--kind',
  'crosswalk',
  '--country',
  'US',
  '--role',
  'us-house:member',
  '--division-prefix',
  'ocd-division/country:us/state:ny/cd:',
  '--as-of',
  '2025-01-03',
  '--source',
  'Census 119th Congress',
];

describe.skipIf(!existsSync(shared))('imports of the real files (skipped: shared data absent)', () => {
  let db: Database;
  let drop: () => Promise<void>;
  let store: Representatives;
  const folder = join(tmpdir(), `casement-import-${process.pid}`);

  async function run(...args: string[]): Promise<{ code: number; out: string; first: string; err: string }> {
    const out: string[] = [];
    const err: string[] = [];
    const place = {
      deps: { db, clock: () => today },
      out: (line: string) => out.push(line),
      err: (line: string) => err.push(line),
    };
    const code = await importCommand.run(args, place as unknown as CommandPlace);
    store.reload();
    return { code, out: out.join('\n'), first: out[0] ?? '', err: err.join('\n') };
  }
  const count = async (table: string) => Number((await db.owner.query(`select count(*) from ${table}`)).rows[0].count);
  const dump = async () => {
    const tables = [
      'divisions',
      'bodies',
      'roles',
      'boundary_sets',
      'boundaries',
      'posts',
      'officials',
      'tenures',
      'contacts',
      'postal_points',
      'postal_divisions',
    ];
    const sums = await Promise.all(
      tables.map(
        async (table) =>
          (
            await db.owner.query(
              `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t`,
            )
          ).rows[0].sum as string,
      ),
    );
    return sums.join();
  };

  beforeAll(async () => {
    ({ db, drop } = await createTestDatabase());
    store = createRepresentatives(db);
    await mkdir(folder, { recursive: true });
  });
  afterAll(async () => {
    await drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('a dry run says what it would do and keeps nothing', async () => {
    const before = await dump();
    const { code, out } = await run(...ridings2013, '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('added 338, changed 0, ended 0, unchanged 0, refused 0');
    expect(out).toContain('dry run: nothing was kept');
    expect(await dump()).toBe(before);
    expect(await count('imports')).toBe(0);
  });

  it('takes both sets of ridings, with holes and islands, and joins 337 of 337 members to the lines they served on', async () => {
    expect((await run(...ridings2013)).first).toBe('added 338, changed 0, ended 0, unchanged 0, refused 0');
    expect((await run(...ridings2023)).first).toBe('added 343, changed 0, ended 0, unchanged 0, refused 0');
    const { out, first } = await run(...members);
    expect(first).toBe('added 337, changed 0, ended 0, unchanged 0, refused 0');
    expect(out.match(/vacant: /g)).toHaveLength(1);
    expect(out).toContain(
      'vacant: Member of Parliament, Durham (ca-commons:member/ocd-division/country:ca/ed:35023-2013)',
    );
    const joined = await store.listByDistrict('ca-commons:member', then);
    expect(joined).toHaveLength(338);
    expect(joined.filter((each) => each.state === 'serving')).toHaveLength(337);
    const [vacancy] = joined.filter((each) => each.vacant);
    expect(vacancy).toMatchObject({
      state: 'vacant',
      official: null,
      asOf: '2023-11-15',
      division: { name: { en: 'Durham' } },
    });
  });

  it('joins names whatever their dashes and accents', async () => {
    const found = await store.listByName('ca-commons:member', then);
    const by = (name: string) => found.find((each) => each.division?.name.en === name)?.official?.name;
    expect(by('Parry Sound—Muskoka')).toBe('Scott Aitchison');
    expect(by('Central Okanagan—Similkameen—Nicola')).toBe('Dan Albas');
    expect(
      found.filter((each) => each.division?.name.en?.includes('—') && each.state === 'serving').length,
    ).toBeGreaterThan(100);
    expect(
      found.filter((each) => /[À-ÿ]/.test(each.division?.name.en ?? '') && each.state === 'serving').length,
    ).toBeGreaterThan(30);
    expect(found[0]!.official!.name).toBe('Ziad Aboultaif');
  });

  it('refuses members on lines that were not yet in force, and on lines that had ended', async () => {
    const before = await dump();
    const early = await run(...members.map((each) => (each === 'ca-federal-2013' ? 'ca-federal-2023' : each)));
    expect(early).toMatchObject({ code: 1, out: '' });
    expect(early.err).toContain('the lines of ca-federal-2023 hold from 2024-04-23');
    const late = await run(...members.map((each) => (each === '2023-11-15' ? '2024-05-01' : each)));
    expect(late.code).toBe(1);
    expect(late.err).toContain('the lines of ca-federal-2013 ended on 2024-04-23');
    expect(await dump()).toBe(before);
  });

  it('finds a riding and its member by a point on the day, and names nobody of the former lines today', async () => {
    const asked = { roleIds: ['ca-commons:member'], on: then };
    const parliament = { by: 'point', latitude: 45.4236, longitude: -75.7009 } as const;
    const [found] = await store.lookup(parliament, asked);
    expect(found).toMatchObject({
      state: 'found',
      source: 'Elections Canada',
      divisions: [{ name: { en: 'Ottawa Centre', fr: 'Ottawa-Centre' } }],
    });
    const [served] = await store.serving(
      found!.divisions.map((each) => each.id),
      asked,
    );
    expect(served).toMatchObject({
      state: 'serving',
      official: { name: 'Yasir Naqvi', party: 'Liberal' },
      source: 'House of Commons of Canada',
      asOf: '2023-11-15',
    });
    expect(served!.official!.contacts).toContainEqual({ kind: 'email', value: 'yasir.naqvi@parl.gc.ca', note: null });
    // Today the lines of 2023 hold, and no list of people was imported for them: nobody is named, nothing is called vacant.
    const now = { roleIds: ['ca-commons:member'], on: today };
    const [current] = await store.lookup(parliament, now);
    expect(current!.divisions[0]!.id).toMatch(/-2023$/);
    expect(await store.serving([current!.divisions[0]!.id], now)).toMatchObject([
      { postId: null, state: 'unknown', vacant: false, official: null },
    ]);
    expect(await store.serving([found!.divisions[0]!.id], now)).toMatchObject([
      { state: 'lines-ended', official: null },
    ]);
    expect(await store.listByName('ca-commons:member', today)).toEqual([]);
    // In the middle of the Atlantic there is nobody.
    expect(await store.lookup({ by: 'point', latitude: 40, longitude: -40 }, now)).toMatchObject([
      { state: 'unknown', divisions: [] },
    ]);
  });

  it('reads Canadian centroids: two codes twice, and the North Pole refused', async () => {
    const { first, out } = await run(...codes);
    expect(first).toBe('added 1654, changed 0, ended 0, unchanged 0, refused 1');
    expect(out).toContain('H0H: lies at a pole');
    expect(out).toContain('C0A has 2 centroids');
    expect(out).toContain('L9X has 4 centroids');
    const asked = { roleIds: ['ca-commons:member'], on: then };
    const at = async (code: string) => (await store.lookup({ by: 'postal', country: 'CA', code }, asked))[0]!;
    const ottawa = await at('k1p 1a4');
    expect(ottawa.state).toBe('centroid');
    expect(ottawa.divisions.map((each) => each.name.en)).toContain('Ottawa Centre');
    expect(ottawa.source).toContain('GeoNames');
    expect(await at('K1P')).toEqual(ottawa);
    // Country codes reach far: several ridings are candidates, and both centroids of a doubled code count.
    expect((await at('T0A')).divisions.length).toBeGreaterThan(1);
    expect((await at('L9X')).divisions.length).toBeGreaterThan(1);
    expect(await at('H0H 0H0')).toMatchObject({ state: 'unknown', divisions: [] });
    expect(await at('not a code')).toMatchObject({ state: 'unknown' });
    expect(await store.lookup({ by: 'postal', country: 'US', code: 'K1P' }, asked)).toMatchObject([
      { state: 'unknown' },
    ]);
  });

  it('joins 213 of 213 New York legislators by district number', async () => {
    expect((await run(...legislators)).first).toBe('added 213, changed 0, ended 0, unchanged 0, refused 0');
    const senators = await store.listByDistrict('us-ny-senate:member', today);
    const members = await store.listByDistrict('us-ny-assembly:member', today);
    expect([senators, members].map((all) => all.filter((each) => each.state === 'serving').length)).toEqual([63, 150]);
    expect(senators.slice(0, 3).map((each) => each.division!.name.en)).toEqual([
      'Senate District 1',
      'Senate District 2',
      'Senate District 3',
    ]);
    expect(members.find((each) => each.division!.id.endsWith('sldl:127'))).toMatchObject({
      official: { name: 'Al Stirpe', party: 'Democratic' },
    });
    expect(senators.every((each) => each.official!.contacts.some(({ kind }) => kind === 'email'))).toBe(true);
  });

  it('never joins a New York point or ZIP to the ended lines, and shows split ZIPs as split', async () => {
    await run(...senate);
    await run(...assembly);
    // The shapes must not hand their posts to the ended lines: still served by number.
    expect(
      (await store.listByName('us-ny-senate:member', today)).filter((each) => each.state === 'serving'),
    ).toHaveLength(63);
    const refused = await run(...legislators, '--set', 'us-ny-senate-2012');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('the lines of us-ny-senate-2012 ended on 2022-12-31');
    expect((await run(...zips)).first).toBe('added 1826, changed 0, ended 0, unchanged 0, refused 0');
    const { first, out } = await run(...crosswalk);
    expect(first).toBe('added 2197, changed 0, ended 0, unchanged 0, refused 0');
    expect(out).toContain('of which 345 touch more than one district');

    const roleIds = ['us-ny-senate:member', 'us-ny-assembly:member', 'us-house:member'];
    const syracuse = { latitude: 43.0446, longitude: -76.1767 };
    for (const place of [
      { by: 'postal', country: 'US', code: '13204-1234' },
      { by: 'point', ...syracuse },
    ] as const) {
      const [upper, lower, house] = await store.lookup(place, { roleIds, on: today });
      for (const each of [upper, lower])
        expect(each).toMatchObject({ state: 'lines-ended', divisions: [], asOf: '2012-03-15' });
      if (place.by === 'postal')
        expect(house).toMatchObject({
          state: 'found',
          divisions: [{ name: { en: 'Congressional District 22' } }],
          asOf: '2025-01-03',
        });
      const named = await store.serving(
        [upper, lower].flatMap((each) => each!.divisions.map((division) => division.id)),
        { roleIds, on: today },
      );
      expect(named).toEqual([]);
    }
    // While those lines held, the same point had its districts.
    const [held] = await store.lookup({ by: 'point', ...syracuse }, { roleIds, on: new Date('2020-06-01') });
    expect(held).toMatchObject({ state: 'found', divisions: [{ name: { en: 'Senate District 53' } }] });
    const { rows } = await db.owner.query<{ code: string; n: string }>(
      `select code, count(*) as n from postal_divisions group by code`,
    );
    let split = 0;
    for (const { code, n } of rows) {
      const [house] = await store.lookup(
        { by: 'postal', country: 'US', code },
        { roleIds: ['us-house:member'], on: today },
      );
      expect(house!.state).toBe(Number(n) > 1 ? 'several' : 'found');
      expect(house!.divisions).toHaveLength(Number(n));
      if (house!.state === 'several') split += 1;
    }
    expect(split).toBe(345);
    // She who knows her district finds her senator by it.
    const [chosen] = await store.lookup(
      { by: 'division', ids: ['ocd-division/country:us/state:ny/sldu:48'] },
      { roleIds, on: today },
    );
    expect(chosen).toMatchObject({ state: 'found', divisions: [{ id: 'ocd-division/country:us/state:ny/sldu:48' }] });
  });

  it('finds senators and the governor of a state by a ZIP, a point and a known district alone', async () => {
    expect((await run(...congress)).first).toMatch(/^added 53\d, changed 0, ended 0, unchanged 0, refused 0$/);
    const { first, out } = await run(...executive);
    expect(first).toBe('added 13, changed 0, ended 0, unchanged 0, refused 0');
    expect(out).toContain('15 people hold no office as of 2026-08-01');
    expect((await run(...zipsOfGeoNames)).first).toBe('added 2154, changed 0, ended 0, unchanged 0, refused 0');
    const roleIds = ['us-senate:member', 'us-ny-executive:governor'];
    for (const place of [
      { by: 'postal', country: 'US', code: '13204' },
      // One of the 345 that touch several districts: they lie in one state.
      { by: 'postal', country: 'US', code: '10001' },
      { by: 'point', latitude: 43.0446, longitude: -76.1767 },
      { by: 'division', ids: ['ocd-division/country:us/state:ny/sldu:48'] },
    ] as const) {
      const findings = await store.lookup(place, { roleIds, on: today });
      expect(findings.map((each) => [each.state, each.divisions.map(({ id }) => id)])).toEqual([
        ['found', ['ocd-division/country:us/state:ny']],
        ['found', ['ocd-division/country:us/state:ny']],
      ]);
      const ids = findings[0]!.divisions.map(({ id }) => id);
      const [governor] = await store.serving(ids, { roleIds: [roleIds[1]!], on: today });
      expect(governor!.official).toMatchObject({ name: 'Kathy Hochul' });
      expect((await store.serving(ids, { roleIds: [roleIds[0]!], on: today })).map((each) => each.state)).toEqual([
        'serving',
        'serving',
      ]);
    }
    // A ZIP of another state, of which nothing is at hand, names nobody.
    expect(await store.lookup({ by: 'postal', country: 'US', code: '90210' }, { roleIds, on: today })).toMatchObject([
      { state: 'unknown' },
      { state: 'unknown' },
    ]);
    const mayors = await store.listByDistrict('us-ny-municipal:mayor', today);
    expect(mayors.find((each) => each.division?.name.en === 'New York')?.official?.name).toBe('Zohran K. Mamdani');
  });

  it('reads 107 committees, everyone of whose 1,554 memberships joins a legislator', async () => {
    const { first, out } = await run(...committees);
    expect(first).toBe('added 1554, changed 0, ended 0, unchanged 0, refused 0');
    expect(out).toContain('107 committees');
    const { rows } = await db.owner.query(`select id from bodies where committee`);
    expect(rows).toHaveLength(107);
    const lookup = await store.ready();
    const ours = lookup.roles.filter((each) => each.body.committee);
    expect(ours.filter((each) => each.id.endsWith(':chair'))).toHaveLength(107);
    const all = ours.flatMap((each) => lookup.list(each.id, '2026-11-21', 'name'));
    expect(all).toHaveLength(1554);
    expect(all.every((each) => each.state === 'serving')).toBe(true);
    // Her committee's letters reach her by the address of her seat.
    expect(all.every((each) => each.official!.contacts.some(({ kind }) => kind === 'email'))).toBe(true);
    const chairs = all.filter((each) => each.role.id.endsWith(':chair'));
    expect(chairs).toHaveLength(102);
  });

  it('imported again, every file changes nothing, and each run has its row', async () => {
    const before = await dump();
    const rows = await count('imports');
    for (const args of [
      ridings2013,
      ridings2023,
      members,
      codes,
      legislators,
      senate,
      assembly,
      zips,
      crosswalk,
      committees,
      executive,
    ]) {
      expect((await run(...args)).first).toMatch(/^added 0, changed 0, ended 0, unchanged \d+, refused [01]$/);
    }
    expect(await dump()).toBe(before);
    expect(await count('imports')).toBe(rows + 11);
    const last = (await db.owner.query(`select * from imports where kind = 'postal geonames' order by id desc limit 1`))
      .rows[0];
    expect(last).toMatchObject({
      file_name: 'ca-fsa-geonames-2024-04.tsv',
      as_of: '2024-04-01',
      counts: { added: 0, unchanged: 1654, refused: 1 },
    });
    expect(last.refused[0].reason).toContain('H0H');
  });

  it('an older file is refused whole', async () => {
    const older = (args: string[], from: string, to: string) => run(...args.map((each) => (each === from ? to : each)));
    for (const { code, err } of [
      await older(legislators, '2026-08-01', '2025-08-01'),
      await older(members, '2023-11-15', '2022-11-15'),
      await older(codes, '2024-04-01', '2020-04-01'),
      await older(crosswalk, '2025-01-03', '2024-01-03'),
      await older(ridings2013, '2015-10-19', '2014-10-19'),
    ]) {
      expect(code).toBe(1);
      expect(err).toContain('is older');
    }
  });

  it('ends those who are no longer in a newer file, keeps their history, and shows the seat as vacant', async () => {
    const source = data('officials/openstates-ny');
    const names = (await readdir(source)).sort();
    const some = join(folder, 'newer');
    await mkdir(some, { recursive: true });
    for (const name of names.slice(1)) await writeFile(join(some, name), await readFile(join(source, name)));
    const stirpe = names[0]!;
    expect(stirpe).toContain('Stirpe');
    const newer = ['people', 'openstates', some, '--as-of', '2026-10-01'];
    const { first, out } = await run(...newer);
    expect(first).toBe('added 0, changed 0, ended 1, unchanged 212, refused 0');
    expect(out).toContain('ended on 2026-10-01: Al Stirpe');
    expect(await count('officials')).toBe(337 + 213 + 537 + 13);
    const seat = (on: Date) =>
      store.serving(['us-ny-assembly:member/ocd-division/country:us/state:ny/sldl:127'], {
        roleIds: ['us-ny-assembly:member'],
        on,
      });
    expect(await seat(today)).toMatchObject([{ state: 'vacant', vacant: true, official: null, asOf: '2026-10-01' }]);
    expect(await seat(new Date('2026-09-01'))).toMatchObject([{ state: 'serving', official: { name: 'Al Stirpe' } }]);
    // She comes back, with another telephone.
    await writeFile(
      join(some, stirpe),
      (await readFile(join(source, stirpe), 'utf8')).replace('518-455-4505', '518-455-0000'),
    );
    expect((await run(...newer.map((each) => (each === '2026-10-01' ? '2026-11-01' : each)))).first).toBe(
      'added 0, changed 1, ended 0, unchanged 212, refused 0',
    );
    expect((await seat(today))[0]!.official!.contacts).toContainEqual({
      kind: 'phone',
      value: '518-455-0000',
      note: 'capitol',
    });
    // The former number is still known of the days on which it held.
    const numbers = async (on: Date) =>
      (await seat(on))[0]!.official!.contacts.flatMap(({ kind, value }) => (kind === 'phone' ? [value] : []));
    expect(await numbers(new Date('2026-09-01'))).toContain('518-455-4505');
    expect(await numbers(new Date('2026-09-01'))).not.toContain('518-455-0000');
    expect(await numbers(today)).not.toContain('518-455-4505');
    const listed: string[] = [];
    const place = { deps: { db }, out: (line: string) => listed.push(line), err: (line: string) => listed.push(line) };
    expect(await importsCommand.run([], place as unknown as CommandPlace)).toBe(0);
    expect(listed[0]).toContain(
      'people openstates  newer  as of 2026-11-01: added 0, changed 1, ended 0, unchanged 212',
    );
    // A file that cannot be read is refused by name; the person it was about keeps her seat.
    await writeFile(join(some, stirpe), 'id: [unclosed');
    const broken = await run(...newer.map((each) => (each === '2026-10-01' ? '2026-11-02' : each)));
    expect(broken.first).toBe('added 0, changed 0, ended 0, unchanged 212, refused 1');
    expect(broken.out).toContain('not YAML');
    expect(await seat(today)).toMatchObject([{ state: 'serving' }]);
    // A folder that has lost most of its files is not taken for an election.
    for (const name of names.slice(20)) await rm(join(some, name));
    const cut = await run(...newer.map((each) => (each === '2026-10-01' ? '2026-11-03' : each)));
    expect(cut.code).toBe(1);
    expect(cut.err).toContain('--replace');
  });
});
