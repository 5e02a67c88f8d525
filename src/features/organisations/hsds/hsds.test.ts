import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { readCsv } from '../../../platform/csv/index.ts';
import { root } from '../../../platform/db/index.ts';
import { readZip, writeZip } from '../../../platform/files/index.ts';
import type { Doc } from './doc.ts';
import { readDirectory } from './read.ts';
import { archiveOf, toHsds } from './write.ts';

const samples = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'orgs');
const here = existsSync(samples);
if (!here) console.warn('SKIPPED: the samples of Open Referral are not there (set CASEMENT_SHARED_DATA)');
const hsds = (file: string): Buffer => readFileSync(join(samples, 'hsds-3-examples', file));
const json = (file: string) => JSON.parse(hsds(file).toString());

/** A folder of tables as an archive. */
const packed = (folder: string, begins = ''): Buffer =>
  writeZip(
    readdirSync(join(samples, folder))
      .filter((file) => file.endsWith('.csv') && file.startsWith(begins))
      .map((file) => ({ name: file, bytes: readFileSync(join(samples, folder, file)) })),
  );

/** Without the apostrophe that keeps a spreadsheet from reckoning. */
const inert = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '');

/** The tables of an archive: name → rows as records, in one order; without cells that are empty. */
function tables(archive: Uint8Array): Record<string, Record<string, string>[]> {
  const named: Record<string, Record<string, string>[]> = {};
  for (const { name, bytes } of readZip(archive, 50_000_000)) {
    if (!name.endsWith('.csv')) continue;
    const [head, ...rows] = readCsv(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
      ',',
    ).map((row) => row.fields);
    const records = rows.map((row) =>
      Object.fromEntries(
        head!.map((column, at) => [column, inert(row[at] ?? '')] as const).filter(([, cell]) => cell !== ''),
      ),
    );
    named[name.replace(/^csv-/, '').replace(/\.csv$/, '')] = records.sort((a, b) =>
      JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
    );
  }
  return named;
}

let app: TestApp;
let cookie: string;
let network = '';
let made = 0;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  made += 1;
  network = `open${made}`;
  const of = await createNetwork(app, network, { locales: ['en', 'fr'] });
  ({ cookie } = await signInAs(app, of, 'coordinator'));
});

const desk = () => `/${network}/en/desk/organisation-imports`;
async function upload(name: string, bytes: Uint8Array): Promise<Response> {
  const form = new FormData();
  form.append('locale', 'en');
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const request = new Request(`http://127.0.0.1:3000${desk()}`, {
    method: 'POST',
    body: form,
    headers: { cookie, origin: 'http://127.0.0.1:3000' },
  });
  return app.app.request(request);
}
/** Takes a file in whole; returns the address of the import. */
async function take(name: string, bytes: Uint8Array, choices: Record<string, string> = {}): Promise<string> {
  const answer = await upload(name, bytes);
  expect(answer.status, words(await answer.clone().text())).toBe(303);
  const at = answer.headers.get('location')!;
  expect((await app.get(at, { cookie })).status).toBe(200);
  expect((await app.post(`${at}/batch`, choices, { cookie })).status).toBe(303);
  return at;
}
const out = async (file: string): Promise<Buffer> =>
  Buffer.from(await (await app.get(`${desk()}/export/${file}`, { cookie })).arrayBuffer());
const count = async (table: string): Promise<number> =>
  (
    await app.db.owner.query(
      `select count(*)::int as n from ${table} t join networks n on n.id = t.network_id where n.slug = $1`,
      [network],
    )
  ).rows[0].n;

describe.skipIf(!here)('the samples of Open Referral', () => {
  test('an organisation of HSDS 3 goes out as it came, field by field', async () => {
    await take('organization_full.json', hsds('organization_full.json'));
    expect(JSON.parse((await out('hsds.json')).toString())).toEqual([json('organization_full.json')]);
  });

  test('a service, a service at a location and a page of a list bring their organisation', async () => {
    await take('service_full.json', hsds('service_full.json'));
    const { organization, ...service } = json('service_full.json');
    expect(JSON.parse((await out('hsds.json')).toString())).toEqual([{ ...organization, services: [service] }]);
    for (const file of ['service_at_location_full.json', 'organization_list.json', 'service_list.json'])
      expect(readDirectory(hsds(file)).ok && file).toBe(file);
    for (const file of ['location.json', 'taxonomy.json', 'taxonomy_term_list.json', 'base.json'])
      expect(readDirectory(hsds(file)).ok, file).toBe(false);
  });

  test('the tables of HSDS 3 go out as they came, as files and as one JSON', async () => {
    const archive = packed('hsds-3-examples', 'csv-');
    await take('csv.zip', archive);
    const wanted = tables(archive);
    expect(Object.keys(wanted).length).toBeGreaterThan(18);
    expect(tables(await out('hsds.zip'))).toMatchObject(wanted);
    // The same tables in one file of JSON.
    const directory = readDirectory(hsds('tabular.json'));
    expect(directory.ok && directory.directory.format).toBe('hsds-csv');
    const said = JSON.parse((await out('hsds.json')).toString())[0];
    expect(said).toMatchObject({ name: 'Example Organization Inc.', year_incorporated: 2011 });
    expect(said.services[0]).toMatchObject({ name: 'Community Counselling', minimum_age: 12 });
    expect(said.services[0].service_at_locations[0].location.name).toBe('MyCity Civic Center');
    expect(JSON.stringify(said)).not.toContain('"service_id"');
  });

  test('the tables of Ohana go out as they came: every row, every cell', async () => {
    const archive = packed('ohana-sample');
    const at = await take('ohana.zip', archive);
    expect(tables(await out('ohana.zip'))).toEqual(tables(archive));
    expect([
      await count('organisations'),
      await count('organisation_services'),
      await count('organisation_locations'),
    ]).toEqual([8, 23, 22]);
    // Other programs read them in the words of HSDS 3, without persons.
    const answer = await app.get(`/${network}/en/organisations/hsds.json`);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const open = await answer.json();
    expect(open).toMatchObject({ total_items: 8, page_number: 1, last_page: true });
    const text = JSON.stringify(open);
    expect(text).toContain('"byday":"MO"');
    expect(text).not.toContain('Susan Houston');
    expect(JSON.stringify(JSON.parse((await out('hsds.json')).toString()))).toContain('Susan Houston');
    // A service is read by people.
    const { rows } = await app.db.owner.query<{ slug: string; id: string }>(
      `select o.slug, s.id from organisation_services s join organisations o on o.id = s.organisation_id
        join networks n on n.id = o.network_id where n.slug = $1 and s.source_id = '19'`,
      [network],
    );
    const { slug, id } = rows[0]!;
    expect(await (await app.get(`/${network}/en/organisations/${slug}`)).text()).toContain(`services/${id}`);
    const page = words(await (await app.get(`/${network}/en/organisations/${slug}/services/${id}`)).text());
    for (const said of ['free medical and dental care', 'Low-income person', 'San Mateo']) expect(page).toContain(said);
    // Taken twice it makes nothing twice; taken back, all of it is gone.
    const again = await take('ohana.zip', archive);
    expect(await count('organisations')).toBe(8);
    expect(tables(await out('ohana.zip'))).toEqual(tables(archive));
    for (const file of [again, at]) await app.post(`${file}/reversal`, {}, { cookie });
    expect([
      await count('organisations'),
      await count('organisation_services'),
      await count('organisation_locations'),
    ]).toEqual([0, 0, 0]);
  });
});

const one = (more: Doc = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: 'a1',
      name: 'Alpha',
      email: 'a@a.invalid',
      phones: [{ number: '1' }],
      funding: [{ source: 'x' }],
      odd: 1,
      services: [{ id: 's1', name: 'Advice', status: 'odd' }],
      ...more,
    }),
  );

describe('a file of organisations', () => {
  test('says what it would do, keeps what it does not know, and leaves out what somebody leaves out', async () => {
    const answer = await upload('alpha.json', one());
    const at = answer.headers.get('location')!;
    const said = words(await (await app.get(at, { cookie })).text());
    for (const text of [
      '1 organisation with 1 service',
      'none is known here',
      '1 field of the file',
      'organizations.odd',
    ])
      expect(said).toContain(text);
    expect(await count('organisations')).toBe(0);
    await app.post(`${at}/batch`, { 'choice.0': 'leave' }, { cookie });
    expect(await count('organisations')).toBe(0);
    await take('alpha.json', one());
    expect(JSON.parse((await out('hsds.json')).toString())).toEqual([JSON.parse(one().toString())]);
  });

  test('changes one that has the same name, and puts it back', async () => {
    const desk = `/${network}/en/desk/organisations`;
    await app.post(desk, { name: 'ALPHA', kind: 'law-firm' }, { cookie });
    const at = await take('alpha.json', one());
    expect(await count('organisations')).toBe(1);
    expect(words(await (await app.get(`/${network}/en/organisations/alpha`)).text())).toContain('Advice');
    await app.post(`${at}/reversal`, {}, { cookie });
    const back = words(await (await app.get(`/${network}/en/organisations/alpha`)).text());
    expect(back).toContain('ALPHA');
    expect(back).not.toContain('Advice');
    expect((await app.post(`${at}/reversal`, {}, { cookie })).status).toBe(404);
  });

  test('what was changed since stays when the import is undone', async () => {
    const at = await take('alpha.json', one());
    const edit = /desk\/organisations\/[0-9a-f-]{36}/.exec(
      await (await app.get(`/${network}/en/organisations/alpha`, { cookie })).text(),
    )![0];
    app.at('2026-11-21T12:00:01Z');
    await app.post(`/${network}/en/${edit}`, { name: 'Alpha', kind: 'service', phone: '2' }, { cookie });
    app.at('2026-11-21T12:00:00Z');
    expect(JSON.parse((await out('hsds.json')).toString())[0].phones).toEqual([{ number: '2' }]);
    await app.post(`${at}/reversal`, {}, { cookie });
    expect(await count('organisations')).toBe(1);
    expect(words(await (await app.get(at, { cookie })).text())).toContain('Left as they are: 1');
  });

  test('shows everybody no more than each organisation shows', async () => {
    await take('alpha.json', one({ contacts: [{ name: 'Ann Person', phones: [{ number: '9' }] }] }));
    const open = await (await app.get(`/${network}/en/organisations/alpha/hsds.json`)).text();
    for (const hidden of ['a@a.invalid', 'phones', 'Ann Person']) expect(open).not.toContain(hidden);
    expect(open).toContain('Advice');
    await app.db.owner.query(`update organisations set visibility = '{"name": "members"}' where name = 'Alpha'`);
    expect((await app.get(`/${network}/en/organisations/alpha/hsds.json`)).status).toBe(404);
    expect(await (await app.get(`/${network}/en/organisations/hsds.json`)).json()).toMatchObject({
      total_items: 0,
      empty: true,
    });
  });

  test('that is none is refused with what to do', async () => {
    const deep = Buffer.from(`{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`);
    for (const [bytes, says] of [
      [Buffer.from('not json'), 'neither JSON nor an archive'],
      [Buffer.from('{"name":"x","a":"\\u0000"}'), 'cannot be kept'],
      [deep, 'nested too deeply'],
      [Buffer.from('[]'), 'no organisation in this file'],
      [Buffer.from('[{"name":" "}]'), 'number 1 has no name'],
      [Buffer.from('PK\u0003\u0004'), 'damaged'],
      [writeZip([{ name: 'phones.csv', bytes: 'id\n1\n' }]), 'no table organizations.csv'],
      [writeZip([{ name: 'organizations.csv', bytes: 'id,name\n1,"x\n' }]), 'wrong in line 2'],
    ] as const) {
      const answer = await upload('x', bytes);
      expect(answer.status).toBe(422);
      expect(words(await answer.text())).toContain(says);
    }
    expect(await count('organisation_imports')).toBe(0);
  });
});

describe('any directory', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((one) => one.replaceAll('\0', ''));
  const name = text.filter((one) => one.trim() === one && one !== '');
  const thing = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: ['id', 'name'] });
  const phones = fc.array(fc.record({ id: fc.uuid(), number: name }), { minLength: 1, maxLength: 2 });
  const location = thing({ id: fc.uuid(), name, description: name, phones });
  const service = thing({
    id: fc.uuid(),
    name,
    status: fc.constantFrom('active', 'inactive'),
    fees: name,
    phones,
    odd: fc.jsonValue({ maxDepth: 2 }),
  });
  const organisation = thing({
    id: fc.uuid(),
    name,
    description: name,
    email: fc.emailAddress(),
    legal_status: name,
    locations: fc.array(location, { maxLength: 2 }),
    services: fc.array(service, { minLength: 1, maxLength: 2 }),
  });

  test('in JSON comes out as it went in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(organisation, { minLength: 1, maxLength: 3, selector: (one) => one.id }), (all) => {
        const plainly = JSON.parse(JSON.stringify(all));
        const read = readDirectory(Buffer.from(JSON.stringify(all)));
        // Nested deeper than is kept, or with a key that no object may have: refused as a whole.
        if (!read.ok) return expect(read.fault.key).toContain('deep');
        expect(read.directory.entries.map((entry) => toHsds({ ...entry, format: 'hsds-json' }))).toEqual(plainly);
      }),
    );
  });

  test('in tables comes out as it went in, whatever stands in the cells', () => {
    const cell = fc.oneof(name, fc.constantFrom('=1+1', '-2', '@x', 'a,b', '"q"', 'ก ข', 'x\ny'));
    const row = fc.record({ id: fc.uuid(), name, extra: cell }, { requiredKeys: ['id', 'name'] });
    fc.assert(
      fc.property(fc.uniqueArray(row, { minLength: 1, maxLength: 4, selector: (one) => one.id }), cell, (rows, odd) => {
        const columns = ['id', 'name', 'extra'];
        const lines = rows.map((one) =>
          columns.map((column) => `"${String((one as Doc)[column] ?? '').replaceAll('"', '""')}"`).join(','),
        );
        const phone = `"p1","${rows[0]!.id}","${odd.replaceAll('"', '""')}"`;
        const archive = writeZip([
          { name: 'organizations.csv', bytes: `${columns.join(',')}\n${lines.join('\n')}\n` },
          { name: 'phones.csv', bytes: `id,organization_id,number\n${phone}\n` },
        ]);
        const first = readDirectory(archive);
        if (!first.ok) throw new Error(first.fault.key);
        const { entries, rest } = first.directory;
        const again = readDirectory(
          archiveOf(
            entries.map((entry) => ({ ...entry, format: 'hsds-csv' as const })),
            'hsds-csv',
            rest,
          ),
        );
        if (!again.ok) throw new Error(again.fault.key);
        expect(again.directory.entries).toEqual(entries);
      }),
      { numRuns: 60 },
    );
  });
});
