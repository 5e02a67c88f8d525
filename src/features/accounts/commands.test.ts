import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { commands } from './commands.ts';
import { oneTimeSignInLinks } from './index.ts';

let world: TestApp;
let one: Network;

beforeAll(async () => {
  world = await createTestApp();
  one = await createNetwork(world, 'one');
  await createNetwork(world, 'two');
});
afterAll(() => world.stop());

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;

async function user(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await commands[0]!.run(args, {
    deps: world.deps,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err: err.join('\n') };
}

const pathOf = (url: string) => new URL(url).pathname;

describe('casement user', () => {
  test('add makes an account with a role and prints a link that signs her in once, within a day', async () => {
    const added = await user(
      'add',
      'one',
      'Rosa@Example.invalid',
      '--name',
      'Rosa Muñoz',
      '--role',
      'coordinator',
      '--locale',
      'fr',
    );
    expect(added.code).toBe(0);
    const url = added.out.at(-1)!;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/one\/fr\/sign-in\/links\/[\w-]+$/);
    const [account] = await rows("select * from accounts where email_key = 'rosa@example.invalid'");
    expect(account).toMatchObject({ name: 'Rosa Muñoz', email: 'Rosa@Example.invalid', locale: 'fr', sample: false });
    world.at('2026-11-22T11:59:00Z');
    const opened = await world.post(pathOf(url), {});
    expect(opened.status).toBe(303);
    const cookie = opened.headers
      .getSetCookie()
      .find((line) => line.startsWith('casement_session'))!
      .split(';')[0]!;
    // A coordinator's work waits for a second factor, which the page leads to.
    expect(opened.headers.get('location')).toContain('/account/second-factor');
    const waiting = await world.get('/one/fr/desk/network', { cookie });
    expect(waiting.status).toBe(403);
    expect(words(await waiting.text())).toContain('Il faut un second facteur');
    expect((await world.post(pathOf(url), {})).status).toBe(404);
    const audited = await rows(
      'select actor_kind, actor_id, detail from audit where noun_id = $1 and verb = $2',
      account.id,
      'added',
    );
    expect(audited).toEqual([{ actor_kind: 'operator', actor_id: null, detail: { role: 'coordinator' } }]);
    expect((await user('add', 'one', 'rosa@example.invalid', '--name', 'Rosa', '--role', 'member')).err).toContain(
      'already',
    );
    expect((await user('list', 'one')).out).toEqual(['Rosa@Example.invalid  Rosa Muñoz  (coordinator; fr)']);
    expect((await user('list', 'two')).out[0]).toContain('Nobody has an account yet');
    world.at('2026-11-21T12:00:00Z');
  });

  test('link prints another link; a day later it is over', async () => {
    const { out } = await user('link', 'one', 'rosa@example.invalid');
    world.at('2026-11-22T12:00:00Z');
    expect((await world.post(pathOf(out[0]!), {})).status).toBe(404);
    world.at('2026-11-21T12:00:00Z');
  });

  test('disable ends sessions and links at once; enable lets her in again', async () => {
    const { cookie, id } = await signInAs(world, one, 'coordinator');
    const [{ email }] = await rows('select email from accounts where id = $1', id);
    const link = (await user('link', 'one', email)).out[0]!;
    expect((await user('disable', 'one', email)).out[0]).toContain('sessions ended: 1');
    expect((await world.get('/one/en/account', { cookie })).status).toBe(403);
    expect((await world.post(pathOf(link), {})).status).toBe(404);
    expect((await user('link', 'one', email)).err).toContain('is disabled');
    expect((await user('disable', 'one', email)).err).toContain('disabled already');
    expect((await user('list', 'one')).out.find((line) => line.startsWith(email))).toContain('disabled');
    expect((await user('enable', 'one', email)).code).toBe(0);
    expect((await world.post(pathOf((await user('link', 'one', email)).out[0]!), {})).status).toBe(303);
    const audited = await rows("select verb from audit where noun = 'account' and noun_id = $1 order by id", id);
    expect(audited.map((row) => row.verb)).toEqual(['disabled', 'enabled', 'signed-in']);
  });

  test('grant and revoke need a reason, hold at once, and stay on record', async () => {
    const { cookie, id } = await signInAs(world, one);
    const [{ email }] = await rows('select email from accounts where id = $1', id);
    const settings = async () => (await world.get('/one/en/desk/network', { cookie })).status;
    expect((await user('grant', 'one', email, '--role', 'coordinator')).err).toContain('--reason');
    expect(await settings()).toBe(404);
    const given = await user(
      'grant',
      'one',
      email,
      '--role',
      'coordinator',
      '--reason',
      'elected',
      '--until',
      '2026-12-01',
    );
    expect(given.out).toEqual([`${email} is coordinator of /one until 2026-12-01.`]);
    expect(await settings()).toBe(200);
    expect((await user('grant', 'one', email, '--role', 'coordinator', '--reason', 'again')).err).toContain('already');
    world.at('2026-12-01T23:59:00Z');
    expect(await settings()).toBe(200);
    world.at('2026-12-02T00:00:00Z');
    expect(await settings()).toBe(404);
    world.at('2026-11-21T12:00:00Z');
    expect((await user('revoke', 'one', email, '--role', 'coordinator', '--reason', 'stepped down')).code).toBe(0);
    expect(await settings()).toBe(404);
    expect((await user('revoke', 'one', email, '--role', 'coordinator', '--reason', 'twice')).err).toContain(
      'is not coordinator',
    );
    const audited = await rows(
      "select actor_kind, verb, detail from audit where noun = 'role' and noun_id = $1 order by id",
      id,
    );
    expect(audited).toEqual([
      {
        actor_kind: 'operator',
        verb: 'granted',
        detail: { role: 'coordinator', reason: 'elected', until: '2026-12-01' },
      },
      { actor_kind: 'operator', verb: 'revoked', detail: { role: 'coordinator', reason: 'stepped down' } },
    ]);
  });

  test.each([
    [['list'], 2, 'Usage'],
    [['list', 'nowhere'], 1, 'no network "nowhere"'],
    [['toString', 'one', 'a@example.invalid'], 2, 'Usage'],
    [['link', 'one', 'no address'], 2, 'not an e-mail address'],
    [['link', 'one', 'nobody@example.invalid'], 1, 'has no account'],
    [['link', 'two', 'rosa@example.invalid'], 1, 'has no account in /two'],
    [['link', 'one', 'rosa@example.invalid', '--role', 'lead'], 2, '--role does not go'],
    [['add', 'one', 'b@example.invalid', '--role', 'coordinator'], 2, '--name'],
    [['add', 'one', 'b@example.invalid', '--name', 'B', '--role', 'queen'], 2, '--role is needed, one of'],
    [['add', 'one', 'b@example.invalid', '--name', 'B', '--role', 'lead', '--locale', 'pt'], 1, 'not in "pt"'],
    [
      ['grant', 'one', 'rosa@example.invalid', '--role', 'lead', '--reason', 'x', '--until', '2026-02-30'],
      2,
      'YYYY-MM-DD',
    ],
    [
      ['grant', 'one', 'rosa@example.invalid', '--role', 'lead', '--reason', 'x', '--until', '2020-01-01'],
      2,
      'in the past',
    ],
    [['add', 'one', '--nonsense'], 2, 'nonsense'],
  ])('%j is refused with what to do', async (args, code, message) => {
    const answer = await user(...args);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(message);
  });
});

test('the first start has a link for every demo coordinator, and for nobody else', async () => {
  const demo = await signInAs(world, one, 'coordinator');
  const member = await signInAs(world, one, 'member');
  const disabled = await signInAs(world, one, 'administrator');
  await world.db.owner.query('update accounts set sample = true where id = any($1)', [
    [demo.id, member.id, disabled.id],
  ]);
  await world.db.owner.query('update accounts set disabled_at = now() where id = $1', [disabled.id]);
  const [{ name }] = await rows('select name from accounts where id = $1', demo.id);
  const links = await oneTimeSignInLinks(world.deps);
  expect(links).toEqual([
    {
      network: 'one',
      name,
      roles: 'coordinator',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:3000\/one\/en\/sign-in\/links\//),
    },
  ]);
  expect((await world.get(pathOf(links[0]!.url))).status).toBe(200);
  expect((await world.post(pathOf(links[0]!.url), {})).status).toBe(303);
});
