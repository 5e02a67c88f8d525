import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/app.ts';
import { type Database, root } from '../../../platform/db/index.ts';
import type { CommandPlace } from '../../../platform/registry/index.ts';
import { createRepresentatives, type Representatives } from '../lookup/store.ts';
import { importCommand } from './command.ts';

const shared = process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data');
const hostile = join(shared, 'hostile-input/generated');
const congressFile = join(shared, 'officials/us-congress-current.json.gz');
const today = new Date('2026-11-21T12:00:00Z');
const folder = join(tmpdir(), `casement-people-${process.pid}`);
let db: Database;
let drop: () => Promise<void>;
let store: Representatives;

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
const file = async (name: string, content: unknown) => {
  const path = join(folder, name);
  const whole = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
  await writeFile(path, whole);
  return path;
};
const people = (...args: string[]) => run('people', ...args);
const tables = ['divisions', 'bodies', 'roles', 'posts', 'officials', 'tenures', 'contacts'];
const dump = async () => {
  const sums: string[] = [];
  for (const table of tables) {
    const sum = `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t`;
    sums.push((await db.owner.query(sum)).rows[0].sum);
  }
  return sums.join();
};
const serving = (roleId: string, on = today) => store.listByDistrict(roleId, on);

beforeAll(async () => {
  ({ db, drop } = await createTestDatabase());
  store = createRepresentatives(db);
  await mkdir(folder, { recursive: true });
  const square = (x: number) => [
    [
      [x, 0],
      [x + 1, 0],
      [x + 1, 1],
      [x, 1],
      [x, 0],
    ],
  ];
  const wards = ['Lantern Hill', 'Étang-Clair', 'Mill—Bridge', 'Quay'].map((name, i) => ({
    type: 'Feature',
    properties: { id: i + 1, name },
    geometry: { type: 'Polygon', coordinates: square(i) },
  }));
  const lines = await file('wards.geojson', { type: 'FeatureCollection', features: wards });
  const role = [
    '--role-name',
    'Councillor',
    '--body',
    'Sample City Council',
    '--level',
    'municipal',
    '--country',
    'CA',
  ];
  const property = ['--id-property', 'id', '--name-property', 'name', '--division-prefix', 'x/ward:'];
  const dates = ['--valid-from', '2022-01-01', '--as-of', '2022-01-01', '--source', 's'];
  const made = await run(
    'boundaries',
    lines,
    '--set',
    'wards',
    '--role',
    'city:councillor',
    ...property,
    ...dates,
    ...role,
  );
  expect(made.first).toContain('added 4');
});
afterAll(async () => {
  await drop();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!existsSync(congressFile))('Congress, of the real file (skipped: shared data absent)', () => {
  const congress = ['congress', congressFile, '--as-of', '2026-06-30'];
  const house = 'us-house:member';
  const senate = 'us-senate:member';

  it('joins 437 of 437 seats of the House and 100 of 100 senators; again, nothing changes', async () => {
    const before = await dump();
    const dry = await people(...congress, '--dry-run');
    expect(dry.first).toBe('added 537, changed 0, ended 0, unchanged 0, refused 0');
    expect(await dump()).toBe(before);
    const { first, out } = await people(...congress);
    expect(first).toBe(dry.first);
    // One web address of the file is written "hhttps://": it is named, and left out.
    expect(out).toContain('Randy Fine: the web address cannot be used; left out');
    const stored = await dump();
    expect((await people(...congress)).first).toBe('added 0, changed 0, ended 0, unchanged 537, refused 0');
    expect(await dump()).toBe(stored);
    const members = await serving(house);
    expect(members).toHaveLength(437);
    expect(members.every((each) => each.state === 'serving' && each.division)).toBe(true);
    const senators = await serving(senate);
    expect(new Set(senators.map((each) => each.postId)).size).toBe(100);
    expect([...Map.groupBy(senators, (each) => each.division!.id).values()].every((each) => each.length === 2)).toBe(
      true,
    );
    const all = [...members, ...senators].map((each) => each.official!);
    expect(all.some((each) => each.contacts.some(({ kind }) => kind === 'email'))).toBe(false);
    expect(all.filter((each) => each.contacts.some(({ kind }) => kind === 'phone'))).toHaveLength(536);
    expect(all.filter((each) => each.contacts.some(({ kind }) => kind === 'form'))).toHaveLength(88);
  });

  it('puts single seats and delegates on the state, numbered districts on cd', async () => {
    const of = async (id: string) => store.serving([id], { roleIds: [house, senate], on: today });
    for (const place of ['state:vt', 'district:dc', 'territory:pr'])
      expect(await of(`${house}/ocd-division/country:us/${place}`)).toMatchObject([{ state: 'serving' }]);
    const vermont = await of('ocd-division/country:us/state:vt');
    expect(vermont.map((each) => each.role.id)).toEqual([house, senate, senate]);
    expect(vermont[0]!.division!.name.en).toBe('Vermont');
    const newYork = await of('ocd-division/country:us/state:ny');
    expect(newYork.map((each) => [each.official!.name, each.postId!.split('/').at(-1)])).toEqual(
      expect.arrayContaining([
        ['Kirsten E. Gillibrand', 'class:1'],
        ['Charles E. Schumer', 'class:3'],
      ]),
    );
  });

  it('with the crosswalk, ZIP 13204 has its serving member by name, with a telephone and without e-mail', async () => {
    const table = join(shared, 'postal/us-ny-zcta-to-congress-119.csv');
    const where = ['--role', house, '--division-prefix', 'ocd-division/country:us/state:ny/cd:'];
    const rest = ['--kind', 'crosswalk', '--country', 'US', '--as-of', '2025-01-03', '--source', 'Census'];
    expect((await run('postal', table, ...rest, ...where)).first).toContain('added 2197');
    const asked = { roleIds: [house], on: today };
    const [found] = await store.lookup({ by: 'postal', country: 'US', code: '13204' }, asked);
    expect(found).toMatchObject({ state: 'found' });
    const [member] = await store.serving(
      found!.divisions.map((each) => each.id),
      asked,
    );
    expect(member).toMatchObject({
      state: 'serving',
      division: { name: { en: 'New York, Congressional District 22' } },
      official: { name: 'John W. Mannion', party: 'Democrat' },
      asOf: '2026-06-30',
    });
    expect(member!.official!.contacts.map(({ kind, value }) => [kind, value])).toEqual([
      ['phone', '202-225-3701'],
      ['website', 'https://mannion.house.gov/'],
      ['address', '1516 Longworth House Office Building Washington DC 20515-3222'],
    ]);
    // A state's one seat has no number: the crosswalk's 0 is the state.
    const one = await file('one.csv', 'zcta,cd\n05401,00\n');
    const prefix = ['--role', house, '--division-prefix', 'ocd-division/country:us/state:vt/cd:'];
    expect((await run('postal', one, ...rest, ...prefix)).code).toBe(0);
    const [alone] = await store.lookup({ by: 'postal', country: 'US', code: '05401' }, asked);
    expect(alone!.divisions.map((each) => each.id)).toEqual(['ocd-division/country:us/state:vt']);
  });

  it('ends who has gone, refuses rows by reason, an older file, and a list that looks cut off', async () => {
    const all = JSON.parse(gunzipSync(await readFile(congressFile)).toString()) as object[];
    const [first, second, third, ...others] = all as [object, object, { id: object; terms: object[] }, ...object[]];
    const wrong = { ...third, terms: third.terms.map((each) => ({ ...each, state: 'ZZ' })) };
    const newer = await file('newer.json', [second, wrong, ...others]);
    const result = await people('congress', newer, '--as-of', '2026-07-01');
    expect(result.first).toBe('added 0, changed 0, ended 1, unchanged 535, refused 1');
    expect(result.out).toContain('refused legislator 2: ZZ sends nobody to Congress');
    expect(result.out).toContain('ended on 2026-07-01: Maria Cantwell');
    expect(result.out).toContain(
      'vacant: U.S. Senator, Washington (us-senate:member/ocd-division/country:us/state:wa/class:1)',
    );
    expect(first).toBeDefined();
    const senators = await serving(senate);
    expect(senators.filter((each) => each.vacant)).toHaveLength(1);
    // The one whose row was refused keeps her seat.
    expect(senators.filter((each) => each.state === 'serving')).toHaveLength(99);
    expect((await people(...congress)).err).toContain('is older');
    const cut = await file('cut.json', others.slice(0, 20));
    expect((await people('congress', cut, '--as-of', '2026-07-02')).err).toContain('--replace');
  });

  it('of November, those whose terms have ended are passed over', async () => {
    const { out } = await people(...congress.slice(0, 2), '--as-of', '2026-11-20', '--dry-run');
    expect(out).toContain('2 people do not serve as of 2026-11-20 and were passed over');
  });

  it('stops unpacking a bomb, and says when the packing is damaged', async () => {
    const bomb = await people('congress', join(hostile, 'gzip-bomb-100MB.csv.gz'), '--as-of', '2026-07-02');
    expect(bomb).toMatchObject({ code: 1 });
    expect(bomb.err).toContain('unpacks to more than');
    const torn = await file('torn.json.gz', gzipSync('[1]').subarray(0, 12));
    expect((await people('congress', torn, '--as-of', '2026-07-02')).err).toContain('packing is damaged');
    expect((await people('congress', await file('no.json', '{}'), '--as-of', '2026-07-02')).err).toContain(
      'is not a list',
    );
  });
});

describe('Represent', () => {
  const ada = {
    name: 'Ada Placeholder',
    first_name: 'Ada',
    last_name: 'Placeholder',
    party_name: '',
    email: 'ada@city.invalid',
    district_name: 'ETANG CLAIR',
    elected_office: 'Councillor',
    representative_set_name: 'Sample City Council',
    url: 'https://city.invalid/ada',
    personal_url: '',
    offices: [{ type: 'constituency', tel: '1-416-555-0142', fax: '', postal: '1 Sample St\nSample City' }],
  };
  const bea = { name: 'Bea Exemplar', district_name: '', district_id: '3', related: {}, offices: [] };
  const cleo = {
    name: 'Cléo Specimen',
    district_name: null,
    related: { boundary_url: '/boundaries/wards/lantern-hill/' },
  };
  const represent = async (objects: unknown[], meta: object = {}, asOf = '2026-01-01') =>
    people('represent', await file('r.json', { objects, meta }), '--set', 'wards', '--as-of', asOf);

  it('joins by name, by number and by boundary; the empty ward is vacant', async () => {
    const { first, out } = await represent([ada, bea, cleo]);
    expect(first).toBe('added 3, changed 0, ended 0, unchanged 0, refused 0');
    expect(out).toContain('vacant: Councillor, Quay (city:councillor/x/ward:4)');
    const list = await serving('city:councillor');
    expect(list.map((each) => [each.division!.name.en, each.official?.name])).toEqual([
      ['Étang-Clair', 'Ada Placeholder'],
      ['Lantern Hill', 'Cléo Specimen'],
      ['Mill—Bridge', 'Bea Exemplar'],
      ['Quay', undefined],
    ]);
    expect(list[0]!.official!.contacts).toEqual([
      { kind: 'email', value: 'ada@city.invalid', note: null },
      { kind: 'phone', value: '1-416-555-0142', note: 'constituency' },
      { kind: 'address', value: '1 Sample St\nSample City', note: 'constituency' },
      { kind: 'website', value: 'https://city.invalid/ada', note: null },
    ]);
    const before = await dump();
    expect((await represent([ada, bea, cleo])).first).toBe('added 0, changed 0, ended 0, unchanged 3, refused 0');
    expect(await dump()).toBe(before);
  });

  it('refuses rows with reasons and then ends nobody; refuses one page of several, and older answers', async () => {
    const mayor = { name: 'Dora Model', elected_office: 'Mayor', district_name: 'Sample City' };
    const torn = { ...bea, name: 'Eve Sample', district_name: 'Quay' };
    const rival = { ...ada, name: 'Fay Sample' };
    const { first, out } = await represent([ada, mayor, torn, rival, { district_name: 'Quay' }, 7], {}, '2026-02-01');
    expect(first).toBe('added 0, changed 0, ended 0, unchanged 1, refused 5');
    for (const reason of [
      'object 2: Dora Model, Mayor: Sample City: no district has this name in wards',
      'object 3: Eve Sample: district 3 is not the one called Quay in wards',
      'object 4: Fay Sample: city:councillor/x/ward:2 is already taken by Ada Placeholder',
      'object 5: has no name',
    ])
      expect(out).toContain(reason);
    expect((await represent([ada], { next: '/representatives/?offset=20', total_count: 25 })).err).toContain('1 of 25');
    expect((await represent([ada])).err).toContain('is older');
    const { first: later } = await represent([ada, bea], {}, '2026-03-01');
    expect(later).toBe('added 0, changed 0, ended 1, unchanged 2, refused 0');
  });
});

describe('Popolo', () => {
  const document = {
    persons: [
      {
        id: 'p1',
        name: 'Ada Placeholder',
        honorific_prefix: 'Dr.',
        contact_details: [
          { type: 'voice', value: '+44 20 7946 0958', label: 'office' },
          { type: 'email', value: 'ada@parliament.invalid' },
          { type: 'twitter', value: '@ada' },
        ],
      },
      { id: 'p2', name: 'Bea Exemplar', links: [{ url: 'javascript:alert(1)' }] },
      { id: 'p3', name: 'Cleo Specimen' },
      { id: 'p4', name: 'Dora Model' },
    ],
    organizations: [
      { id: 'parliament', name: 'Sample Parliament', classification: 'legislature' },
      { id: 'lantern', name: 'Lantern Party', classification: 'party' },
      { id: 'https://example.invalid/ministry/1', name: 'Ministry of Samples' },
    ],
    areas: [
      { id: 'a1', name: 'North', identifiers: [{ identifier: 'ocd-division/country:xx/seat:north' }] },
      { id: 'a2', name: 'South' },
    ],
    posts: [
      { id: 'north', organization_id: 'parliament', role: 'Member', area_id: 'a1', label: 'Member for North' },
      { id: 'south', organization_id: 'parliament', role: 'Member', area_id: 'a2' },
      { id: 'minister', organization_id: 'https://example.invalid/ministry/1', label: 'Minister' },
    ],
    memberships: [
      { person_id: 'p1', post_id: 'north', start_date: '2024-05', on_behalf_of_id: 'lantern' },
      { person_id: 'p4', post_id: 'north', start_date: '2019', end_date: '2024-05-01' },
      { person_id: 'p2', post_id: 'minister', start_date: '2025-01-01', end_date: '' },
      { person_id: 'p2', organization_id: 'lantern' },
      { person_id: 'p3', organization_id: 'parliament', role: 'Clerk' },
    ],
  };
  const popolo = async (content: object, asOf = '2026-01-01', ...more: string[]) =>
    people('popolo', await file('p.json', content), '--as-of', asOf, '--source', 'test', '--country', 'GB', ...more);

  it('takes posts, vacant ones too, with roles, areas, dates and parties', async () => {
    const { first, out } = await popolo(document, '2026-01-01', '--level', 'federal');
    expect(first).toBe('added 3, changed 0, ended 0, unchanged 0, refused 0');
    expect(out).toContain('vacant: Member, South (parliament:member/south)');
    expect(out).toContain('person 2, Bea Exemplar: the web address cannot be used');
    expect(await serving('parliament:member')).toMatchObject([
      {
        label: { en: 'Member for North' },
        division: { id: 'ocd-division/country:xx/seat:north' },
        role: { body: { level: 'federal', country: 'GB', name: { en: 'Sample Parliament' } } },
        official: {
          name: 'Ada Placeholder',
          honorific: 'Dr.',
          party: 'Lantern Party',
          contacts: [{ kind: 'phone', value: '+44 20 7946 0958', note: 'office' }, { kind: 'email' }],
        },
      },
      { state: 'vacant', division: { name: { en: 'South' } } },
    ]);
    expect(await serving('parliament:clerk')).toMatchObject([{ division: null, official: { name: 'Cleo Specimen' } }]);
    const { roles } = await store.ready();
    const minister = roles.find((each) => each.body.name.en === 'Ministry of Samples')!;
    expect(await serving(minister.id)).toMatchObject([
      { label: { en: 'Minister' }, official: { name: 'Bea Exemplar', party: 'Lantern Party' } },
    ]);
    const { rows } = await db.owner.query(`select from_date from tenures where official_id = 'popolo/p1'`);
    expect(rows).toEqual([{ from_date: '2024-05-01' }]);
    const before = await dump();
    expect((await popolo(document)).first).toBe('added 0, changed 0, ended 0, unchanged 3, refused 0');
    expect(await dump()).toBe(before);
  });

  it('names what it cannot take, ends nobody on such a file, and refuses what is no Popolo or older', async () => {
    const broken = {
      ...document,
      memberships: [...document.memberships.slice(1), { person_id: 'p1', post_id: 'nowhere' }, { post_id: 'south' }],
    };
    const { out } = await popolo(broken, '2026-02-01');
    expect(out).toContain('refused membership 5: Ada Placeholder: its post nowhere is not in the file');
    expect(out).toContain('refused membership 6: person_id');
    expect(out).toContain('ended 0');
    const gone = await popolo({ ...document, memberships: document.memberships.slice(1) }, '2026-03-01');
    expect(gone.out).toContain('ended on 2026-03-01: Ada Placeholder');
    expect((await popolo(document)).err).toContain('is older');
    expect((await popolo({ persons: [] })).err).toContain('is not a Popolo document');
    expect((await popolo({ ...document, memberships: [] })).err).toContain('nobody in it holds a post');
  });
});

describe('tables', () => {
  const role = ['--role-name', 'Commissioner', '--body', 'Sample Commission', '--level', 'other', '--country', 'XX'];
  const table = (path: string, id: string, ...more: string[]) =>
    people('csv', path, '--role', id, '--as-of', '2026-01-01', '--source', 'test', ...more);
  const names = async (id: string) => (await serving(id)).map((each) => each.official?.name);

  it('takes Action Network’s columns', async () => {
    const path = await file(
      'an.csv',
      'title,first_name,last_name,zip_code,country,gender,email,phone\r\nSenator,Ada,Placeholder,13204,US,F,ada@one.invalid,202-555-0142\r\n,Bea,Exemplar,,,,,\r\n',
    );
    const { first, out } = await table(path, 'an:target', ...role);
    expect(first).toBe('added 2, changed 0, ended 0, unchanged 0, refused 0');
    expect(out).toContain('columns not used: zip_code, country, gender');
    expect(await serving('an:target')).toMatchObject([
      {
        division: null,
        official: { name: 'Ada Placeholder', honorific: 'Senator', contacts: [{ kind: 'email' }, { kind: 'phone' }] },
      },
      { official: { name: 'Bea Exemplar', contacts: [] } },
    ]);
    const before = await dump();
    expect((await table(path, 'an:target')).first).toBe('added 0, changed 0, ended 0, unchanged 2, refused 0');
    expect(await dump()).toBe(before);
    expect((await table(path, 'an:target', '--as-of', '2025-01-01')).err).toContain('is older');
  });

  it.each<[string, (text: string) => Uint8Array, string]>([
    ['UTF-8', (text) => Buffer.from(text), ''],
    ['UTF-8 with its mark', (text) => Buffer.from(`\ufeff${text}`), ''],
    ['UTF-16LE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), 'read as utf-16le'],
    ['UTF-16BE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'read as utf-16be'],
    [
      'Windows-1252',
      (text) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from([0x80])]),
      'read as windows-1252',
    ],
  ])('%s, with tabs and with columns named by hand', async (name, encode, note) => {
    const id = `t:${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    const path = await file(
      't.csv',
      encode('Nombre completo\tCargo\tCorreo\nÉlise Größe\tMinistra\telise@one.invalid\nZ\tB\t'),
    );
    const { code, out } = await table(path, id, ...role, '--columns', 'name=nombre completo,post=Cargo,email=Correo');
    expect(code, out).toBe(0);
    expect(out).toContain(note);
    expect(await serving(id)).toMatchObject([
      { postId: `${id}/ministra`, label: { en: 'Ministra' }, official: { name: 'Élise Größe' } },
      {},
    ]);
  });

  it('joins districts of a set, and names each row that it cannot take', async () => {
    const path = await file(
      'd.csv',
      'name;ward;email\nAda Placeholder;etang clair;no-address\nBea Exemplar;3;\nCleo;Nowhere;\nDora;Quay;x;y\n;Quay;\nEve;;\n',
    );
    const { first, out } = await table(path, 'city:councillor', '--set', 'wards', '--as-of', '2026-05-01');
    expect(first).toContain('refused 4');
    for (const reason of [
      'line 4: Cleo: Nowhere: no district has this name in wards',
      'line 5: 4 fields where the header has 3',
      'line 6: has no name',
      'line 7: Eve: no district is given',
      'line 2, Ada Placeholder: the e-mail address cannot be used; left out',
    ])
      expect(out).toContain(reason);
  });

  it('refuses what it would have to guess', async () => {
    const tell = async (text: string, ...more: string[]) =>
      (await table(await file('g.csv', text), 'g:x', ...role, ...more)).err;
    expect(await tell('email\na@b.invalid\n')).toContain('no column is a name');
    expect(await tell('name,email,e-mail\nA,b,c\n')).toContain('two columns may be the email (email, e-mail)');
    expect(await tell('name,ward\nA,1\n')).toContain('say with --set');
    expect(await tell('name\nA\n', '--columns', 'email=Mail')).toContain('no column is called Mail');
    expect(await tell('name\nA\n', '--columns', 'mail=name')).toContain('write COLUMN=Header');
    expect(await tell('name\n')).toContain('it has no rows');
    expect((await table(await file('g.csv', 'name\nA\n'), 'g:unknown')).err).toContain('is not known yet');
    expect((await serving('g:x')).length).toBe(0);
  });

  it.skipIf(!existsSync(hostile))(
    'hostile tables are read whole or refused (skipped: shared data absent)',
    async () => {
      const whole = ['Emérita Torres', 'line break', 'tab name'];
      const read = ['people-utf8.csv', 'people-utf8-bom-semicolon.csv', 'people-utf16le-bom.csv', 'people-cp1252.csv'];
      for (const [i, name] of read.entries()) {
        const { code, first, err } = await table(join(hostile, name), `h:r${i}`, ...role);
        expect(code, err).toBe(0);
        // The Windows-1252 file has lost the letters of one name before it came to us: question marks alone are no name.
        expect(first, name).toBe(
          `added ${i === 3 ? 4 : 5}, changed 0, ended 0, unchanged 0, refused ${i === 3 ? 1 : 0}`,
        );
        expect(await names(`h:r${i}`)).toEqual(expect.arrayContaining(whole));
      }
      for (const [name, reason] of [
        ['people-mixed-encoding.csv', 'some rows are UTF-8 and others are not'],
        ['people-nul-byte.csv', 'NUL'],
        ['people-unclosed-quote.csv', 'never closed'],
        ['gzip-bomb-100MB.csv.gz', ''],
        ['zip-bomb-nested-10x50MB.zip', ''],
        ['xlsx-xxe.xlsx', ''],
      ] as const) {
        const before = await dump();
        const { code, err } = await table(join(hostile, name), 'h:refused', ...role);
        expect(code, name).toBe(1);
        expect(err, name).toContain('refused, nothing was kept');
        expect(err, name).toContain(reason);
        expect(await dump()).toBe(before);
      }
    },
  );
});
