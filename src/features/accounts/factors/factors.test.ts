import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { paperCodeHash, readPaperCode } from '../../../platform/crypto/paper-code.ts';
import { totpCode } from '../../../platform/crypto/totp.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import type { Network, Role } from '../../../platform/tenancy/index.ts';
import { sessionCookie } from '../index.ts';
import { newPassphrase } from '../passphrase.ts';
import { insertAccount, insertGrant, type StoredPassphrase, writePassphrase } from '../queries.ts';
import { secondLength } from './factors.ts';

const begin = new Date('2026-11-21T12:00:00Z');
const good = 'seven windows over the yard';

let world: TestApp;
let one: Network;
let stored: StoredPassphrase;
let from: Record<string, string>;
let clients = 0;

beforeAll(async () => {
  world = await createTestApp({ env: { CASEMENT_TRUST_PROXY: '1' } });
  one = await createNetwork(world, 'one');
  stored = await newPassphrase(good);
});
afterAll(() => world.stop());
beforeEach(() => {
  world.at(begin);
  clients += 1;
  from = { 'x-forwarded-for': `203.0.113.${clients}` };
});

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;
const get = (path: string, cookie?: string) => world.get(path, { cookie, headers: from });
const post = (path: string, fields: Record<string, string>, cookie?: string) =>
  world.post(path, fields, { cookie, headers: from });
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .find((line) => line.startsWith(`${sessionCookie}=`))!
    .split(';')[0]!;
const later = (seconds: number) => world.at(new Date(begin.getTime() + seconds * 1000));

async function account(...roles: Role[]): Promise<{ id: string; email: string }> {
  const id = newId();
  const email = `p${id.slice(-12)}@example.invalid`;
  await inNetwork(world.db, one.id, async (trx) => {
    const ctx = { trx, actor: { kind: 'system' } as const, network: one, locale: 'en', now: begin };
    await insertAccount(ctx, { id, name: 'Ada Wing', email, emailKey: email, locale: 'en' });
    for (const role of roles) await insertGrant(ctx, { accountId: id, role, reason: 'test' });
    await writePassphrase(ctx, id, stored);
  });
  return { id, email };
}
const signIn = (email: string, fields = {}) => post('/one/en/sign-in', { email, passphrase: good, ...fields });

/** Sets up an app as a person does: begins, reads the letters, types the first code. Returns the secret and the codes. */
async function setUpApp(cookie: string, next = '') {
  expect((await post('/one/en/account/second-factor/app', { next }, cookie)).status).toBe(303);
  const html = await (await get('/one/en/account/second-factor/app', cookie)).text();
  const secret = /class="letters"[^>]*><code>([A-Z2-7 ]+)</.exec(html)![1]!.replaceAll(' ', '');
  expect(html).toContain(`secret=${secret}`);
  const code = await totpCode(secret, world.deps.clock());
  const done = await post('/one/en/account/second-factor/app/confirmation', { code, next }, cookie);
  const sheet = await done.text();
  const codes = [...sheet.matchAll(/<code>([0-9A-Z-]{10,})<\/code>/g)].map((match) => match[1]!);
  return { secret, code, codes, status: done.status };
}

describe('a coordinator', () => {
  test('is led to a second factor at her next sign-in, and can do nothing else of hers until it is there', async () => {
    const { email, id } = await account('coordinator', 'member');
    const response = await signIn(email, { next: '/one/en/desk/campaigns' });
    expect(response.headers.get('location')).toBe(
      `/one/en/account/second-factor?next=${encodeURIComponent('/one/en/desk/campaigns')}`,
    );
    const cookie = cookieOf(response);
    const refused = await get('/one/en/desk/campaigns', cookie);
    expect(refused.status).toBe(403);
    expect(words(await refused.text())).toContain('A second factor is needed');
    expect((await get('/one/en/outbox', cookie)).status).toBe(403);
    const page = words(await (await get('/one/en/account/second-factor', cookie)).text());
    expect(page).toContain('waiting until you have a second factor: coordinator');

    const { codes, status } = await setUpApp(cookie);
    expect(status).toBe(200);
    expect(codes).toHaveLength(10);
    expect((await get('/one/en/desk/campaigns', cookie)).status).toBe(200);
    const [kept] = await rows('select * from totp_secrets where account_id = $1', id);
    expect(kept.secret_closed.length).toBe(24 + 32 + 16);
    const audited = await rows("select verb from audit where noun = 'authenticator' and noun_id = $1 order by id", id);
    expect(audited.map((row) => row.verb)).toEqual(['begun', 'added']);
    expect(
      await rows("select kind from account_notices where account_id = $1 and kind = 'factor-added'", id),
    ).toHaveLength(1);
  });

  test('of a demonstration is exempt, and told so; a real account in it is not', async () => {
    await world.db.owner.query('update networks set sample = true where id = $1', [one.id]);
    world.deps.edits.emit('');
    const real = await signInAs.weakly(world, await world.network('one'), 'coordinator');
    const demo = await signInAs.weakly(world, await world.network('one'), 'coordinator');
    await world.db.owner.query('update accounts set sample = true where id = $1', [demo.id]);
    expect((await get('/one/en/desk/campaigns', real.cookie)).status).toBe(403);
    expect((await get('/one/en/desk/campaigns', demo.cookie)).status).toBe(200);
    expect(words(await (await get('/one/en/account', demo.cookie)).text())).toContain('This is a demo account');
    await world.db.owner.query('update networks set sample = false where id = $1', [one.id]);
    world.deps.edits.emit('');
    expect((await get('/one/en/desk/campaigns', demo.cookie)).status).toBe(403);
  });
});

describe('signing in with a second factor', () => {
  test('the passphrase alone opens nothing; the code opens a new session; replay and old codes do not', async () => {
    const { email } = await account('coordinator');
    const first = cookieOf(await signIn(email));
    const { secret, code } = await setUpApp(first);
    later(60);
    const half = await signIn(email, { next: '/one/en/account', stay: 'yes' });
    expect(half.headers.get('location')).toBe('/one/en/sign-in/second-factor?next=%2Fone%2Fen%2Faccount');
    const halfCookie = cookieOf(half);
    for (const path of ['/one/en/account', '/one/en/outbox']) expect((await get(path, halfCookie)).status).toBe(403);
    expect((await get('/one/en/today', halfCookie)).headers.get('location')).toContain('/sign-in');
    expect((await get('/one/en/sign-in/second-factor', halfCookie)).status).toBe(200);

    const give = (text: string, cookie = halfCookie) =>
      post('/one/en/sign-in/second-factor', { code: text, next: '/one/en/account' }, cookie);
    // The code that set it up was used.
    expect((await give(code)).status).toBe(422);
    expect((await give('000 000')).status).toBe(422);
    expect((await give('')).status).toBe(422);
    const now = await totpCode(secret, world.deps.clock());
    const opened = await give(` ${now.slice(0, 3)} ${now.slice(3)}`);
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe('/one/en/account');
    expect(opened.headers.getSetCookie().join()).toContain('Max-Age=7776000');
    const cookie = cookieOf(opened);
    expect(cookie).not.toBe(halfCookie);
    expect((await get('/one/en/desk/campaigns', cookie)).status).toBe(200);
    // The half session is over, and the same code opens nothing a second time.
    expect((await give(now)).headers.get('location')).toContain('/one/en/sign-in?');
    const again = cookieOf(await signIn(email));
    expect((await give(now, again)).status).toBe(422);
    // A step late counts, two do not.
    const next = await totpCode(secret, new Date(begin.getTime() + 90_000));
    later(90 + 59);
    expect((await give(next, again)).status).toBe(303);
  });

  test('two at once with one code: one gets in', async () => {
    const { email } = await account('coordinator');
    const { secret } = await setUpApp(cookieOf(await signIn(email)));
    later(60);
    const halves = [cookieOf(await signIn(email)), cookieOf(await signIn(email))];
    const code = await totpCode(secret, world.deps.clock());
    const answers = await Promise.all(halves.map((cookie) => post('/one/en/sign-in/second-factor', { code }, cookie)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  test('codes on paper are good once each; after the last one she is led to print more', async () => {
    const { email, id } = await account('coordinator');
    const { codes } = await setUpApp(cookieOf(await signIn(email)));
    const give = async (code: string) => {
      const cookie = cookieOf(await signIn(email));
      return post('/one/en/sign-in/second-factor', { code }, cookie);
    };
    const used = await give(codes[3]!.toLowerCase().replaceAll('-', ' '));
    expect(used.headers.get('location')).toBe('/one/en/today');
    expect(words(await (await get('/one/en/account', cookieOf(used))).text())).toContain('9 codes on paper left');
    expect((await give(codes[3]!)).status).toBe(422);
    // All but one are used up.
    const left = paperCodeHash(world.deps.secret, id, readPaperCode(codes[7]!, secondLength)!);
    await rows('update paper_codes set used_at = now() where account_id = $1 and code_hash <> $2', id, left);
    expect((await give(codes[7]!)).headers.get('location')).toBe('/one/en/account/second-factor');
    // Still asked for, although none is left: the last code has not opened the door for good.
    expect((await signIn(email)).headers.get('location')).toContain('/sign-in/second-factor');
    expect(await rows('select 1 from paper_codes where account_id = $1 and used_at is null', id)).toEqual([]);
  });

  test('a half session is over after a quarter of an hour; ten wrong codes are enough', async () => {
    const { email } = await account('member');
    const { secret } = await setUpApp(cookieOf(await signIn(email)));
    const half = cookieOf(await signIn(email));
    later(16 * 60);
    expect((await get('/one/en/sign-in/second-factor', half)).status).toBe(303);
    const other = cookieOf(await signIn(email));
    for (let i = 0; i < 10; i += 1) {
      const status = (await post('/one/en/sign-in/second-factor', { code: `00000${i}` }, other)).status;
      expect([i, status]).toEqual([i, 422]);
    }
    const code = await totpCode(secret, world.deps.clock());
    expect((await post('/one/en/sign-in/second-factor', { code }, other)).status).toBe(429);
  });

  test('it cannot be added, replaced or removed in a session whose last proof is old', async () => {
    const { email } = await account('member');
    const cookie = cookieOf(await signIn(email));
    later(11 * 60);
    expect((await get('/one/en/account/second-factor', cookie)).headers.get('location')).toBe(
      '/one/en/account/proof?next=%2Fone%2Fen%2Faccount%2Fsecond-factor',
    );
    const asked = await post('/one/en/account/second-factor/app', {}, cookie);
    expect(asked.status).toBe(403);
    expect(await asked.text()).toContain('name="proof_to" value="/one/en/account/second-factor/app"');
  });
});

describe('a session', () => {
  test('on a shared device ends after two hours unused and twelve in any case', async () => {
    const { email } = await account('member');
    const line = (await signIn(email)).headers.getSetCookie().find((one) => one.startsWith('casement_session'))!;
    expect(line).not.toContain('Max-Age');
    const cookie = line.split(';')[0]!;
    later(2 * 3600 - 1);
    expect((await get('/one/en/account', cookie)).status).toBe(200);
    for (let hours = 3.5; hours < 12; hours += 1.5) {
      later(hours * 3600);
      expect([hours, (await get('/one/en/account', cookie)).status]).toEqual([hours, 200]);
    }
    later(12 * 3600 + 1);
    expect((await get('/one/en/account', cookie)).status).toBe(403);
    const idle = cookieOf(await signIn(email));
    later(14 * 3600 + 2);
    expect((await get('/one/en/account', idle)).status).toBe(403);
  });

  test('in a new browser is told by mail, once; the mail says that and nothing of what lies inside', async () => {
    const { email, id } = await account('member');
    const first = await signIn(email);
    const mark = first.headers
      .getSetCookie()
      .find((line) => line.startsWith('casement_browser'))!
      .split(';')[0]!;
    expect(await rows('select 1 from account_notices where account_id = $1', id)).toEqual([]);
    await post('/one/en/sign-in', { email, passphrase: good }, mark);
    expect(await rows('select 1 from account_notices where account_id = $1', id)).toEqual([]);
    const strange = await signIn(email);
    expect(await rows('select kind from account_notices where account_id = $1', id)).toEqual([{ kind: 'new-device' }]);
    await world.work();
    const [mail] = await rows(
      "select subject, convert_from(mime, 'UTF8') as text from mails where to_address = $1",
      email,
    );
    expect(mail.subject).toBe('Your account at Network one');
    expect(mail.text).toContain('not used for it before');
    expect(words(await (await get('/one/en/account', cookieOf(strange))).text())).toContain('What happened lately');
  });

  test('is ended one by one, and never somebody else’s', async () => {
    const { email } = await account('member');
    const here = cookieOf(await signIn(email));
    const there = cookieOf(await signIn(email));
    const other = await signInAs(world, one, 'member');
    const [foreign] = await rows('select id from sessions where account_id = $1', other.id);
    expect((await post(`/one/en/account/sessions/${foreign.id}/removal`, {}, here)).status).toBe(404);
    expect((await get('/one/en/account', other.cookie)).status).toBe(200);
    const html = await (await get('/one/en/account', here)).text();
    const [, id] = /sessions\/([0-9a-f-]{36})\/removal/.exec(html)!;
    expect((await post(`/one/en/account/sessions/${id}/removal`, {}, here)).status).toBe(303);
    expect((await get('/one/en/account', there)).status).toBe(403);
    expect((await get('/one/en/account', here)).status).toBe(200);
  });
});
