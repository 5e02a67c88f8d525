import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import type { Network } from '../../../platform/tenancy/index.ts';
import { guessColumns } from './columns.ts';
import { planOf } from './plan.ts';

let world: TestApp;
let one: Network;
let cookie: string;

beforeAll(async () => {
  world = await createTestApp();
  one = await createNetwork(world, 'one');
  ({ cookie } = await signInAs(world, one, 'coordinator'));
});
afterAll(() => world.stop());

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;
const said = async (response: Response) => words(await response.text());

async function upload(text: string | Uint8Array): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([text as BlobPart]), 'members.csv');
  return world.app.request('http://127.0.0.1:3000/one/en/members/imports', {
    method: 'POST',
    body: form,
    headers: { origin: 'http://127.0.0.1:3000', cookie },
    redirect: 'manual',
  });
}

test('1,700 members come in one batch after a dry run; a name that is here already is asked about; undone, all of it goes', async () => {
  const ana = await signInAs(world, one);
  await world.db.owner.query(`update accounts set name = 'Ana Díaz' where id = $1`, [ana.id]);
  const lines = Array.from({ length: 1_700 }, (_, i) => `=W${i} Tester,w${i}@list.invalid,2020-01-0${(i % 9) + 1}`);
  const odd = [
    'Ana Diaz,ana@list.invalid,',
    'No Address,,soon',
    ',x@list.invalid,',
    'Bad,nobody,',
    'Twice,W1@list.invalid,',
  ];
  const put = await upload(`﻿Full name,E-mail,Member since\n${[...lines, ...odd].join('\n')}\n`);
  const here = put.headers.get('location')!;
  const dry = await said(await world.get(here, { cookie }));
  expect(dry).toContain('1702 new people'.replace('1702', '1,702'));
  expect(dry).toContain('Rows that are not taken (3)');
  expect(dry).toContain('The same address stands in line 3');
  expect(await rows(`select 1 from memberships where network_id = $1`, one.id)).toEqual([]);
  const columns = { 'column-0': 'name', 'column-1': 'email', 'column-2': 'since', step: 'take' };
  const asked = await world.post(here, columns, { cookie });
  expect(await said(asked)).toContain('whether it is the same person');
  const began = performance.now();
  const taken = await world.post(here, { ...columns, 'same-1702': ana.id }, { cookie });
  expect(taken.status).toBe(303);
  expect(performance.now() - began).toBeLessThan(10_000);
  await world.post(here, { ...columns, 'same-1702': ana.id }, { cookie });
  expect(await rows(`select 1 from memberships where network_id = $1`, one.id)).toHaveLength(1_702);
  expect(await rows(`select state from memberships where account_id = $1`, ana.id)).toEqual([{ state: 'active' }]);
  expect(await rows(`select username from accounts where name = 'No Address'`)).toEqual([{ username: 'no.address' }]);
  expect(await rows('select 1 from mails')).toEqual([]);
  // Whoever has signed in since keeps her account.
  await world.db.owner.query(`update accounts set first_signed_in_at = now() where email = 'w5@list.invalid'`);
  await world.post(`${here}/reversal`, {}, { cookie });
  expect(await rows(`select 1 from memberships where network_id = $1`, one.id)).toEqual([]);
  expect(await rows(`select email from accounts where email like '%@list.invalid'`)).toEqual([
    { email: 'w5@list.invalid' },
  ]);
  expect(await rows('select 1 from accounts where id = $1', ana.id)).toHaveLength(1);
});

test('a file in Windows’ own encoding with semicolons is read; one that is no table is refused with what to do', async () => {
  const bytes = Buffer.from('Nombre;Correo\nMaría Ñúñez;maria@list.invalid\n', 'latin1');
  const put = await upload(bytes);
  expect(await said(await world.get(put.headers.get('location')!, { cookie }))).toContain('One new person');
  await world.post(`${put.headers.get('location')}/removal`, {}, { cookie });
  expect((await world.get(put.headers.get('location')!, { cookie })).status).toBe(404);
  expect((await upload('only one line')).status).toBe(422);
});

test('whatever stands in the cells: a row is taken or refused, once; no address comes twice', () => {
  const at = {
    known: [],
    countries: new Map([['kenya', 'ke']]),
    organisations: new Map(),
    locales: ['en'],
    today: '2026-11-21',
  };
  const cell = fc.oneof(fc.string(), fc.constantFrom('', 'a@x.invalid', 'A@X.invalid', 'Kenya', '2020-01-01', '=1'));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 20 }), (cells) => {
      const header = ['name', 'email', 'country', 'since'];
      const records = cells.map((fields, i) => ({ line: i + 2, fields }));
      const plan = planOf(header, records, guessColumns(header), at);
      expect(plan.rows.length + plan.refused.length).toBe(records.length);
      const keys = plan.rows.map(({ emailKey }) => emailKey).filter((key) => key !== null);
      expect(new Set(keys).size).toBe(keys.length);
      for (const row of plan.rows) expect(row.name.trim()).not.toBe('');
    }),
  );
  expect(guessColumns(['First name', 'Apellidos', 'E-mail', 'Joined'])).toEqual({
    given: 0,
    family: 1,
    email: 2,
    since: 3,
  });
});
