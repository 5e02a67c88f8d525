import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { feature, startSession } from './index.ts';

let world: TestApp;
let one: Network;
const begin = new Date('2026-11-21T12:00:00Z');
const first = 'seven windows over the yard';
const second = 'eight doors that stay open';

beforeAll(async () => {
  world = await createTestApp();
  one = await createNetwork(world, 'one');
});
afterAll(() => world.stop());
beforeEach(() => world.at(begin));

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;
const get = (path: string, cookie?: string) => world.get(path, { cookie });
const post = (path: string, fields: Record<string, string>, cookie?: string) => world.post(path, fields, { cookie });
const openSession = (id: string, by: 'passphrase' | 'link' = 'passphrase', device: string | null = null) =>
  inNetwork(world.db, one.id, async (trx) => {
    const ctx = { trx, actor: { kind: 'system' } as const, network: one, locale: 'en', now: world.deps.clock() };
    return `casement_session=${await startSession(ctx, id, { by, device })}`;
  });
const setPassphrase = (cookie: string, fields: Record<string, string>) =>
  post('/one/en/account/passphrase', { again: fields.passphrase ?? '', ...fields }, cookie);

describe('the account page', () => {
  test('is hers alone: others are asked to sign in', async () => {
    for (const path of ['/one/en/account', '/one/en/account/passphrase']) {
      const response = await get(path);
      expect(response.status).toBe(403);
      const html = await response.text();
      expect(words(html)).toContain('Please sign in');
      expect(html).toContain('href="/one/en/sign-in');
    }
    expect((await post('/one/en/account/passphrase', {})).status).toBe(403);
    expect((await post('/one/en/account/sessions/removal', {})).status).toBe(403);
  });

  test('names her roles and sessions, and ends the others', async () => {
    const { cookie, id } = await signInAs(world, one, 'coordinator', 'auditor');
    const other = await openSession(id, 'link', 'Firefox, Linux');
    const stranger = await signInAs(world, one, 'coordinator');
    const text = words(await (await get('/one/en/account', cookie)).text());
    expect(text).toContain('coordinator, auditor');
    expect(text).toContain('Firefox, Linux');
    expect(text).toContain('November 21, 2026');
    expect(text.match(/this one/g)).toHaveLength(1);
    const response = await post('/one/en/account/sessions/removal', {}, cookie);
    expect(response.headers.get('location')).toBe('/one/en/account');
    expect((await get('/one/en/account', other)).status).toBe(403);
    expect((await get('/one/en/account', cookie)).status).toBe(200);
    expect((await get('/one/en/account', stranger.cookie)).status).toBe(200);
    const audited = await rows("select detail from audit where verb = 'ended' and noun_id = $1", id);
    expect(audited).toEqual([{ detail: { count: 1 } }]);
    expect(words(await (await get('/one/en/account', cookie)).text())).not.toContain('End the others');
  });
});

describe('a passphrase', () => {
  test('is set, signs in, and is changed only with the old one; other sessions and open links end', async () => {
    const { cookie, id } = await signInAs(world, one, 'coordinator');
    const [{ email }] = await rows('select email from accounts where id = $1', id);
    expect(await (await get('/one/en/account/passphrase', cookie)).text()).not.toContain('name="current"');
    expect((await setPassphrase(cookie, { passphrase: first })).status).toBe(303);
    const [kept] = await rows('select * from accounts where id = $1', id);
    expect(kept.passphrase_salt).toHaveLength(16);
    expect(kept.passphrase_verifier).toHaveLength(32);
    // Her key pair was made silently, and what is stored of the private half is closed.
    expect(kept.public_key).toHaveLength(32);
    expect(kept.private_key_wrapped).toHaveLength(24 + 32 + 16);
    expect(JSON.stringify(kept)).not.toContain(first);
    expect((await post('/one/en/sign-in', { email, passphrase: first })).status).toBe(303);

    const other = await openSession(id);
    await post('/one/en/sign-in/links', { email });
    const page = await (await get('/one/en/account/passphrase', cookie)).text();
    expect(page).toContain('name="current"');
    const without = await setPassphrase(cookie, { passphrase: second });
    expect(without.status).toBe(422);
    const wrong = await setPassphrase(cookie, { passphrase: second, current: 'something else entirely' });
    expect(wrong.status).toBe(422);
    const html = await wrong.text();
    expect(words(html)).toContain('not your current passphrase');
    for (const typed of [second, 'something else entirely']) expect(html).not.toContain(typed);
    expect((await get('/one/en/account', other)).status).toBe(200);

    expect((await setPassphrase(cookie, { passphrase: second, current: first })).status).toBe(303);
    expect((await get('/one/en/account', other)).status).toBe(403);
    expect((await get('/one/en/account', cookie)).status).toBe(200);
    expect(await rows('select id from sign_in_links where account_id = $1 and used_at is null', id)).toEqual([]);
    expect((await post('/one/en/sign-in', { email, passphrase: first })).status).toBe(422);
    expect((await post('/one/en/sign-in', { email, passphrase: second })).status).toBe(303);
    const audited = await rows("select verb from audit where noun = 'passphrase' and noun_id = $1 order by id", id);
    expect(audited).toEqual([{ verb: 'set' }, { verb: 'changed' }]);
  });

  test('the first one is set only by somebody who has just proved who she is', async () => {
    const { cookie, id } = await signInAs(world, one, 'member');
    world.at('2026-11-21T12:11:00Z');
    expect((await get('/one/en/account/passphrase', cookie)).headers.get('location')).toMatch('/one/en/account/proof');
    expect((await setPassphrase(cookie, { passphrase: first })).status).toBe(403);
    expect(await rows('select passphrase_verifier as v from accounts where id = $1', id)).toEqual([{ v: null }]);
    const byLink = await openSession(id, 'link');
    world.at('2026-11-21T12:40:00Z');
    expect((await setPassphrase(byLink, { passphrase: first })).status).toBe(303);
  });

  test('is not asked for when she came by a mailed link within the last half hour', async () => {
    const { cookie, id } = await signInAs(world, one, 'coordinator');
    await setPassphrase(cookie, { passphrase: first });
    const byLink = await openSession(id, 'link');
    expect(await (await get('/one/en/account/passphrase', byLink)).text()).not.toContain('name="current"');
    world.at('2026-11-21T12:30:00Z');
    expect(await (await get('/one/en/account/passphrase', byLink)).text()).toContain('name="current"');
    expect((await setPassphrase(byLink, { passphrase: second })).status).toBe(422);
    world.at('2026-11-21T12:29:00Z');
    expect((await setPassphrase(byLink, { passphrase: second })).status).toBe(303);
    expect((await get('/one/en/account', cookie)).status).toBe(403);
  });

  test('that is short, common, her own name or written differently twice is refused, and never shown again', async () => {
    const { cookie, id } = await signInAs(world, one, 'coordinator');
    await world.db.owner.query("update accounts set name = 'Adelheid Fenster' where id = $1", [id]);
    for (const [passphrase, message, again] of [
      ['short words', 'Too short'],
      ['Password 1234', 'easy to guess'],
      ['Adelheid Fenster', 'easy to guess'],
      ['w'.repeat(300), 'too long'],
      [first, 'are not the same', second],
    ] as const) {
      const response = await setPassphrase(cookie, { passphrase, again: again ?? passphrase });
      expect(response.status).toBe(422);
      const html = await response.text();
      expect(words(html)).toContain(message);
      expect(html).not.toContain(`value="${passphrase}"`);
    }
    expect(await rows('select passphrase_verifier from accounts where id = $1', id)).toEqual([
      { passphrase_verifier: null },
    ]);
  });
});

describe('signing out', () => {
  test('the page asks, the button ends the session for good', async () => {
    const { cookie } = await signInAs(world, one, 'coordinator');
    expect((await get('/one/en/sign-out', cookie)).status).toBe(200);
    expect((await get('/one/en/account', cookie)).status).toBe(200);
    const response = await post('/one/en/sign-out', {}, cookie);
    expect(response.status).toBe(303);
    expect(response.headers.getSetCookie().join('\n')).toMatch(/^casement_session=;.*Path=\/one/);
    // The token itself is worth nothing any more.
    expect((await get('/one/en/account', cookie)).status).toBe(403);
  });

  test('a session ends after 14 days unused, and after 90 in any case', async () => {
    const { cookie: idle, id } = await signInAs(world, one, 'coordinator');
    world.at('2026-12-05T12:00:01Z');
    expect((await get('/one/en/account', idle)).status).toBe(403);
    const used = await openSession(id);
    const started = world.deps.clock().getTime();
    for (let day = 10; day <= 90; day += 10) {
      world.at(new Date(started + day * 86_400_000));
      expect((await get('/one/en/account', used)).status).toBe(200);
    }
    world.at(new Date(started + 90 * 86_400_000 + 1000));
    expect((await get('/one/en/account', used)).status).toBe(403);
  });
});

describe('today', () => {
  const waiting: Feature = {
    name: 'waiting',
    dashboard: async (ctx, t) => [
      {
        text: 'A letter waits',
        why: t('ui.nav.outbox'),
        since: new Date('2026-11-20T12:00:00Z'),
        href: '/one/en/outbox',
        action: 'Open',
      },
      {
        text: 'Another <b>waits</b>',
        why: `for ${ctx.actor.kind}`,
        since: null,
        href: '/one/en/outbox',
        action: 'Open',
      },
    ],
  };

  test('asks whoever is not signed in to sign in, and leads back', async () => {
    const response = await get('/one/fr/today');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/one/fr/sign-in?next=%2Fone%2Ffr%2Ftoday');
  });

  test('is kind to somebody without a role, and to one whose role is over', async () => {
    const { cookie } = await signInAs(world, one);
    expect(words(await (await get('/one/en/today', cookie)).text())).toContain('Nothing has been entrusted to you');
    const past = await signInAs(world, one, 'coordinator');
    await world.db.owner.query("update grants set until_at = from_at + interval '1 hour' where account_id = $1", [
      past.id,
    ]);
    expect(words(await (await get('/one/en/today', past.cookie)).text())).toContain('Nothing needs you today');
    world.at('2026-11-21T13:00:00Z');
    expect(words(await (await get('/one/en/today', past.cookie)).text())).toContain(
      'Nothing has been entrusted to you',
    );
  });

  test('says what to do first when nothing waits, and shows no figures of nothing', async () => {
    const { cookie } = await signInAs(world, one, 'coordinator');
    const response = await get('/one/fr/today', cookie);
    const html = await response.text();
    expect(words(html)).toContain('Samedi 21 novembre');
    expect(words(html)).toContain('Rien ne vous attend aujourd’hui');
    for (const path of ['desk/campaigns', 'outbox', 'desk/network', 'account'])
      expect(html).toContain(`href="/one/fr/${path}"`);
    expect(html).not.toContain('class="figure"');
    const lead = await signInAs(world, one, 'lead');
    const theirs = await (await get('/one/fr/today', lead.cookie)).text();
    expect(theirs).toContain('href="/one/fr/account"');
    expect(theirs).not.toContain('desk/network');
  });

  test('gathers what the features say, in words', async () => {
    const held = world.deps.features;
    Object.assign(world.deps, { features: [...held, waiting] });
    try {
      const { cookie } = await signInAs(world, one, 'coordinator');
      const html = await (await get('/one/en/today', cookie)).text();
      const text = words(html);
      expect(text).toContain('Two things need you today');
      expect(text).toContain('A letter waits Outbox yesterday Open');
      expect(html).toContain('Another &lt;b&gt;waits&lt;/b&gt;');
      expect(text).toContain('for account');
    } finally {
      Object.assign(world.deps, { features: held });
    }
  });

  test('counts this week: letters confirmed, letters sent, people who wrote for the first time; of this network alone', async () => {
    const network = await createNetwork(world, 'figures');
    const other = await createNetwork(world, 'elsewhere');
    const campaign = newId();
    const insert = async (in_: Network, table: string, values: Record<string, unknown>) => {
      const all = { network_id: in_.id, ...values };
      const names = Object.keys(all);
      await world.db.owner.query(
        `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
        Object.values(all),
      );
    };
    const person = async (in_: Network, key: string) => {
      const id = newId();
      await insert(in_, 'people', {
        id,
        name: key,
        name_key: key,
        email: `${key}@example.invalid`,
        email_key: key,
        locale: 'en',
        created_at: begin,
      });
      return id;
    };
    const second_ = newId();
    for (const in_ of [network, other]) {
      for (const id of [campaign, second_])
        await insert(in_, 'campaigns', { id, slug: `c${id}`, created_at: begin, updated_at: begin });
    }
    const act = (in_: Network, personId: string, campaignId: string, at: string, counted = true) =>
      insert(in_, 'actions', {
        id: newId(),
        campaign_id: campaignId,
        person_id: personId,
        state: counted ? 'confirmed' : 'pending',
        counted,
        content_hash: Buffer.from(newId()),
        locale: 'en',
        subject: 's',
        body: 'b',
        created_at: at,
        confirmed_at: counted ? at : null,
      });
    const old = await person(network, 'old');
    const fresh = await person(network, 'fresh');
    const silent = await person(network, 'silent');
    await act(network, old, campaign, '2026-10-01T00:00:00Z');
    await act(network, old, second_, '2026-11-20T00:00:00Z');
    await act(network, fresh, campaign, '2026-11-19T00:00:00Z');
    await act(network, silent, campaign, '2026-11-19T00:00:00Z', false);
    await act(other, await person(other, 'x'), campaign, '2026-11-19T00:00:00Z');
    const { cookie } = await signInAs(world, network, 'coordinator');
    const text = words(await (await get('/figures/en/today', cookie)).text());
    expect(text).toContain('2 letters confirmed');
    expect(text).toContain('0 letters sent');
    expect(text).toContain('1 person wrote for the first time');
  });
});

test('retention deletes what is over, and nothing else', async () => {
  const { id } = await signInAs(world, one, 'coordinator');
  const [{ email }] = await rows('select email from accounts where id = $1', id);
  await post('/one/en/sign-in/links', { email });
  const retain = (at: string) =>
    inNetwork(world.db, one.id, (trx) =>
      feature.retain!({ trx, actor: { kind: 'system' }, network: one, locale: 'en', now: new Date(at) }),
    );
  const left = async () => [
    (await rows('select id from sessions where account_id = $1', id)).length,
    (await rows('select id from sign_in_links where account_id = $1', id)).length,
  ];
  await retain('2026-11-21T12:29:59Z');
  expect(await left()).toEqual([1, 1]);
  expect(await retain('2026-11-21T12:30:00Z')).toBeGreaterThanOrEqual(1);
  expect(await left()).toEqual([1, 0]);
  await retain('2026-12-05T12:00:00Z');
  expect(await left()).toEqual([0, 0]);
});
