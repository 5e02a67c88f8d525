import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { paceLimits } from '../../platform/abuse/index.ts';
import { root } from '../../platform/db/root.ts';
import { runJob } from '../../platform/jobs/index.ts';
import { urls } from '../../urls.ts';
import { guardOf } from '../campaigns/guard.ts';
import { retain } from '../retention/index.ts';

let app: TestApp;
let cookie: string;
let posts: string[];
let network: string;
const folder = mkdtempSync(join(tmpdir(), 'casement-review-'));
const real = join(
  process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'),
  'hostile-input/disposable-email-domains.txt',
);
const at = { network: 'daylight', locale: 'en' };
const campaign = '/daylight/en/campaigns/five-asks';
const noon = Date.parse('2026-11-21T12:00:00Z');
const minutes = (n: number) => new Date(noon + n * 60_000);

beforeAll(async () => {
  writeFileSync(join(folder, 'list'), 'thrown.invalid\n');
  app = await createTestApp({
    from: await kits(),
    now: minutes(0).toISOString(),
    env: { CASEMENT_DISPOSABLE_DOMAINS: existsSync(real) ? real : join(folder, 'list'), CASEMENT_TRUST_PROXY: '1' },
  });
  network = (await app.network('daylight')).id;
  cookie = (await signInAs(app, await app.network('daylight'), 'coordinator')).cookie;
  const answer = await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' });
  const form = await (await app.get(answer.headers.get('location')!)).text();
  posts = [...form.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const watch = async () => {
  await runJob(app.deps, 'campaigns.watch', { network });
  await app.work();
};
/** The form as it is opened now: the stamp it carries. */
const opened = async () => /name="began" value="([^"]+)"/.exec(await (await app.get(`${campaign}/letter`)).text())![1]!;

type Given = { name: string; email: string; body?: string; began?: string; proof?: string; address?: string };
const send = ({ name, email, body = 'I live here.', began = '', proof = '', address = '203.0.113.9' }: Given) =>
  app.post(
    `${campaign}/actions`,
    { subject: 'Five asks', body, name, email, street: '', to: posts, began, proof },
    { headers: { 'x-forwarded-for': address } },
  );
const flagOf = async (name: string) =>
  (
    await rows<{ id: string; reasons: string[]; state: string }>(
      'select a.id, f.reasons, f.state from action_flags f join actions a on a.id = f.action_id join people p on p.id = a.person_id where p.name = $1',
      [name],
    )
  )[0];
const mailsTo = async (email: string) =>
  (await rows(`select from mails where kind = 'confirmation' and to_address = $1`, [email])).length;
const page = async (show = '') => words(await (await app.get(urls.review.list(at, show), { cookie })).text());
const decide = (decision: string, ...ids: string[]) =>
  app.post(urls.review.decisions(at), { decision, action: ids, show: 'held' }, { cookie });
const pathOf = async (email: string): Promise<string> => {
  await app.work();
  const [mail] = await rows<{ source: string }>(
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' and to_address = $1`,
    [email],
  );
  const source = mail!.source.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  return /(\/daylight\/en\/actions\/[\w.-]+)\/confirmation/.exec(source)![1]!;
};
const confirm = async (path: string) => {
  await app.post(`${path}/confirmation`, {});
  await app.work();
};

describe('every answer is the same', () => {
  test('of a form filled in as people do, too fast, made elsewhere, with a throw-away mailbox', async () => {
    const began = await opened();
    app.at(minutes(1));
    const late = await opened();
    const domain = existsSync(real) ? 'mailinator.com' : 'thrown.invalid';
    const answers = [
      await send({ name: 'Fair', email: 'fair@one.invalid', began }),
      await send({ name: 'Fast', email: 'fast@two.invalid', began: late }),
      await send({ name: 'Bare', email: 'bare@three.invalid' }),
      await send({ name: 'Thrown', email: `thrown@${domain}`, began }),
      await send({ name: 'Both', email: `both@${domain}` }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `${campaign}/received`]);
    }
    expect(await flagOf('Fair')).toBeUndefined();
    expect(await flagOf('Fast')).toMatchObject({ reasons: ['fast'], state: 'noted' });
    expect(await flagOf('Bare')).toMatchObject({ reasons: ['no-form'], state: 'noted' });
    expect(await flagOf('Thrown')).toMatchObject({ reasons: ['disposable'], state: 'noted' });
    expect(await flagOf('Both')).toMatchObject({ reasons: ['no-form', 'disposable'], state: 'held' });
    expect(
      await Promise.all(['fair@one.invalid', 'bare@three.invalid', `thrown@${domain}`, `both@${domain}`].map(mailsTo)),
    ).toEqual([1, 1, 1, 0]);

    // Sent again, still nothing; released by a person, one mail; and no second one however often it is pressed.
    app.at(minutes(13));
    await send({ name: 'Both', email: `both@${domain}` });
    expect(await mailsTo(`both@${domain}`)).toBe(0);
    expect(await page('held')).toContain('Not sent from our form');
    for (let twice = 0; twice < 2; twice += 1) await decide('release', (await flagOf('Both'))!.id);
    expect(await mailsTo(`both@${domain}`)).toBe(1);
    expect(await page('held')).toContain('Nothing is held');
  });

  test('a proof of work from our own address is taken instead of the clock, once', async () => {
    const challenge = await (await app.get('/daylight/en/challenge')).json();
    const solution = await solveChallenge({ challenge, deriveKey });
    const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    await send({ name: 'Proven', email: 'proven@one.invalid', proof });
    await send({ name: 'Copied', email: 'copied@one.invalid', proof });
    await Promise.all(
      ['Twin A', 'Twin B'].map((name) => send({ name, email: `${name.slice(-1)}@one.invalid`, proof })),
    );
    expect(await flagOf('Proven')).toBeUndefined();
    expect(await flagOf('Copied')).toMatchObject({ reasons: ['no-form'] });
    expect(await flagOf('Twin B')).toMatchObject({ reasons: ['no-form'] });
    await send({ name: 'Elsewhere', email: 'x@one.invalid', proof: proof.slice(0, 40) });
    expect(await flagOf('Elsewhere')).toMatchObject({ reasons: ['no-form'] });
    app.at(minutes(13 + 121));
    await retain(app.deps, network);
    expect(await rows('select from spent_proofs')).toEqual([]);
  });
});

describe('too many at once', () => {
  test('from one mail domain: the rest is held, and goes on by itself when it is calm', async () => {
    const began = await opened();
    app.at(minutes(200));
    const over = 5;
    const crowd = Array.from({ length: paceLimits.domain + over }, (_, n) => n);
    const answers = await Promise.all(
      crowd.map((n) =>
        send({
          name: `Crowd ${n}`,
          email: `c${'abcdefghij'[n % 10]}${'klmnopqrst'[Math.floor(n / 10) % 10]}${n > 99 ? 'u' : ''}@crowd.invalid`,
          body: `Words ${n}`,
          began,
          address: `10.${n}.0.1`,
        }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.headers.get('location')))).toEqual(new Set([`${campaign}/received`]));
    const held = () => rows(`select from action_flags where state = 'held'`);
    expect(await held()).toHaveLength(over);
    expect(await rows(`select from mails where to_address like '%@crowd.invalid'`)).toHaveLength(crowd.length - over);
    await watch();
    expect(await held()).toHaveLength(over);

    // It stands out, on Today and here, until somebody has looked.
    const today = async () => words(await (await app.get(urls.accounts.today(at), { cookie })).text());
    expect(await today()).toMatch(/12\d letters of \d+ in an hour came from crowd.invalid/);
    expect(await today()).toContain('5 letters are held');
    await app.post(urls.review.trendSettlement(at), { kind: 'domain', key: 'crowd.invalid' }, { cookie });
    expect(await today()).not.toContain('crowd.invalid');

    app.at(minutes(211));
    await watch();
    expect(await held()).toHaveLength(0);
    expect(await rows(`select from mails where to_address like '%@crowd.invalid'`)).toHaveLength(crowd.length);
    expect(await today()).not.toContain('crowd.invalid');
  });

  test('no address is kept: a digest of its block, for two days', async () => {
    await guardOf(app.deps).settle();
    expect((await rows('select from arrivals')).length).toBeGreaterThan(10);
    const tables = await rows<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    for (const { name } of tables) {
      expect([
        name,
        await rows(`select from ${name} t where t::text like '%203.0.113%' or t::text like '%10.1.0.1%'`),
      ]).toEqual([name, []]);
    }
    // The same block on another day is another digest.
    const digests = async () =>
      (await rows<{ block: string }>(`select distinct encode(block, 'hex') as block from arrivals`)).map(
        (row) => row.block,
      );
    const before = await digests();
    app.at(minutes(24 * 60));
    await send({ name: 'Next day', email: 'next@one.invalid' });
    await guardOf(app.deps).settle();
    const after = await digests();
    expect(after).toHaveLength(before.length + 1);
    app.at(minutes(3 * 24 * 60));
    await retain(app.deps, network);
    expect(await rows('select from arrivals')).toEqual([]);
    expect(await rows('select from trends')).toEqual([]);
  });
});

describe('look-alikes', () => {
  const flags = async (like: string) =>
    (
      await rows<{ state: string }>(
        `select f.state from action_flags f join actions a on a.id = f.action_id join people p on p.id = a.person_id where p.email like $1 order by p.email`,
        [like],
      )
    ).map((row) => row.state);
  const letters = async (name: string) =>
    await rows<{ state: string; note: string | null }>(
      'select d.state, d.note from deliveries d join actions a on a.id = d.action_id join people p on p.id = a.person_id where p.email = $1 order by d.post_id',
      [name],
    );
  const counted = async (email: string) =>
    (await rows('select from actions a join people p on p.id = a.person_id where p.email = $1 and a.counted', [email]))
      .length;

  test('are shown together; set aside they are not counted and do not leave; put back, all is as before', async () => {
    const began = await opened();
    app.at(minutes(3 * 24 * 60 + 1));
    for (const n of [1, 2, 3])
      await send({ name: 'Ana Silva', email: `ana${n}@alike.invalid`, began, body: `By hand ${n}` });
    await send({ name: 'Аnа Silva', email: 'other@alike.invalid', began, body: 'Disguised' });
    await send({ name: 'Bea Sole', email: 'bea@alike.invalid', began });
    const mine = await pathOf('ana1@alike.invalid');
    const second = await pathOf('ana2@alike.invalid');
    await confirm(mine);
    await watch();
    expect(await flags('ana%@alike.invalid')).toEqual(['open', 'open', 'open']);
    expect(await flags('other@alike.invalid')).toEqual(['open']);
    expect(await flags('bea@alike.invalid')).toEqual([]);
    const shown = await page('alike');
    expect(shown).toContain('3 signatures with numbered addresses');
    expect(shown).toContain('1 name written with other letters');

    // One letter has left already: that stays so, and is said.
    await app.db.owner.query(
      `update mails set state = 'sent' where subject_id = (select d.id from deliveries d join actions a on a.id = d.action_id join people p on p.id = a.person_id where p.email = 'ana1@alike.invalid' order by d.post_id limit 1)`,
    );
    await app.db.owner.query(
      `update deliveries d set state = 'sent' from mails m where m.subject_id = d.id and m.state = 'sent'`,
    );
    expect(await page('alike')).toContain('1 letter was sent before');
    const ids = (
      await rows<{ id: string }>(
        `select a.id from actions a join people p on p.id = a.person_id where p.email like 'ana%@alike.invalid'`,
      )
    ).map((row) => row.id);
    await decide('aside', ...ids);
    expect(await counted('ana1@alike.invalid')).toBe(0);
    const waiting = await letters('ana1@alike.invalid');
    expect(waiting[0]).toMatchObject({ state: 'sent' });
    expect(waiting.slice(1).every((letter) => letter.state === 'composed' && letter.note === 'aside')).toBe(true);
    expect(words(await (await app.get(mine)).text())).toContain('The coordination is looking at this letter');

    // Confirmed meanwhile, by the mail that had left: still not counted, still waiting.
    await confirm(second);
    expect(await counted('ana2@alike.invalid')).toBe(0);
    expect((await letters('ana2@alike.invalid')).every((letter) => letter.state === 'composed')).toBe(true);
    // The job asks nobody twice about what was decided.
    await watch();
    expect(await flags('ana%@alike.invalid')).toEqual(['aside', 'aside', 'aside']);

    for (let twice = 0; twice < 2; twice += 1) await decide('accept', ...ids);
    await app.work();
    expect([await counted('ana1@alike.invalid'), await counted('ana2@alike.invalid')]).toEqual([1, 1]);
    expect((await letters('ana1@alike.invalid')).map((letter) => letter.state).sort()).toEqual([
      ...Array<string>(posts.length - 1).fill('kept'),
      'sent',
    ]);
    expect((await letters('ana2@alike.invalid')).every((letter) => letter.state === 'kept')).toBe(true);
    await watch();
    expect(await flags('ana%@alike.invalid')).toEqual(['accepted', 'accepted', 'accepted']);
  });

  test('one that is set aside does not hide another of hers that counts', async () => {
    const began = await opened();
    app.at(minutes(3 * 24 * 60 + 2));
    for (const n of [1, 2])
      await send({ name: 'Cleo Two', email: 'cleo@alike.invalid', began, body: `Other words ${n}` });
    await app.work();
    const mails = await rows<{ source: string }>(
      `select convert_from(mime, 'UTF8') as source from mails where to_address = 'cleo@alike.invalid'`,
    );
    for (const { source } of mails) {
      await app.post(
        /(\/daylight\/en\/actions\/[\w.-]+\/confirmation)/.exec(
          source.replace(/=\r\n/g, '').replaceAll('=3D', '='),
        )![1]!,
        {},
      );
    }
    const [first] = await rows<{ id: string }>(
      `select a.id from actions a join people p on p.id = a.person_id where p.email = 'cleo@alike.invalid' and a.counted`,
    );
    await app.db.owner.query(
      `insert into action_flags (network_id, action_id, reasons, state, at) values ($1, $2, '{alike}', 'open', now())`,
      [network, first!.id],
    );
    await decide('aside', first!.id);
    const now = await rows<{ id: string }>(
      `select a.id from actions a join people p on p.id = a.person_id where p.email = 'cleo@alike.invalid' and a.counted`,
    );
    expect(now).toHaveLength(1);
    expect(now[0]!.id).not.toBe(first!.id);
    await decide('accept', first!.id);
    expect(await counted('cleo@alike.invalid')).toBe(1);
  });
});

test('nobody else sees or decides, and no other network’s letters', async () => {
  const other = await createNetwork(app, 'else');
  const foreign = await signInAs(app, other, 'administrator');
  const member = await signInAs(app, await app.network('daylight'), 'member');
  expect((await app.get(urls.review.list(at))).status).toBe(403);
  expect((await app.get(urls.review.list(at), { cookie: member.cookie })).status).toBe(404);
  const [one] = await rows<{ action_id: string }>(`select action_id from action_flags limit 1`);
  const before = await rows('select * from action_flags order by action_id');
  await app.post(
    urls.review.decisions({ network: 'else', locale: 'en' }),
    { decision: 'aside', action: one!.action_id },
    { cookie: foreign.cookie },
  );
  expect(await rows('select * from action_flags order by action_id')).toEqual(before);
  expect((await decide('burn', one!.action_id)).status).toBe(400);
  expect((await decide('aside')).status).toBe(303);
  expect((await app.get(`${urls.review.list(at, 'held')}&after=%27x`, { cookie })).status).toBe(200);
});
