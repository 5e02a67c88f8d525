import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createNetwork, createTestApp, type TestApp, words } from '../../../test/app.ts';
import { newId, sha256 } from '../../platform/crypto/ids.ts';
import { derivePassphrase } from '../../platform/crypto/passphrase.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { feature, sessionCookie } from './index.ts';
import { newPassphrase } from './passphrase.ts';
import { insertAccount, insertGrant, type StoredPassphrase, writePassphrase } from './queries.ts';
import { linkToken } from './sign-in-link.ts';

vi.mock('../../platform/crypto/passphrase.ts', { spy: true });

const begin = '2026-11-21T12:00:00Z';
const good = 'seven windows over the yard';

let world: TestApp;
let one: Network;
let two: Network;
let stored: StoredPassphrase;
let clients = 0;
/** Each test comes from an address of its own, so that one does not use up the limits of another. */
let from: Record<string, string>;

beforeAll(async () => {
  world = await createTestApp({ env: { CASEMENT_TRUST_PROXY: '1' } });
  one = await createNetwork(world, 'one');
  two = await createNetwork(world, 'two');
  stored = await newPassphrase(good);
});
afterAll(() => world.stop());
beforeEach(() => {
  world.at(begin);
  clients += 1;
  from = { 'x-forwarded-for': `203.0.113.${clients}` };
});

async function account(
  network: Network,
  email: string,
  options: { passphrase?: boolean; disabled?: boolean; role?: boolean } = {},
): Promise<string> {
  const id = newId();
  await inNetwork(world.db, network.id, async (trx) => {
    const ctx = { trx, actor: { kind: 'system' } as const, network, locale: 'en', now: world.deps.clock() };
    await insertAccount(ctx, { id, name: 'Ada Wing', email, emailKey: email.toLowerCase(), locale: 'fr' });
    if (options.role !== false) await insertGrant(ctx, { accountId: id, role: 'member', reason: 'test' });
    if (options.passphrase !== false) await writePassphrase(ctx, id, stored);
  });
  if (options.disabled) await world.db.owner.query('update accounts set disabled_at = now() where id = $1', [id]);
  return id;
}

const get = (path: string, cookie?: string) => world.get(path, { cookie, headers: from });
const post = (path: string, fields: Record<string, string>, cookie?: string, headers = {}) =>
  world.post(path, fields, { cookie, headers: { ...from, ...headers } });
const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;
const setCookies = (response: Response) =>
  response.headers.getSetCookie().filter((line) => line.startsWith(sessionCookie));
const cookieOf = (response: Response) => setCookies(response)[0]?.split(';')[0];
const linkOf = async (accountId: string) => {
  const found = await rows(
    'select id from sign_in_links where account_id = $1 order by created_at desc, id desc',
    accountId,
  );
  return `/one/en/sign-in/links/${linkToken(world.deps.secret, found[0].id)}`;
};

describe('by passphrase', () => {
  test('opens a session that belongs to this network alone, and leads to Today', async () => {
    const id = await account(one, 'ada@example.invalid');
    const response = await post('/one/en/sign-in', { email: ' ADA@example.invalid', passphrase: good });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/one/en/today');
    const [line] = setCookies(response);
    expect(line).toMatch(/; Path=\/one;/);
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).not.toMatch(/Secure|Max-Age/);
    const token = cookieOf(response)!.split('=')[1]!;
    const sessions = await rows('select token_hash, opened_by from sessions where account_id = $1', id);
    expect(sessions).toEqual([{ token_hash: sha256(token), opened_by: 'passphrase' }]);
    expect((await get('/one/en/today', cookieOf(response))).status).toBe(200);
    const audited = await rows(
      "select actor_kind, actor_id, detail from audit where verb = 'signed-in' and noun_id = $1",
      id,
    );
    expect(audited).toEqual([{ actor_kind: 'account', actor_id: id, detail: { by: 'passphrase' } }]);
  });

  test('the cookie of one network opens nothing in another', async () => {
    await account(one, 'both@example.invalid');
    await account(two, 'both@example.invalid');
    const cookie = cookieOf(await post('/one/en/sign-in', { email: 'both@example.invalid', passphrase: good }))!;
    expect((await get('/two/en/today', cookie)).headers.get('location')).toMatch('/two/en/sign-in');
    expect((await get('/two/en/account', cookie)).status).toBe(403);
  });

  test('the cookie is secure on https, and kept on a device of her own', async () => {
    const safe = await createTestApp({ env: { CASEMENT_ORIGIN: 'https://casement.invalid' } });
    try {
      const network = await createNetwork(safe, 'one');
      const id = newId();
      await inNetwork(safe.db, network.id, async (trx) => {
        const ctx = { trx, actor: { kind: 'system' } as const, network, locale: 'en', now: safe.deps.clock() };
        await insertAccount(ctx, {
          id,
          name: 'Ada',
          email: 'ada@example.invalid',
          emailKey: 'ada@example.invalid',
          locale: 'en',
        });
        await writePassphrase(ctx, id, stored);
      });
      const headers = { origin: 'https://casement.invalid' };
      const fields = { email: 'ada@example.invalid', passphrase: good, stay: 'yes' };
      const [line] = setCookies(await safe.post('/one/en/sign-in', fields, { headers }));
      expect(line).toMatch(/; Secure/);
      expect(line).toMatch(/Max-Age=7776000/);
    } finally {
      await safe.stop();
    }
  });

  test('leads back to a page of the same network, and nowhere else', async () => {
    await account(one, 'back@example.invalid');
    const to = async (next: string) =>
      (await post('/one/en/sign-in', { email: 'back@example.invalid', passphrase: good, next })).headers.get(
        'location',
      );
    expect(await to('/one/fr/account?a=b')).toBe('/one/fr/account?a=b');
    expect(await to('https://elsewhere.invalid/')).toBe('/one/en/today');
    expect(await to('/two/en/today')).toBe('/one/en/today');
    const form = await (await get('/one/en/sign-in?next=/one/en/account')).text();
    expect(form).toContain('name="next" value="/one/en/account"');
    expect(await (await get('/one/en/sign-in?next=//elsewhere.invalid')).text()).not.toContain('name="next"');
  });

  test('a wrong passphrase, an unknown address, a disabled account and one without a passphrase get one answer', async () => {
    await account(one, 'known@example.invalid');
    await account(one, 'disabled@example.invalid', { disabled: true });
    await account(one, 'bylink@example.invalid', { passphrase: false });
    const answers: string[] = [];
    for (const [email, passphrase] of [
      ['known@example.invalid', 'not the one she chose'],
      ['nobody@example.invalid', good],
      ['disabled@example.invalid', good],
      ['bylink@example.invalid', good],
    ] as const) {
      vi.mocked(derivePassphrase).mockClear();
      const response = await post('/one/en/sign-in', { email, passphrase });
      expect(response.status).toBe(422);
      expect(setCookies(response)).toEqual([]);
      // The same costly run for each, or the time would tell.
      expect(vi.mocked(derivePassphrase)).toHaveBeenCalledTimes(1);
      const html = await response.text();
      expect(html).not.toContain(passphrase);
      expect(html).toContain(`value="${email}"`);
      answers.push(html.replaceAll(email, '…'));
    }
    expect(new Set(answers).size).toBe(1);
    expect(words(answers[0]!)).toContain('do not belong together');
  });

  test('what is missing or malformed is said at its field, and the address typed stays', async () => {
    const response = await post('/one/en/sign-in', { email: 'no address "><', passphrase: 'typed but never shown' });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('no address &quot;&gt;&lt;');
    expect(html).not.toContain('typed but never shown');
    expect(html).toContain('id="email-error"');
    expect(words(html)).toContain('does not look like an e-mail address');
    const long = await post('/one/en/sign-in', { email: 'ada@example.invalid', passphrase: 'x'.repeat(5000) });
    expect(long.status).toBe(422);
    expect(words(await (await post('/one/en/sign-in', {})).text())).toContain('2 things need your attention');
  });

  test('a new token at every sign-in: what the browser brought is not taken over, and her old session ends', async () => {
    const id = await account(one, 'fix@example.invalid');
    const planted = `${sessionCookie}=planted-by-somebody`;
    const first = cookieOf(await post('/one/en/sign-in', { email: 'fix@example.invalid', passphrase: good }, planted))!;
    expect(first).not.toBe(planted);
    expect((await get('/one/en/account', planted)).status).toBe(403);
    const second = cookieOf(await post('/one/en/sign-in', { email: 'fix@example.invalid', passphrase: good }, first))!;
    expect(second).not.toBe(first);
    expect((await get('/one/en/account', first)).status).toBe(403);
    expect((await get('/one/en/account', second)).status).toBe(200);
    expect(await rows('select id from sessions where account_id = $1', id)).toHaveLength(1);
  });

  test('a form from another site is refused, and so is one without any origin', async () => {
    const id = await account(one, 'foreign@example.invalid');
    const fields = { email: 'foreign@example.invalid', passphrase: good };
    const foreign = await post('/one/en/sign-in', fields, undefined, { origin: 'https://elsewhere.invalid' });
    expect(foreign.status).toBe(403);
    expect(setCookies(foreign)).toEqual([]);
    const without = await world.app.request('http://127.0.0.1:3000/one/en/sign-in', {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(without.status).toBe(403);
    expect(await rows('select id from sessions where account_id = $1', id)).toHaveLength(0);
  });

  test('too many tries for one account are stopped with the time to wait; another account is not', async () => {
    await account(one, 'tried@example.invalid');
    await account(one, 'untouched@example.invalid');
    vi.mocked(derivePassphrase).mockResolvedValue({ verifier: Buffer.alloc(32), wrappingKey: Buffer.alloc(32) });
    try {
      let response: Response | undefined;
      for (let i = 0; i < 20; i += 1) {
        response = await post(
          '/one/en/sign-in',
          { email: 'tried@example.invalid', passphrase: `wrong number ${i}` },
          undefined,
          {
            'x-forwarded-for': `198.51.100.${i}`,
          },
        );
      }
      expect(response!.status).toBe(422);
      response = await post('/one/en/sign-in', { email: 'Tried@example.invalid', passphrase: good });
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(words(await response.text())).toContain('wait a few minutes');
    } finally {
      vi.mocked(derivePassphrase).mockReset();
    }
    expect((await post('/one/en/sign-in', { email: 'untouched@example.invalid', passphrase: good })).status).toBe(303);
  });

  test('too many tries from one household are stopped, whatever account they name', async () => {
    vi.mocked(derivePassphrase).mockResolvedValue({ verifier: Buffer.alloc(32), wrappingKey: Buffer.alloc(32) });
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 101; i += 1) {
        const response = await post(
          '/one/en/sign-in',
          { email: `guess${i}@example.invalid`, passphrase: 'some guess or other' },
          undefined,
          {
            'x-forwarded-for': `2001:db8:7:7::${i.toString(16)}`,
          },
        );
        statuses.push(response.status);
      }
      expect(statuses.slice(0, 100).every((status) => status === 422)).toBe(true);
      expect(statuses[100]).toBe(429);
    } finally {
      vi.mocked(derivePassphrase).mockReset();
    }
  });
});

describe('by a mailed link', () => {
  const ask = (email: string, more = {}) => post('/one/en/sign-in/links', { email, ...more });

  test('whoever asks gets the same answer; only an account gets a mail', async () => {
    const id = await account(one, 'mail@example.invalid');
    await account(one, 'gone@example.invalid', { disabled: true });
    const before = (await rows('select id from mails')).length;
    for (const email of ['mail@example.invalid', 'stranger@example.invalid', 'gone@example.invalid']) {
      const response = await ask(email);
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe('/one/en/sign-in/links');
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    const page = await get('/one/en/sign-in/links');
    expect(words(await page.text())).toContain('If this address has an account here');
    const mails = await rows('select kind, to_address, locale, priority from mails order by id offset $1', before);
    expect(mails).toEqual([{ kind: 'sign-in', to_address: 'mail@example.invalid', locale: 'fr', priority: 0 }]);
    const [link] = await rows(
      'select id, token_hash, expires_at, created_at from sign_in_links where account_id = $1',
      id,
    );
    expect(link.expires_at.getTime() - link.created_at.getTime()).toBe(30 * 60_000);
    expect(link.token_hash).toEqual(sha256(linkToken(world.deps.secret, link.id)));
  });

  test('the mail carries the link in her language; one that is over is not mailed any more', async () => {
    const id = await account(one, 'compose@example.invalid');
    await ask('compose@example.invalid');
    const [link] = await rows('select id from sign_in_links where account_id = $1', id);
    const compose = () =>
      inNetwork(world.db, one.id, (trx) =>
        feature.mails!['sign-in']!.compose(
          {
            ctx: { trx, actor: { kind: 'system' }, network: one, locale: 'fr', now: world.deps.clock() },
            deps: world.deps,
          },
          [link.id, newId()],
        ),
      );
    const mails = await compose();
    expect([...mails.keys()]).toEqual([link.id]);
    const mail = mails.get(link.id)!;
    const url = `http://127.0.0.1:3000/one/fr/sign-in/links/${linkToken(world.deps.secret, link.id)}`;
    expect(mail.to).toEqual({ name: 'Ada Wing', address: 'compose@example.invalid' });
    expect(mail.subject).toBe('Se connecter à Réseau one');
    expect(mail.text).toContain(`\n${url}\n`);
    expect(mail.html).toContain(`href="${url}"`);
    world.at('2026-11-21T12:31:00Z');
    expect((await compose()).size).toBe(0);
  });

  test('an address that is none is refused with what was typed', async () => {
    const response = await ask('not an address');
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('value="not an address"');
  });

  test('opening the link changes nothing, however often; the button signs in, once', async () => {
    const id = await account(one, 'scan@example.invalid', { passphrase: false });
    await ask('scan@example.invalid', { next: '/one/en/account' });
    const path = await linkOf(id);
    for (let scan = 0; scan < 3; scan += 1) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(setCookies(response)).toEqual([]);
      expect(await response.text()).toContain(`action="${path}"`);
    }
    expect(await rows('select used_at from sign_in_links where account_id = $1', id)).toEqual([{ used_at: null }]);
    expect(await rows('select id from sessions where account_id = $1', id)).toEqual([]);

    const opened = await post(path, {}, undefined, {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0',
    });
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe('/one/en/account');
    expect((await get('/one/en/account', cookieOf(opened))).status).toBe(200);
    expect(await rows('select opened_by, device from sessions where account_id = $1', id)).toEqual([
      { opened_by: 'link', device: 'Firefox, Linux' },
    ]);
    const again = await post(path, {});
    expect(again.status).toBe(404);
    expect(setCookies(again)).toEqual([]);
    expect(words(await again.text())).toContain('This link no longer works');
    expect((await get(path)).status).toBe(404);
  });

  test('of many presses at the same instant one signs in', async () => {
    const id = await account(one, 'race@example.invalid');
    await ask('race@example.invalid');
    const path = await linkOf(id);
    const statuses = await Promise.all(Array.from({ length: 16 }, async () => (await post(path, {})).status));
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(await rows('select id from sessions where account_id = $1', id)).toHaveLength(1);
  });

  test('after half an hour, from another network, of a disabled account or changed in one letter it opens nothing', async () => {
    const id = await account(one, 'late@example.invalid');
    await ask('late@example.invalid');
    const path = await linkOf(id);
    expect((await post(path.replace('/one/', '/two/'), {})).status).toBe(404);
    const other = path.slice(0, 30) + (path[30] === 'A' ? 'B' : 'A') + path.slice(31);
    expect((await post(other, {})).status).toBe(404);
    world.at('2026-11-21T12:30:00Z');
    expect((await get(path)).status).toBe(404);
    expect((await post(path, {})).status).toBe(404);
    world.at(begin);
    await world.db.owner.query('update accounts set disabled_at = now() where id = $1', [id]);
    expect((await get(path)).status).toBe(404);
    expect((await post(path, {})).status).toBe(404);
    await world.db.owner.query('update accounts set disabled_at = null where id = $1', [id]);
    expect((await post(path, {}, undefined, { origin: 'https://elsewhere.invalid' })).status).toBe(403);
    expect((await post(path, {})).status).toBe(303);
  });

  test('more than five in half an hour are not mailed, and nobody is told', async () => {
    const id = await account(one, 'many@example.invalid');
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('many@example.invalid')));
    expect(answers.every((response) => response.status === 303)).toBe(true);
    expect(await rows('select id from sign_in_links where account_id = $1', id)).toHaveLength(5);
  });
});
