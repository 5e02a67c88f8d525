import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { guessColumns } from '../../../platform/csv/index.ts';
import { inNetwork, root } from '../../../platform/db/index.ts';
import { representativesOf } from '../lookup/store.ts';
import { fromSaved, headers, toSaved } from './columns.ts';
import { retainUploads } from './commands.ts';
import { readPeople } from './people.ts';
import { readTable } from './table.ts';

const bytes = (text: string) => Buffer.from(text);
const hostile = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'hostile-input/generated');

describe('a table', () => {
  it('is read with the separator and encoding that it has, or that were chosen', () => {
    expect(readTable(bytes('name;email\nZoé;z@example.invalid\n'), {})).toMatchObject({
      ok: true,
      encoding: 'utf-8',
      separator: 'semicolon',
      header: ['name', 'email'],
    });
    const latin = Buffer.from('name\temail\nZo\xe9\tz@example.invalid\n', 'latin1');
    const read = readTable(latin, {});
    expect(read).toMatchObject({ ok: true, encoding: 'windows-1252', separator: 'tab' });
    expect(read.ok && read.rows[0]!.fields[0]).toBe('Zoé');
    expect(readTable(latin, { encoding: 'utf-8' })).toMatchObject({
      ok: false,
      fault: { key: expect.stringMatching(/encoding$/) },
    });
  });

  it('knows the headers of Action Network, and of lists in other languages', () => {
    expect(guessColumns(headers, 'title,first_name,last_name,zip_code,country,gender,email,phone'.split(','))).toEqual({
      honorific: 0,
      given: 1,
      family: 2,
      postcode: 3,
      country: 4,
      email: 6,
      phone: 7,
    });
    expect(guessColumns(headers, ['Cargo', 'Nombre', 'Correo electrónico', 'Teléfono'])).toEqual({
      post: 0,
      name: 1,
      email: 2,
      phone: 3,
    });
  });

  it('is mapped by headers, so that a saved choice fits columns in another order', () => {
    const saved = toSaved({ name: 0, email: 2 }, ['Who', 'x', 'Mail']);
    expect(fromSaved(saved, ['MAIL', 'Who'])).toEqual({ name: 1, email: 0 });
  });

  it('gives people, with a reason for every row that is not taken and everything left out', () => {
    const rows = ['=1+1,a@example.invalid,x', ',b@example.invalid,', 'Ada,not an address,', 'Ada,,', 'short'].map(
      (line, i) => ({ line: i + 2, fields: line.split(',') }),
    );
    const read = readPeople(['name', 'email', 'phone'], rows, { name: 0, email: 1, phone: 2 }, undefined);
    // A formula is a name like any other here; it is made harmless where it is exported.
    expect(read.people.map((each) => [each.name, each.contacts.map(({ value }) => value)])).toEqual([
      ['=1+1', ['a@example.invalid']],
      ['Ada', []],
    ]);
    expect(read.refused.map(({ row, key }) => [row, key.split('.').at(-1)])).toEqual([
      [3, 'name'],
      [5, 'twice'],
      [6, 'fields'],
    ]);
    expect(read.notes.map(({ row, key }) => [row, key.split('.').at(-1)])).toEqual([
      [2, 'phone'],
      [4, 'email'],
    ]);
  });

  it.skipIf(!existsSync(hostile))(
    'of the seven hostile ones is read whole or refused with a reason (skipped: shared data absent)',
    () => {
      const answer = (name: string) => {
        const read = readTable(readFileSync(join(hostile, `people-${name}.csv`)), {});
        return read.ok ? `${read.encoding} ${read.separator} ${read.rows.length}` : read.fault.key.split('.').at(-1);
      };
      expect(answer('utf8')).toBe('utf-8 comma 5');
      expect(answer('utf8-bom-semicolon')).toBe('utf-8 semicolon 5');
      expect(answer('utf16le-bom')).toBe('utf-16le tab 5');
      expect(answer('cp1252')).toBe('windows-1252 comma 5');
      expect(answer('mixed-encoding')).toBe('mixed');
      expect(answer('nul-byte')).toBe('nul');
      expect(answer('unclosed-quote')).toBe('table');
    },
  );
});

describe('a list in the browser', () => {
  let app: TestApp;
  let cookie: string;
  let other: string;
  const desk = '/one/en/desk/officials';

  beforeAll(async () => {
    app = await createTestApp();
    cookie = (await signInAs(app, await createNetwork(app, 'one'), 'coordinator')).cookie;
    other = (await signInAs(app, await createNetwork(app, 'two'), 'coordinator')).cookie;
  });
  afterAll(() => app.stop());

  async function upload(text: string | Buffer, at = desk, who = cookie) {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(Buffer.from(text))]), 'people.csv');
    return app.app.request(`http://127.0.0.1:3000${at}/lists/new`, {
      method: 'POST',
      body,
      headers: { origin: 'http://127.0.0.1:3000', cookie: who },
      redirect: 'manual',
    });
  }
  const table =
    'name,position,email,phone\nAna Prueba,Minister of Justice,ana@example.invalid,+56 2 5550 0100\nEva Ejemplo,Minister of Women,eva@example.invalid,\n';
  const choices = {
    'column-0': 'name',
    'column-1': 'post',
    'column-2': 'email',
    'column-3': 'phone',
    encoding: 'utf-8',
    separator: 'comma',
    list: 'new',
    body: 'Government of Ember',
    role: 'Minister',
    country: 'CL',
    level: 'federal',
    as_of: '2026-11-01',
    source: 'the government’s website',
  };
  const lookup = async (slug: string) => representativesOf(app.db).of(await app.network(slug));
  const people = async (slug: string) => {
    const all = await lookup(slug);
    return all.roles
      .flatMap((role) => all.list(role.id, '2026-11-21', 'name'))
      .map((each) => each.official?.name ?? null);
  };
  let roleId: string;
  let first: string;

  it('shows what it would do and keeps nothing; then is taken once, whatever is pressed', async () => {
    const sent = await upload(table);
    expect(sent.status).toBe(303);
    first = sent.headers.get('location')!;
    const mapping = words(await (await app.get(first, { cookie })).text());
    expect(mapping).toContain('Read 2 rows with 4 columns');
    expect(mapping).toContain('Ana Prueba');
    const look = words(await (await app.post(first, { ...choices, step: 'look' }, { cookie })).text());
    expect(look).toContain('2 new, 0 changed, 0 ended, 0 as before, 0 rows not taken');
    expect(await people('one')).toEqual([]);
    for (let i = 0; i < 2; i += 1)
      expect((await app.post(first, { ...choices, step: 'take', save_as: 'Ministers' }, { cookie })).status).toBe(303);
    expect(await people('one')).toEqual(['Eva Ejemplo', 'Ana Prueba']);
    roleId = (await lookup('one')).roles[0]!.id;
    expect(words(await (await app.get(`/one/en/representatives/roles/${roleId}`)).text())).toContain(
      'Minister of Justice',
    );
    expect(words(await (await app.get(desk, { cookie })).text())).toContain('Government of Ember, Minister');
  });

  it('is nobody else’s: neither the people, nor the role, nor the upload', async () => {
    expect(await people('two')).toEqual([]);
    expect((await app.get(`/two/en/representatives/roles/${roleId}`)).status).toBe(404);
    const theirs = first.replace('/one/', '/two/');
    expect((await app.get(theirs, { cookie: other })).status).toBe(404);
    expect((await app.post(theirs, { ...choices, step: 'take' }, { cookie: other })).status).toBe(404);
    expect((await app.post(`${theirs}/reversal`, {}, { cookie: other })).status).toBe(404);
    expect((await app.get(desk)).status).toBe(403);
    const nobody = await signInAs(app, await app.network('one'));
    expect((await app.get(desk, { cookie: nobody.cookie })).status).toBe(404);
  });

  it('again changes nothing; with a saved choice of columns it is mapped at once', async () => {
    const again = (await upload(table)).headers.get('location')!;
    const { rows } = await app.db.owner.query(`select id from people_mappings`);
    const mapped = await app.post(
      again,
      { ...choices, 'column-0': '', 'column-1': '', mapping: rows[0].id, list: roleId, step: 'look' },
      { cookie },
    );
    expect(words(await mapped.text())).toContain('0 new, 0 changed, 0 ended, 2 as before');
    await app.post(again, { ...choices, list: roleId, step: 'take' }, { cookie });
    expect(await people('one')).toEqual(['Eva Ejemplo', 'Ana Prueba']);
  });

  it('ends who is no longer in it, keeps what was, and can be undone, the last one first', async () => {
    const next = (
      await upload(`${table.split('\n').slice(0, 2).join('\n')}\nIris Nueva,Minister of Women,iris@example.invalid,\n`)
    ).headers.get('location')!;
    const fields = { ...choices, list: roleId, as_of: '2026-11-15', step: 'take' };
    expect((await app.post(next, { ...fields, as_of: '2026-10-01' }, { cookie })).status).toBe(422);
    expect((await app.post(next, fields, { cookie })).status).toBe(303);
    expect(await people('one')).toEqual(['Iris Nueva', 'Ana Prueba']);
    const before = await lookup('one');
    expect(before.list(roleId, '2026-11-10', 'name').map((each) => each.official?.name)).toContain('Eva Ejemplo');
    // An earlier list cannot be undone under a later one.
    await app.post(`${first}/reversal`, {}, { cookie });
    expect(await people('one')).toEqual(['Iris Nueva', 'Ana Prueba']);
    for (let i = 0; i < 2; i += 1) await app.post(`${next}/reversal`, {}, { cookie });
    expect(await people('one')).toEqual(['Eva Ejemplo', 'Ana Prueba']);
    expect(words(await (await app.get(next, { cookie })).text())).toContain('undone');
  });

  it('says what is wrong with a file or a choice, and keeps what was typed', async () => {
    expect(words(await (await upload('A\0B,c\nd,e\n')).text())).toContain('signs that no table has');
    expect((await upload('')).status).toBe(422);
    expect((await upload(Buffer.alloc(2_100_000, 'a,b\n'))).status).toBe(422);
    const at = (await upload(table)).headers.get('location')!;
    const wrong = await app.post(
      at,
      { ...choices, 'column-1': 'name', as_of: '2999-01-01', source: '', step: 'take' },
      { cookie },
    );
    expect(wrong.status).toBe(422);
    const text = words(await wrong.text());
    expect(text).toContain('Two columns are the same thing');
    expect(text).toContain('This day lies ahead');
    expect((await app.post(`${at}/removal`, {}, { cookie })).status).toBe(303);
    expect((await app.get(at, { cookie })).status).toBe(404);
  });

  it('that nobody took is thrown away after thirty days, and the way back after half a year', async () => {
    await upload(table);
    const network = await app.network('one');
    const later = (days: number) => new Date(app.deps.clock().getTime() + days * 86_400_000);
    const retain = (days: number) =>
      inNetwork(app.db, network.id, (trx) =>
        retainUploads({ trx, actor: { kind: 'system' }, network, locale: 'en', now: later(days) }),
      );
    expect(await retain(29)).toBe(0);
    expect(await retain(31)).toBe(1);
    await retain(181);
    expect((await app.db.owner.query(`select from people_uploads where before is not null`)).rowCount).toBe(0);
    expect((await app.db.owner.query(`select from people_uploads where content is not null`)).rowCount).toBe(0);
  });
});
