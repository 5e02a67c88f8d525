import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { guessColumns } from '../../../platform/csv/index.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import type { Ctx, Network } from '../../../platform/tenancy/index.ts';
import { leave } from '../own/departure.ts';
import { headers } from './columns.ts';
import { retainImports } from './commands.ts';
import { planOf } from './plan.ts';
import { takeImports, takePart } from './taking.ts';
import { undoImports, undoPart } from './undoing.ts';

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

const ctxOf = (trx: Ctx['trx']): Ctx => ({
  trx,
  actor: { kind: 'system' },
  network: one,
  locale: 'en',
  now: world.deps.clock(),
});
const createOrganisation = (network: string, name: string) =>
  rows(
    `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at)
     values ($1, gen_random_uuid(), 'o', $2, lower($2), 'other', now(), now())`,
    network,
    name,
  );

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

test('members come by a job, part by part, after a dry run, never twice; a name that is here already is asked about; undone, all of it goes', async () => {
  const ana = await signInAs(world, one);
  await world.db.owner.query(`update accounts set name = 'Ana Díaz' where id = $1`, [ana.id]);
  const lines = Array.from({ length: 1_050 }, (_, i) => `=W${i} Tester,w${i}@list.invalid,2020-01-0${(i % 9) + 1}`);
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
  expect(dry).toContain('1,052 new people');
  expect(dry).toContain('Rows that are not taken (3)');
  expect(dry).toContain('The same address stands in line 3');
  expect(await rows(`select 1 from memberships where network_id = $1`, one.id)).toEqual([]);
  const columns = { 'column-0': 'name', 'column-1': 'email', 'column-2': 'since', step: 'take' };
  const asked = await world.post(here, columns, { cookie });
  expect(await said(asked)).toContain('whether it is the same person');
  const taken = await world.post(here, { ...columns, 'same-1052': ana.id }, { cookie });
  expect(taken.status).toBe(303);
  await world.post(here, { ...columns, 'same-1052': ana.id }, { cookie });
  expect(await said(await world.get(here, { cookie }))).toContain('0 of 1,052 rows are taken');
  // A worker takes a part and is killed; two others go on at once.
  await inNetwork(world.db, one.id, (trx) => takePart(ctxOf(trx), here.split('/').at(-1)!));
  expect(await said(await world.get(here, { cookie }))).toContain('500 of 1,052');
  const job = { deps: world.deps, network: one.id, payload: { import: here.split('/').at(-1) } };
  await Promise.all([takeImports(job), takeImports(job)]);
  await world.work();
  expect(await said(await world.get(here, { cookie }))).toContain(
    'New people: 1051. Here before: 1. Memberships begun: 1052',
  );
  expect(await rows(`select 1 from memberships where network_id = $1`, one.id)).toHaveLength(1_052);
  expect(await rows(`select state from memberships where account_id = $1`, ana.id)).toEqual([{ state: 'active' }]);
  expect(await rows(`select username from accounts where name = 'No Address'`)).toEqual([{ username: 'no.address' }]);
  expect(await rows('select 1 from mails')).toEqual([]);
  // Whoever has signed in since keeps her account; what was changed since, or is held by something else, stays and is named.
  await world.db.owner.query(`update accounts set first_signed_in_at = now() where email = 'w5@list.invalid'`);
  await rows(
    `insert into membership_events (network_id, id, membership_id, at, kind) select m.network_id, gen_random_uuid(), m.id, now(), 'suspended'
     from memberships m join accounts a on a.network_id = m.network_id and a.id = m.account_id where a.email = 'w6@list.invalid'`,
  );
  await rows(
    `insert into stories (network_id, id, slug, account_id, created_at, updated_at)
     select network_id, gen_random_uuid(), 'hers', id, now(), now() from accounts where email = 'w1049@list.invalid'`,
  );
  // A table that does not let an account go, as one may come some day.
  await rows(
    'create table holding (network_id uuid, account_id uuid, foreign key (network_id, account_id) references accounts)',
  );
  await rows(`insert into holding select network_id, id from accounts where email = 'w7@list.invalid'`);
  for (const _ of ['twice', 'is once']) await world.post(`${here}/reversal`, {}, { cookie });
  expect(await said(await world.get(here, { cookie }))).toContain('0 of 1,052 rows are taken back');
  await inNetwork(world.db, one.id, (trx) => undoPart(ctxOf(trx), here.split('/').at(-1)!, 2));
  const half = await world.get(`${here}?look=9`, { cookie });
  expect(half.headers.get('refresh')).toBe(`15; url=${here}?look=8`);
  expect(await said(half)).toContain('2 of 1,052 rows are taken back');
  await Promise.all([undoImports(job), undoImports(job)]);
  await world.work();
  const over = await world.get(`${here}?look=9`, { cookie });
  expect(over.headers.get('refresh')).toBeNull();
  const page = await said(over);
  expect(page).toContain('What is still there (4)');
  expect(page).toContain('Line 7: =W5 Tester has signed in since');
  expect(page).toContain('Line 8: =W6 Tester: her membership was renewed, suspended or ended since');
  expect(page).toContain('Line 9: =W7 Tester: other things of the network belong to this row');
  // That what holds her is a story nobody learns here: it might as well be a group.
  expect(page).toContain('Line 1051: =W1049 Tester belongs by something else as well. Her account stays.');
  expect(await rows(`select account_id from memberships where network_id = $1`, one.id)).toHaveLength(2);
  expect(await rows(`select email from accounts where email like '%@list.invalid' order by email`)).toEqual(
    ['w1049', 'w5', 'w6', 'w7'].map((name) => ({ email: `${name}@list.invalid` })),
  );
  expect(await rows('select 1 from accounts where id = $1', ana.id)).toHaveLength(1);
});

test('the same name twice in a list is asked about; whoever was closed or came meanwhile is not made again; a bad row fails alone', async () => {
  await createOrganisation(one.id, 'Open Door');
  const put = await upload(
    [
      'Name,Email,Organisation,Country',
      'Díaz Lucía,,Open Door,',
      'Lucía Díaz,lucia@twin.invalid,Open Door,',
      'Lucia Diaz,other@twin.invalid,,',
      'Came Meanwhile,came@twin.invalid,,',
      'Was Closed,closed@twin.invalid,,',
      'Last One,last@twin.invalid,,',
    ].join('\n'),
  );
  const here = put.headers.get('location')!;
  const dry = await said(await world.get(here, { cookie }));
  expect(dry).toContain('The same as in line 2: Díaz Lucía');
  const columns = {
    'column-0': 'name',
    'column-1': 'email',
    'column-2': 'organisation',
    'column-3': 'country',
    step: 'take',
  };
  expect((await world.post(here, { ...columns, 'same-3': 'line-4', 'same-4': 'other' }, { cookie })).status).toBe(422);
  expect((await world.post(here, { ...columns, 'same-3': 'line-2', 'same-4': 'other' }, { cookie })).status).toBe(303);
  const [came, closed] = [await signInAs(world, one), await signInAs(world, one)];
  await rows(`update accounts set email = 'x', email_key = 'came@twin.invalid' where id = $1`, came.id);
  await rows(`update accounts set email_key = 'closed@twin.invalid', disabled_at = now() where id = $1`, closed.id);
  // A cell that no rule foresaw.
  await rows(`update member_imports set plan = jsonb_set(plan, '{5,since}', '"never"') where state = 'running'`);
  await world.work();
  const page = await said(await world.get(here, { cookie }));
  expect(page).toContain('New people: 2. Here before: 2. Memberships begun: 3. Rows not taken: 2.');
  expect(page).toContain('This row could not be written');
  expect(await rows(`select name, email from accounts where email like '%@twin.invalid' order by email`)).toEqual([
    { name: 'Díaz Lucía', email: 'lucia@twin.invalid' },
    { name: 'Lucia Diaz', email: 'other@twin.invalid' },
  ]);
  await world.post(`${here}/reversal`, {}, { cookie });
  await world.work();
  expect(await rows(`select 1 from accounts where email like '%@twin.invalid'`)).toEqual([]);
  expect(await rows('select 1 from accounts where id = $1', came.id)).toHaveLength(1);
});

test('a list that is being taken can be stopped: what was taken goes again, and nothing more comes', async () => {
  const list = Array.from({ length: 600 }, (_, i) => `Stop ${i},s${i}@stop.invalid`).join('\n');
  const here = (await upload(`Name,Email\n${list}`)).headers.get('location')!;
  await world.post(here, { 'column-0': 'name', 'column-1': 'email', step: 'take' }, { cookie });
  await inNetwork(world.db, one.id, (trx) => takePart(ctxOf(trx), here.split('/').at(-1)!));
  expect(await rows(`select 1 from accounts where email like '%@stop.invalid'`)).toHaveLength(500);
  await world.post(`${here}/reversal`, {}, { cookie });
  await world.work();
  expect(await rows(`select 1 from accounts where email like '%@stop.invalid'`)).toEqual([]);
  expect(await said(await world.get(here, { cookie }))).toContain('what it had made was taken back');
});

test('a list is taken back at the instant in which a woman of it deletes her account: nothing comes back, nothing is left, in either order', async () => {
  const how = { former: true, erased: true, formerName: 'A former member' };
  const blocked = async (least: number) => {
    for (let look = 0; look < 400; look += 1) {
      const [{ n }] = await rows(
        `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      if (n >= least) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('nobody waited');
  };
  for (const [round, first] of (['undo', 'leave', 'undo', 'leave'] as const).entries()) {
    const name = `Race ${round} Truename`;
    const here = (
      await upload(`Name,Email\n${name},r${round}@race.invalid\nOther ${round},o${round}@race.invalid`)
    ).headers.get('location')!;
    const list = here.split('/').at(-1)!;
    await world.post(here, { 'column-0': 'name', 'column-1': 'email', step: 'take' }, { cookie });
    await world.work();
    const [{ id }] = await rows('select id from accounts where email = $1', `r${round}@race.invalid`);
    await rows(
      `update member_imports set refused = $2 where id = $1`,
      list,
      JSON.stringify([{ line: 9, key: 'x', values: { value: `R${round}@race.invalid` } }]),
    );
    await rows(`update member_imports set state = 'undoing', done = 0, total = 2 where id = $1`, list);
    const acts = {
      undo: () => undoImports({ deps: world.deps, network: one.id, payload: { import: list } }),
      leave: () =>
        inNetwork(world.db, one.id, (trx) =>
          leave({ ...ctxOf(trx), actor: { kind: 'account', id, name, roles: [] } }, world.deps.features, id, how),
        ),
    };
    // Both have begun and wait for the same row when it is let go.
    const gate = await world.db.owner.connect();
    await gate.query('begin');
    await gate.query('select from accounts where id = $1 for update', [id]);
    const running = [acts[first]()];
    await blocked(1);
    running.push(acts[first === 'undo' ? 'leave' : 'undo']());
    await blocked(2);
    await gate.query('commit');
    gate.release();
    await Promise.all(running);
    expect(await rows('select state, refused from member_imports where id = $1', list)).toEqual([
      { state: 'undone', refused: [] },
    ]);
    // Gone altogether, or closed and nameless: never open, and never a member.
    const left = await rows(
      'select name, email, email_key, disabled_at is null as open from accounts where id = $1',
      id,
    );
    expect(left).toEqual(first === 'undo' ? [] : [{ name: how.formerName, email: null, email_key: null, open: false }]);
    expect(await rows(`select 1 from memberships where account_id = $1 and state <> 'left'`, id)).toEqual([]);
    expect(
      await rows(`select 1 from accounts where name like '%${round} Truename' or email like '%${round}@race.invalid'`),
    ).toEqual([]);
    // Taken once more by a job that comes late, it brings nobody back.
    await world.work();
    expect(await rows(`select 1 from accounts where email like '%@race.invalid'`)).toEqual([]);
  }
});

test('names and addresses of rows that were refused go once nothing can be undone any more', async () => {
  const here = (await upload('Name,Email\nWilhelmina Truename,no address\nKept,kept@late.invalid')).headers.get(
    'location',
  )!;
  await world.post(here, { 'column-0': 'name', 'column-1': 'email', step: 'take' }, { cookie });
  await world.work();
  const list = here.split('/').at(-1)!;
  const refused = async () => JSON.stringify(await rows('select refused from member_imports where id = $1', list));
  await inNetwork(world.db, one.id, (trx) => retainImports(ctxOf(trx)));
  expect(await refused()).toContain('no address');
  await rows(`update member_imports set taken_at = taken_at - interval '31 days' where id = $1`, list);
  await inNetwork(world.db, one.id, (trx) => retainImports(ctxOf(trx)));
  expect(await refused()).toBe('[{"refused":[]}]');
  expect((await world.get(here, { cookie })).status).toBe(200);
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
      const plan = planOf(header, records, guessColumns(headers, header), at);
      expect(plan.rows.length + plan.refused.length).toBe(records.length);
      const keys = plan.rows.map(({ emailKey }) => emailKey).filter((key) => key !== null);
      expect(new Set(keys).size).toBe(keys.length);
      for (const row of plan.rows) expect(row.name.trim()).not.toBe('');
    }),
  );
  expect(guessColumns(headers, ['First name', 'Apellidos', 'E-mail', 'Joined'])).toEqual({
    given: 0,
    family: 1,
    email: 2,
    since: 3,
  });
});
