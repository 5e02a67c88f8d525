import { existsSync } from 'node:fs';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/app.ts';
import { type Database, root } from '../../../platform/db/index.ts';
import type { CommandPlace } from '../../../platform/registry/index.ts';
import { importCommand } from './command.ts';
import { parseCsv } from './read.ts';

const folder = join(tmpdir(), `casement-hostile-${process.pid}`);
const hostile = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'hostile-input');
let db: Database;
let drop: () => Promise<void>;

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const place = {
    deps: { db, clock: () => new Date('2026-11-21T12:00:00Z') },
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
  };
  const code = await importCommand.run(args, place as unknown as CommandPlace);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const file = async (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const described = ['--role-name', 'Member', '--body', 'Body', '--level', 'federal', '--country', 'CA'];
const boundaries = (path: string, ...more: string[]) =>
  run(
    'boundaries',
    path,
    '--set',
    't',
    '--role',
    't:member',
    '--id-property',
    'id',
    '--name-property',
    'name',
    '--valid-from',
    '2020-01-01',
    '--as-of',
    '2020-01-01',
    '--source',
    'test',
    ...described,
    ...more,
  );
const feature = (id: unknown, coordinates: unknown, properties: object = {}) => ({
  type: 'Feature',
  properties: { id, name: `District ${id}`, ...properties },
  geometry: { type: 'Polygon', coordinates },
});
const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const good = [
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ],
];

beforeAll(async () => {
  ({ db, drop } = await createTestDatabase());
  await mkdir(folder, { recursive: true });
});
afterAll(async () => {
  await drop();
  await rm(folder, { recursive: true, force: true });
});
const imports = async () => Number((await db.owner.query('select count(*) from imports')).rows[0].count);

describe('whole files that are refused', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['not JSON', '{"type": "FeatureCollection", ', 'is not JSON'],
    ['empty', '', 'is not JSON'],
    ['NUL', '{"type"\0:1}', 'NUL'],
    ['an escaped NUL', collection(feature('a\0', good)), 'NUL'],
    ['UTF-16', Buffer.from(`\ufeff${collection(feature(1, good))}`, 'utf16le'), 'UTF-16'],
    ['Latin-1', Buffer.from(collection(feature(1, good, { name: 'Québec' })), 'latin1'), 'is not UTF-8'],
    ['another shape', '[1, 2, 3]', 'FeatureCollection'],
    ['no features', collection(), 'FeatureCollection'],
    ['a depth bomb', '['.repeat(200_000), 'is not JSON'],
    [
      'a deep geometry',
      collection(feature(1, 'deep')).replace('"deep"', '['.repeat(5_000) + ']'.repeat(5_000)),
      'no feature can be taken',
    ],
    [
      'only bad features',
      collection(
        feature(1, [
          [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
            [0, 0],
          ],
        ]),
      ),
      'a ring crosses itself',
    ],
  ])('%s', async (_, content, reason) => {
    const before = await imports();
    const { code, err } = await boundaries(await file('bad.geojson', content));
    expect(code).toBe(1);
    expect(err).toContain(reason);
    expect(await imports()).toBe(before);
  });

  it('a file larger than is read, a folder, and no file', async () => {
    const huge = await file('huge.geojson', '');
    await truncate(huge, 300 * 2 ** 20);
    expect((await boundaries(huge)).err).toContain('more than the');
    expect((await boundaries(folder)).err).toMatch(/not a file|cannot be opened/);
    expect((await boundaries(join(folder, 'nothing'))).err).toContain('no such file');
  });

  it('a role that nobody described, and a set of another role', async () => {
    const path = await file('ok.geojson', collection(feature(1, good)));
    const { code, err } = await run(
      'boundaries',
      path,
      '--set',
      't',
      '--role',
      'x:y',
      '--id-property',
      'id',
      '--valid-from',
      '2020-01-01',
      '--as-of',
      '2020-01-01',
      '--source',
      's',
    );
    expect(code).toBe(1);
    expect(err).toContain('describe it with --role-name');
  });
});

it('takes the good features and names each bad one with its reason', async () => {
  const path = await file(
    'mixed.geojson',
    collection(
      feature(1, good),
      feature(1, good),
      feature(2, [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      ]),
      feature(3, [
        [
          [0, 0],
          [1, null],
          [1, 1],
          [0, 0],
        ],
      ]),
      feature(4, [
        [
          [170, 0],
          [-170, 0],
          [-170, 1],
          [170, 0],
        ],
      ]),
      feature(undefined, good),
      feature({ a: 1 }, good),
      feature(5, good, { name: '' }),
      'nonsense',
      {
        type: 'Feature',
        properties: { id: 6, name: '\u001b[31mred' },
        geometry: { type: 'Point', coordinates: [0, 0] },
      },
      feature('__proto__', good),
    ),
  );
  const { code, out } = await boundaries(path);
  expect(code).toBe(0);
  expect(out).toContain('added 2, changed 0, ended 0, unchanged 0, refused 9');
  for (const reason of [
    '1 stands twice',
    'ring is not closed',
    'not a number',
    'antimeridian',
    'has no property id, or it is not a short text or a whole number; it has: name',
    'has no name',
    'is not a GeoJSON feature',
    'is not a polygon',
  ]) {
    expect(out).toContain(reason);
  }
  expect(out).not.toContain('\u001b');
  const row = (await db.owner.query('select counts, refused from imports order by id desc limit 1')).rows[0];
  expect(row.counts).toMatchObject({ added: 2, refused: 9 });
  expect(row.refused).toHaveLength(9);
  expect(row.refused[1]).toEqual({
    row: 'feature 3',
    reason: '2: a ring is not closed: its last point must be its first (polygon 1, ring 1)',
  });
});

it('a file without the property is refused with those that it has, and steers no terminal', async () => {
  const path = await file('named.geojson', collection(feature(undefined, good, { '\u001b[31mFED_NUM': 1 })));
  const { code, err } = await boundaries(path);
  expect(code).toBe(1);
  expect(err).toContain('has no property id');
  expect(err).toContain('FED_NUM');
  expect(err).not.toContain('\u001b');
});

it('every option does what it says', async () => {
  const path = await file('options.geojson', collection({ ...feature(7, good, { fr: 'Circonscription' }) }));
  const { code, out } = await run(
    'boundaries',
    path,
    '--set',
    'o',
    '--role',
    'o:member',
    '--id-property',
    'id',
    '--name-property',
    'name',
    '--name-property-fr',
    'fr',
    '--division-prefix',
    'x/',
    '--division-suffix',
    '-2020',
    '--valid-from',
    '2020-01-01',
    '--valid-until',
    '2024-01-01',
    '--as-of',
    '2021-01-01',
    '--source',
    'S',
    '--licence',
    'L',
    '--role-name',
    'Reeve',
    '--body',
    'County',
    '--level',
    'municipal',
    '--country',
    'CA',
  );
  expect(code).toBe(0);
  expect(out).toContain('new role o:member: Reeve, County');
  const one = async (text: string) => (await db.owner.query(text)).rows[0];
  expect(await one(`select * from divisions where id = 'x/7-2020'`)).toMatchObject({
    country: 'CA',
    name: 'District 7',
    names: { en: 'District 7', fr: 'Circonscription' },
  });
  expect(await one(`select * from boundary_sets where id = 'o'`)).toMatchObject({
    valid_from: '2020-01-01',
    valid_until: '2024-01-01',
    as_of: '2021-01-01',
    source: 'S',
    licence: 'L',
    bounds: [0, 0, 1, 1],
  });
  expect(
    await one(
      `select b.level, b.country, r.name from roles r join bodies b on b.id = r.body_id where r.id = 'o:member'`,
    ),
  ).toEqual({ level: 'municipal', country: 'CA', name: { en: 'Reeve' } });
  const again = await run(
    'boundaries',
    path,
    '--set',
    'o',
    '--role',
    't:member',
    '--id-property',
    'id',
    '--valid-from',
    '2020-01-01',
    '--as-of',
    '2021-01-01',
    '--source',
    'S',
  );
  expect(again).toMatchObject({ code: 1 });
  expect(again.err).toContain('belongs to the role o:member');
});

describe('misuse is answered with the usage', () => {
  it.each<[string[], string]>([
    [[], 'what is to be imported?'],
    [['people', 'martians', 'x'], 'no such import'],
    [['boundaries'], 'exactly one file'],
    [['boundaries', 'a', 'b'], 'exactly one file'],
    [['boundaries', 'a', '--set', 'T T'], '--set T T'],
    [['boundaries', 'a', '--set', 's', '--role', 'r:m', '--valid-from', '2020-13-01'], '--valid-from 2020-13-01'],
    [
      ['boundaries', 'a', '--set', 's', '--role', 'r:m', '--valid-from', '2020-01-01', '--valid-until', '2019-01-01'],
      'must come after',
    ],
    [['boundaries', 'a', '--set', 's', '--role', 'r:m', '--valid-from', '2020-01-01', '--body', 'B'], 'given together'],
    [['people', 'commons', 'a', '--as-of', '2023-01-01'], '--set is missing'],
    [['people', 'openstates', 'a', '--as-of', '2027-01-01'], 'in the future'],
    [
      [
        'postal',
        'a',
        '--kind',
        'centroids',
        '--country',
        'CA',
        '--as-of',
        '2023-01-01',
        '--source',
        's',
        '--role',
        'a:b',
      ],
      'belongs to --kind crosswalk',
    ],
    [
      ['postal', 'a', '--kind', 'crosswalk', '--country', 'CA', '--as-of', '2023-01-01', '--source', 's'],
      '--role is missing',
    ],
    [['postal', 'a', '--frobnicate'], 'frobnicate'],
  ])('%j', async (args, reason) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(reason);
    expect(err).toContain('import boundaries FILE.geojson');
  });
});

describe('people', () => {
  const person = (id: string, more = '') =>
    `id: ocd-person/${id}\nname: Ada ${id}\nroles:\n- type: upper\n  jurisdiction: ocd-jurisdiction/country:us/state:ny/government\n  district: ${id.length}\n${more}`;
  const laughs = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghij'.split('').map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]`),
  ].join('\n');

  it('bombs, broken and foreign files are refused by name, the good ones are taken', async () => {
    const people = join(folder, 'people');
    await mkdir(people, { recursive: true });
    const files: Record<string, string | Uint8Array> = {
      'good.yml': person('a', 'email: ada@example.invalid\n'),
      'header.yml': person(
        'bb',
        'email: "ada@example.invalid\\r\\nBcc: all@example.invalid"\nlinks:\n- url: "javascript:alert(1)"\n',
      ),
      'laughs.yml': `${laughs}\n`,
      'unclosed.yml': 'id: [ocd-person/x\nname: "never closed',
      'list.yml': '- 1\n- 2\n',
      'nul.yml': 'id: ocd-person/x\0',
      'latin.yml': Buffer.from(person('ccc').replace('Ada', 'Adèle'), 'latin1'),
      'deep.yml': '['.repeat(20_000),
      'big.yml': 'x'.repeat(2 ** 20 + 1),
      'twice.yml': `${person('a')}`,
      'taken.yml': person('d'),
      'elsewhere.yml': person('ffff').replace('country:us/state:ny', 'country:fr'),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(people, name), content);
    const { code, out } = await run('people', 'openstates', people, '--as-of', '2026-01-01');
    expect(code).toBe(0);
    expect(out).toContain('added 2, changed 0, ended 0, unchanged 0, refused 10');
    for (const [name, reason] of [
      ['laughs.yml', 'Alias'],
      ['unclosed.yml', 'not YAML'],
      ['list.yml', 'the row'],
      ['nul.yml', 'NUL'],
      ['latin.yml', 'not UTF-8'],
      ['deep.yml', ''],
      ['big.yml', 'more than the'],
      ['twice.yml', 'stands twice'],
      ['taken.yml', 'already taken'],
      ['elsewhere.yml', 'not a state'],
    ]) {
      expect(out).toMatch(new RegExp(`refused ${name}: .*${reason}`));
    }
    expect(out).toContain('header.yml: the e-mail address cannot be used');
    expect(out).toContain('header.yml: the web address cannot be used');
    const contacts = (await db.owner.query('select value from contacts')).rows.map((each) => each.value);
    expect(contacts).toEqual(['ada@example.invalid']);
  });

  it('Commons: not a list, nobody joined', async () => {
    const set = await file('set.geojson', collection(feature(1, good)));
    expect(
      (
        await run(
          'boundaries',
          set,
          '--set',
          'ca-x',
          '--role',
          'ca-commons:member',
          '--id-property',
          'id',
          '--name-property',
          'name',
          '--valid-from',
          '2020-01-01',
          '--as-of',
          '2020-01-01',
          '--source',
          's',
        )
      ).code,
    ).toBe(0);
    const commons = async (content: unknown) =>
      run('people', 'commons', await file('m.json', JSON.stringify(content)), '--set', 'ca-x', '--as-of', '2021-01-01');
    expect((await commons({})).err).toContain('is not a list of members');
    expect((await commons([{ id: 'x' }, 7, null])).err).toContain('nobody can be joined');
    const member = {
      id: '1',
      firstName: 'Ada',
      lastName: 'Mockridge',
      isCurrent: true,
      constituency: { name: 'Elsewhere' },
    };
    expect((await commons([member])).err).toContain('no riding has this name');
    const ok = await commons([
      { ...member, constituency: { name: 'DISTRICT—1' } },
      { ...member, id: '2', isCurrent: false },
    ]);
    expect(ok.out).toContain('added 1, changed 0, ended 0, unchanged 0, refused 0');
    expect(ok.out).toContain('1 former members were passed over');
    expect(
      (await run('people', 'commons', join(folder, 'm.json'), '--set', 't', '--as-of', '2021-01-01')).err,
    ).toContain('belongs to the role t:member');
    expect(
      (await run('people', 'commons', join(folder, 'm.json'), '--set', 'nowhere', '--as-of', '2021-01-01')).err,
    ).toContain('import its boundaries first');
  });
});

describe('tables', () => {
  const postal = (path: string, kind: string, ...more: string[]) =>
    run('postal', path, '--kind', kind, '--country', 'US', '--as-of', '2025-01-01', '--source', 'test', ...more);

  it('reads quotes, semicolons, CRLF and a BOM, and refuses an unclosed quote', () => {
    expect(parseCsv('a,b\r\n"1,""x""",2\r\n\r\n3\n', 'f').rows).toEqual([
      { '#': 'line 2', a: '1,"x"', b: '2' },
      'line 4: 1 fields where the header has 2',
    ]);
    expect(parseCsv('A;B\n1;\n', 'f').rows).toEqual([{ '#': 'line 2', a: '1', b: '' }]);
    expect(() => parseCsv('a,b\n"1,2\n3,4', 'f')).toThrow('never closed');
    expect(() => parseCsv('', 'f')).toThrow('must name the columns');
  });

  it('names each bad row', async () => {
    const path = await file(
      'c.csv',
      '\ufeffzip,lat,lon\n13204,43.04,-76.17\n13204,43.04,-76.17\nABC,1,2\n13205,91,0\n13206,=1+1,0\n13207,90,0\n13208,0,0\n13209,43\n',
    );
    const { out } = await postal(path, 'centroids');
    expect(out).toContain('added 1, changed 0, ended 0, unchanged 0, refused 7');
    expect(out).toContain('refused line 3: 13204  stands twice');
    expect(out).toContain('lies at a pole');
    const table = await file('x.csv', 'zcta,cd\n13204,22\n13204,022\n1320,1\n13205,\n');
    const crosswalk = await postal(
      table,
      'crosswalk',
      '--role',
      'us-house:member',
      '--division-prefix',
      'x/cd:',
      '--valid-until',
      '2027-01-03',
    );
    expect(crosswalk.out).toContain('added 1, changed 0, ended 0, unchanged 0, refused 3');
    expect((await postal(table, 'centroids')).err).toContain('none of its columns is called latitude');
    expect((await postal(table, 'geonames')).err).toContain('no row can be taken');
    expect((await db.owner.query('select valid_until from postal_divisions')).rows).toEqual([
      { valid_until: '2027-01-03' },
    ]);
  });

  it('a row that is gone from a newer file is removed, and one of another source stays', async () => {
    const path = await file('c2.csv', 'zip,lat,lon\n13299,43,-76\n');
    const { out } = await run(
      'postal',
      path,
      '--kind',
      'centroids',
      '--country',
      'US',
      '--as-of',
      '2025-02-01',
      '--source',
      'test',
    );
    expect(out).toContain('added 1, changed 0, ended 1, unchanged 0, refused 0');
    await run(
      'postal',
      await file('c3.csv', 'zip,lat,lon\n13298,43,-76\n'),
      '--kind',
      'centroids',
      '--country',
      'US',
      '--as-of',
      '2025-02-01',
      '--source',
      'other',
    );
    const { rows } = await db.owner.query(`select code from postal_points where country = 'US' order by code`);
    expect(rows).toEqual([{ code: '13298' }, { code: '13299' }]);
  });

  it.skipIf(!existsSync(hostile))('hostile tables of the shared data end in a refusal (skipped: absent)', async () => {
    for (const name of [
      'people-cp1252.csv',
      'people-mixed-encoding.csv',
      'people-nul-byte.csv',
      'people-utf16le-bom.csv',
      'people-unclosed-quote.csv',
      'people-utf8.csv',
      'gzip-bomb-100MB.csv.gz',
      'zip-bomb-nested-10x50MB.zip',
    ]) {
      const { code, err } = await postal(join(hostile, 'generated', name), 'centroids');
      expect(code, name).toBe(1);
      expect(err, name).toContain('refused, nothing was kept');
    }
  });
});
