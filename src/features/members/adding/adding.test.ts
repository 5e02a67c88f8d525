import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { readLanguages } from './forms.ts';

let world: TestApp;
let cookie: string;
const path = '/one/en/members/new';

beforeAll(async () => {
  world = await createTestApp();
  const one = await createNetwork(world, 'one');
  ({ cookie } = await signInAs(world, one, 'coordinator'));
});
afterAll(() => world.stop());

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;
const add = (fields: Record<string, string>) =>
  world.post(path, { id: newId(), name: '', email: '', username: '', locale: 'en', ...fields }, { cookie });
const said = async (response: Response) => words(await response.text());

test('one form adds a member, once, and writes to nobody; with an invitation she is written to', async () => {
  expect(await said(await world.get(path, { cookie }))).toContain('Add a member');
  const id = newId();
  const fields = { id, name: '=Ana ยุติ', email: 'ana@add.invalid', languages: 'Spanish, fr', note: 'Met in Lima.' };
  const made = await add(fields);
  expect(made.status).toBe(303);
  const page = await said(await world.get(made.headers.get('location')!, { cookie }));
  expect(page).toContain('Met in Lima.');
  expect((await add(fields)).headers.get('location')).toBe(made.headers.get('location'));
  expect(await rows('select state from memberships where account_id = $1', id)).toEqual([{ state: 'active' }]);
  expect(await rows('select languages from profiles where account_id = $1', id)).toEqual([{ languages: ['es', 'fr'] }]);
  expect(await rows('select 1 from mails')).toEqual([]);
  expect((await add({ name: 'Invited', email: 'in@add.invalid', invite: 'yes' })).status).toBe(303);
  expect(await rows('select kind, to_address from mails')).toEqual([
    { kind: 'invitation', to_address: 'in@add.invalid' },
  ]);
});

test('without an address a username, and a printed code where she is let in; mistakes keep what was typed', async () => {
  const sheet = await said(await add({ name: 'Bea', username: 'Bea.One', invite: 'yes' }));
  expect(sheet).toContain('bea.one');
  expect((await add({ name: 'Cai', username: 'cai.two' })).status).toBe(303);
  expect(await rows(`select 1 from paper_codes c join accounts a on a.id = c.account_id where a.name = 'Cai'`)).toEqual(
    [],
  );
  const wrong = await add({ name: 'Kept', languages: 'Klingon' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('value="Kept"');
  expect((await add({ name: 'X', email: 'x@add.invalid', organisation: newId() })).status).toBe(422);
  expect((await add({ name: 'X', email: 'x@add.invalid', country: 'zz' })).status).toBe(422);
});

test('whoever may be here already is shown first, and nobody is made a second time', async () => {
  const [her] = await rows(`select id from accounts where email = 'ana@add.invalid'`);
  const asked = await add({ name: 'ยุติ =ana', email: 'second@add.invalid' });
  expect([asked.status, (await said(asked)).includes('ana@add.invalid')]).toEqual([422, true]);
  expect((await add({ name: 'Other Name', email: 'ANA@add.invalid', who: 'new' })).status).toBe(422);
  const same = await add({ name: 'ยุติ =ana', email: 'second@add.invalid', who: her!.id, note: 'Again.' });
  expect(same.status).toBe(303);
  expect(await said(await world.get(same.headers.get('location')!, { cookie }))).toContain('Again.');
  expect(await rows(`select 1 from accounts where email = 'second@add.invalid'`)).toEqual([]);
  expect((await add({ name: 'ยุติ =ana', email: 'second@add.invalid', who: 'new' })).status).toBe(303);
  expect(await rows(`select 1 from accounts where email = 'second@add.invalid'`)).toHaveLength(1);
  await rows(`update accounts set disabled_at = now() where id = $1`, her!.id);
  const closed = await said(await add({ name: 'Ana', email: 'ana@add.invalid' }));
  expect(closed).toContain('This account cannot be used again');
  const member = await signInAs(world, await world.network('one'), 'member');
  expect((await world.post(path, { name: 'No', email: 'no@add.invalid' }, member)).status).toBe(404);
});

test('languages are read by code or by name in any of the network’s languages', () => {
  expect(readLanguages('español; Inglés, fr ,French', ['es', 'en'])).toEqual(['es', 'en', 'fr']);
  expect(readLanguages(' , ', ['en'])).toEqual([]);
  expect(readLanguages('=1+1', ['en'])).toBeUndefined();
});
