import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { type Announcement, announce } from './announce.ts';

type Call = { headers: IncomingHttpHeaders; body: string };

let app: TestApp;
let network: Network;
let ada: { cookie: string };
let server: Server;
let calls: Call[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 204 };
/** What happens here before the other side answers. */
let meanwhile: (() => Promise<unknown>) | undefined;
let hook: string;
const at = { network: 'ember', locale: 'en' };
// Ahead of the real clock: what is asked for later must not look due to the queue.
const start = '2099-01-05T12:00:00Z';

beforeAll(async () => {
  app = await createTestApp({ now: start, env: { CASEMENT_WEBHOOKS: 'any' } });
  network = await createNetwork(app, 'ember');
  ada = await signInAs(app, network, 'coordinator');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', async () => {
      calls.push({ headers: request.headers, body });
      await meanwhile?.();
      response.writeHead(answer.status, answer.headers).end('thank you');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  server.close();
  await app.stop();
});
beforeEach(async () => {
  calls = [];
  answer = { status: 204 };
  meanwhile = undefined;
  app.at(start);
  await app.db.owner.query('delete from webhook_endpoints');
});

const post = (path: string, fields: Record<string, string | string[]> = {}, cookie = ada.cookie) =>
  app.post(path, fields, { cookie });
const rows = async (text: string) => (await app.db.owner.query(text)).rows;

/** Adds an endpoint over HTTP; answers its id and the secret that was shown. */
async function added(events: string[], url = hook): Promise<{ id: string; secret: string }> {
  const id = newId();
  const response = await post(urls.webhooks.list(at), { id, url, events });
  expect(response.status).toBe(200);
  return { id, secret: /whsec_[A-Za-z0-9+/=]+/.exec(await response.text())![0] };
}

const inCtx = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inNetwork(app.db, network.id, (trx) =>
    work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
  );
const tell = (...told: Announcement[]) => inCtx((ctx) => announce(ctx, ...told));
const closed = (slug = 'five-asks'): Announcement => ({
  type: 'campaign.closed',
  facts: { campaign: { id: newId(), slug } },
});

async function person(events: ('given' | 'confirmed' | 'withdrawn')[]): Promise<string> {
  const id = newId();
  await app.db.owner.query(
    `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at)
     values ($1, $2, '=Ana ไทย', $3, 'ana@example.invalid', $3, 'en', $4)`,
    [network.id, id, id, start],
  );
  for (const event of events) {
    await app.db.owner.query(
      `insert into consents (network_id, id, person_id, purpose, event, source, at) values ($1, $2, $3, 'newsletter', $4, 'form', $5)`,
      [network.id, newId(), id, event, start],
    );
  }
  return id;
}
const consented = (id: string): Announcement => ({
  type: 'person.consented',
  facts: {},
  person: id,
  purpose: 'newsletter',
});

describe('a message', () => {
  test('is signed so that its receiver can check it, and goes to those alone who want it', async () => {
    const { secret } = await added(['campaign.closed']);
    await added(['campaign.published']);
    await tell(closed());
    await app.work();
    expect(calls).toHaveLength(1);
    const { headers, body } = calls[0]!;
    expect(JSON.parse(body)).toMatchObject({
      type: 'campaign.closed',
      timestamp: '2099-01-05T12:00:00.000Z',
      data: { network: 'ember', campaign: { slug: 'five-asks' } },
    });
    expect(headers['webhook-timestamp']).toBe(String(Date.parse(start) / 1000));
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  test('comes with its change or not at all, and from the desk’s own commands', async () => {
    await added(['campaign.closed']);
    await expect(
      inCtx(async (ctx) => {
        await announce(ctx, closed());
        throw new Error('the change failed');
      }),
    ).rejects.toThrow();
    await app.work();
    expect(calls).toEqual([]);
  });

  test('names a person only while she agrees; otherwise it is not sent', async () => {
    await added(['person.consented']);
    const [yes, no, never] = [
      await person(['given', 'confirmed']),
      await person(['confirmed', 'withdrawn']),
      await person(['given']),
    ];
    await tell(consented(yes), consented(no), consented(never));
    await app.work();
    expect(calls.map((call) => JSON.parse(call.body).data.person)).toEqual([
      { id: yes, name: '=Ana ไทย', email: 'ana@example.invalid', locale: 'en' },
    ]);
    expect(await rows('select state, count(*)::int as n from webhook_deliveries group by 1 order by 1')).toEqual([
      { state: 'arrived', n: 1 },
      { state: 'cancelled', n: 2 },
    ]);
  });

  test('waits while a slow server is asked: who takes it back meanwhile is named no more, and a paused address is told no more', async () => {
    const { id: endpoint } = await added(['person.consented']);
    const [slow, hers] = [await person(['confirmed']), await person(['confirmed'])];
    await tell(...Array.from({ length: 4 }, () => consented(slow)));
    await app.db.owner.query(`update webhook_deliveries set due_at = due_at - interval '1 second'`);
    await tell(consented(hers));
    meanwhile = () =>
      app.db.owner.query(
        `insert into consents (network_id, id, person_id, purpose, event, source, at) values ($1, $2, $3, 'newsletter', 'withdrawn', 'form', $4)`,
        [network.id, newId(), hers, '2099-01-05T12:00:01Z'],
      );
    await app.work();
    expect(calls.map((call) => JSON.parse(call.body).data.person.id)).toEqual([slow, slow, slow, slow]);
    meanwhile = () => app.db.owner.query(`update webhook_endpoints set state = 'paused'`);
    await tell(...Array.from({ length: 6 }, () => consented(slow)));
    await app.work();
    expect(calls).toHaveLength(8);
    expect(await rows('select state, count(*)::int as n from webhook_deliveries group by 1 order by 1')).toEqual([
      { state: 'arrived', n: 8 },
      { state: 'cancelled', n: 1 },
      { state: 'waiting', n: 2 },
    ]);
    meanwhile = undefined;
    await post(urls.webhooks.resumption(at, endpoint));
    await app.work();
    expect(calls).toHaveLength(10);
  });

  test('of somebody who is erased goes nowhere; her erasure is told by her number alone', async () => {
    await added(['person.consented', 'person.erased']);
    const id = await person(['confirmed']);
    await tell(consented(id));
    await inCtx(async (ctx) => {
      for (const feature of app.deps.features) await feature.erase?.(ctx, id);
    });
    await app.work();
    expect(calls.map((call) => JSON.parse(call.body))).toMatchObject([
      { type: 'person.erased', data: { person: { id } } },
    ]);
    expect(calls[0]!.body).not.toContain('ana@');
  });
});

test('a restored copy tells nobody while its mail is held; what waited goes when it is released', async () => {
  await added(['campaign.closed']);
  await app.db.owner.query(`insert into installation (id, mail_held_at) values (gen_random_uuid(), now())
    on conflict (only_one) do update set mail_held_at = now()`);
  await tell(closed());
  await app.work();
  expect(calls).toEqual([]);
  expect(await rows('select state, attempts from webhook_deliveries')).toEqual([{ state: 'waiting', attempts: 0 }]);
  await app.db.owner.query('update installation set mail_held_at = null');
  const sweep = app.deps.features.find((one) => one.name === 'webhooks')!.jobs!['webhooks.sweep']!;
  await sweep({ deps: app.deps, network: network.id, payload: {} });
  await app.work();
  expect(calls).toHaveLength(1);
});

describe('what does not arrive', () => {
  test('is tried again with the same id and a fresh signature, ten times in three days; then the endpoint is stopped and named', async () => {
    const { id } = await added(['campaign.closed']);
    answer = { status: 500 };
    await tell(closed());
    let clock = Date.parse(start);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await app.work();
      // A second look in between changes nothing.
      await app.deps.features.find((one) => one.name === 'webhooks')!.jobs!['webhooks.send']!({
        deps: app.deps,
        network: network.id,
        payload: { endpoint: id },
      });
      const [waiting] = await rows(`select due_at from webhook_deliveries where state = 'waiting'`);
      if (!waiting) break;
      clock = waiting.due_at.getTime();
      app.at(new Date(clock));
      await app.deps.features.find((one) => one.name === 'webhooks')!.jobs!['webhooks.sweep']!({
        deps: app.deps,
        network: network.id,
        payload: {},
      });
    }
    expect(calls).toHaveLength(10);
    expect(new Set(calls.map((call) => call.headers['webhook-id'])).size).toBe(1);
    expect(new Set(calls.map((call) => call.headers['webhook-signature'])).size).toBe(10);
    expect(clock - Date.parse(start)).toBeGreaterThan(3 * 86_400_000);
    expect(await rows('select state, attempts, status from webhook_deliveries')).toEqual([
      { state: 'failed', attempts: 10, status: 500 },
    ]);
    const fresh = await signInAs(app, network, 'coordinator');
    const today = words(await (await app.get(urls.accounts.today(at), { cookie: fresh.cookie })).text());
    expect(today).toContain(`The webhook to ${new URL(hook).host} is stopped`);
    // Resumed, and tried once more by hand: now it arrives.
    answer = { status: 200 };
    await post(urls.webhooks.resumption(at, id), {}, fresh.cookie);
    const [failed] = await rows('select id from webhook_deliveries');
    await post(urls.webhooks.attempt(at, id, failed.id), {}, fresh.cookie);
    await app.work();
    expect(calls).toHaveLength(11);
    expect(await rows('select state, status from webhook_deliveries')).toEqual([{ state: 'arrived', status: 200 }]);
    expect(await rows('select state, failing_since from webhook_endpoints')).toEqual([
      { state: 'active', failing_since: null },
    ]);
    // What arrived is not sent again, however often somebody presses.
    await post(urls.webhooks.attempt(at, id, failed.id), {}, fresh.cookie);
    await app.work();
    expect(calls).toHaveLength(11);
  });

  test('a redirect is not followed; 410 stops the endpoint at once', async () => {
    await added(['campaign.closed']);
    answer = { status: 302, headers: { location: `${hook}/elsewhere` } };
    await tell(closed());
    await app.work();
    expect(calls).toHaveLength(1);
    expect(await rows('select state, status from webhook_deliveries')).toEqual([{ state: 'waiting', status: 302 }]);
    answer = { status: 410 };
    app.at('2099-01-05T12:01:00Z');
    await tell(closed());
    await app.work();
    expect(await rows('select state from webhook_endpoints')).toEqual([{ state: 'stopped' }]);
  });

  test('a job that dies in the middle leaves the delivery due again when its lease ends', async () => {
    await added(['campaign.closed']);
    await tell(closed());
    const query = app.deps.features.find((one) => one.name === 'webhooks')!.jobs!;
    const [endpoint] = await rows('select id from webhook_endpoints');
    // As a crash after the claim leaves it.
    await app.db.owner.query(`update webhook_deliveries set attempts = 1, due_at = '2099-01-05T12:05:00Z'`);
    await query['webhooks.send']!({ deps: app.deps, network: network.id, payload: { endpoint: endpoint.id } });
    expect(calls).toHaveLength(0);
    app.at('2099-01-05T12:05:00Z');
    await query['webhooks.sweep']!({ deps: app.deps, network: network.id, payload: {} });
    await app.work();
    expect(calls).toHaveLength(1);
  });
});

describe('the desk', () => {
  test('shows the secret once; the form sent twice is one endpoint; a new secret signs what follows', async () => {
    const { id, secret } = await added(['campaign.closed']);
    const again = await post(urls.webhooks.list(at), { id, url: hook, events: ['campaign.closed'] });
    expect(again.status).toBe(303);
    const one = await (await app.get(urls.webhooks.one(at, id), { cookie: ada.cookie })).text();
    expect(one).not.toContain('whsec_');
    const renewed = await (await post(urls.webhooks.secret(at, id))).text();
    expect(/whsec_[A-Za-z0-9+/=]+/.exec(renewed)![0]).not.toBe(secret);
    expect(await rows('select count(*)::int as n from webhook_endpoints')).toEqual([{ n: 1 }]);
  });

  test('pausing keeps everything back; a trial message arrives; deleting ends it', async () => {
    const { id } = await added(['campaign.closed']);
    await post(urls.webhooks.pause(at, id));
    await tell(closed());
    await app.work();
    expect(calls).toEqual([]);
    await post(urls.webhooks.resumption(at, id));
    await post(urls.webhooks.trial(at, id));
    await app.work();
    expect(calls.map((call) => JSON.parse(call.body).type)).toEqual(['webhook.test']);
    await post(urls.webhooks.removal(at, id));
    expect(await rows('select * from webhook_endpoints')).toEqual([]);
  });

  test('is the coordinators’ of this network alone', async () => {
    const { id } = await added(['campaign.closed']);
    const member = await signInAs(app, network, 'member');
    const other = await createNetwork(app, `other-${newId().slice(-6)}`);
    const foreign = await signInAs(app, other, 'administrator');
    const theirs = { network: other.slug, locale: 'en' };
    for (const path of [urls.webhooks.list(at), urls.webhooks.one(at, id), urls.webhooks.removal(at, id)]) {
      expect((await app.get(path)).status).toBe(403);
      expect((await app.get(path, { cookie: member.cookie })).status).toBe(404);
    }
    expect((await app.get(urls.webhooks.one(theirs, id), { cookie: foreign.cookie })).status).toBe(404);
    expect((await post(urls.webhooks.secret(theirs, id), {}, foreign.cookie)).status).toBe(404);
    expect((await post(urls.webhooks.attempt(at, id, 'no-id'))).status).toBe(404);
  });
});

test('mistakes are told at their fields, and what was typed stays', async () => {
  const wrong: [Record<string, string | string[]>, string][] = [
    [{ url: '', events: ['campaign.closed'] }, 'Please fill this in'],
    [{ url: 'nonsense', events: ['campaign.closed'] }, 'cannot be read as an address'],
    [{ url: 'ftp://example.invalid/', events: ['campaign.closed'] }, 'We only call public servers'],
    [{ url: 'https://user:word@example.invalid/', events: ['campaign.closed'] }, 'We only call public servers'],
    [{ url: hook, events: ['no.such'] }, 'Please choose at least one'],
  ];
  for (const [fields, message] of wrong) {
    const response = await post(urls.webhooks.list(at), fields);
    expect(response.status).toBe(422);
    expect(words(await response.text())).toContain(message);
  }
});
