import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fault, listFaults, savePace, settleFault } from '../../src/features/deliveries/index.ts';
import { openSink, type Sink } from '../../src/features/outbox/testing/sink.ts';
import { inNetwork, root } from '../../src/platform/db/index.ts';
import type { Ctx, Network } from '../../src/platform/tenancy/index.ts';
import { urls } from '../../src/urls.ts';
import { createTestApp, signInAs, type TestApp } from '../app.ts';
import { kits } from '../beginnings.ts';

/*
 * The ledger of letters: composed → confirmed → queued → (claimed → sending →) sent → bounced. A process that works on each
 * step is killed in the middle of it, and another takes up what it left: no letter is lost, none is made or sent twice, and
 * only one between DATA and its recorded answer is uncertain and waits for a person.
 */
const script = join(root, 'dist', `steps-worker-${process.pid}.mjs`);
const itemsFile = join(root, 'dist', `steps-items-${process.pid}.json`);
const leaseMs = 1_000;
const connections = 10;
const letters = 40;
let app: TestApp;
let network: Network;
let sink: Sink;
let campaign: string;
let posts: { id: string; address: string }[];
const running = new Set<ChildProcess>();

beforeAll(async () => {
  await build({
    entryPoints: [join(root, 'test/start/steps-worker.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
  });
  sink = await openSink({ delayMs: 60 });
  app = await createTestApp({
    from: await kits(),
    now: new Date().toISOString(),
    env: { INBOUND_DOMAIN: 'in.daylight.invalid' },
  });
  // The kits bring signatures of invented people; here only our own letters count.
  await app.db.owner.query('delete from actions');
  network = await app.network('daylight');
  campaign = (
    await rows<{ id: string }>(`select id from campaigns where network_id = $1 and slug = 'five-asks'`, network.id)
  )[0]!.id;
  posts = await rows(
    `select p.id, c.value as address from posts p join tenures t on t.post_id = p.id
     join contacts c on c.official_id = t.official_id and c.kind = 'email'
     where p.role_id = 'xx-federal-house:member' and t.until_date is null order by p.id limit 4`,
  );
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await sink.close();
  await app.stop();
  for (const file of [script, itemsFile]) rmSync(file, { force: true });
});

const rows = async <T extends object>(text: string, ...values: unknown[]): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const ctxOf = (trx: Ctx['trx']): Ctx => ({ trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date() });

type Child = { process: ChildProcess; told: string[]; over: Promise<unknown> };

async function start(step: string, items: Record<string, string>[] = []): Promise<Child> {
  writeFileSync(itemsFile, JSON.stringify(items));
  const child = spawn(process.execPath, [script], {
    env: {
      ...process.env,
      DATABASE_URL: app.db.url,
      CASEMENT_DATA: app.deps.config.dataFolder,
      SMTP_URL: sink.url,
      INBOUND_DOMAIN: 'in.daylight.invalid',
      STEP: step,
      NETWORK: network.id,
      ITEMS: itemsFile,
      LEASE: String(leaseMs),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const told: string[] = [];
  let rest = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    told.push(...lines);
  });
  const over = once(child, 'exit').then(() => running.delete(child));
  await until(() => told.includes('ready'));
  return { process: child, told, over };
}

/** Waits until it holds, twenty seconds at most. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come to pass');
    await pause(2);
  }
}

async function kill(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await child.over;
  // What it had asked of the database before it died may still be under way there.
  await until(
    async () =>
      (await count(
        `pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state in ('active', 'idle in transaction')`,
      )) === 0,
  );
}

/** Begins the step, kills it once some items are done, and returns those that it had told; then `check`, then the whole step again. */
async function killedInTheMiddle(
  step: string,
  items: Record<string, string>[],
  check: (done: string[]) => Promise<void>,
) {
  const child = await start(step, items);
  await until(() => child.told.length > items.length / 4);
  await kill(child);
  const done = child.told.filter((line) => line !== 'ready' && line !== 'done');
  expect(done.length).toBeLessThan(items.length);
  await check(done);
  const again = await start(step, items);
  await until(() => again.told.includes('done'));
  await again.over;
}

const count = async (text: string, ...values: unknown[]): Promise<number> =>
  Number((await rows<{ n: string }>(`select count(*) as n from ${text}`, ...values))[0]!.n);
const mailStates = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await rows<{ state: string; n: number }>(
        `select state, count(*)::integer as n from mails where kind = 'letter' group by state`,
      )
    ).map((row) => [row.state, row.n]),
  );

test('killed at each step of the ledger: nothing is lost, nothing happens twice, what is uncertain waits for a person', async () => {
  const people = Array.from({ length: letters }, (_, n) => ({
    key: `writer-${n}`,
    name: `Writer ${n}`,
    email: `writer-${n}@person-${n}.invalid`,
    post: posts[n % posts.length]!.id,
    campaign,
  }));

  // Composed: what was acknowledged is there, with the mail that asks; sent again it is the same letter.
  await killedInTheMiddle('compose', people, async (done) => {
    const there = await rows<{ email: string }>(
      `select p.email from people p join actions a on a.person_id = p.id join mails m on m.subject_id = a.id and m.kind = 'confirmation'`,
    );
    const emails = new Set(there.map((row) => row.email.split('@')[0]));
    expect(done.filter((key) => !emails.has(key))).toEqual([]);
    expect(await count('actions')).toBe(emails.size);
  });
  expect(await count('actions')).toBe(letters);
  expect(await count(`mails where kind = 'confirmation'`)).toBe(letters);

  // Confirmed and queued: a letter is confirmed with its delivery and its mail, or not at all.
  await app.db.owner.query(`update mails set state = 'cancelled', finished_at = now() where kind = 'confirmation'`);
  await inNetwork(app.db, network.id, (trx) =>
    savePace(ctxOf(trx), '', {
      timeZone: 'UTC',
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      from: 0,
      until: 1440,
      perHour: 60,
      jitterMinutes: 0,
    }),
  );
  const actions = (await rows<{ id: string }>('select id from actions order by id')).map(({ id }) => ({
    key: id,
    action: id,
  }));
  const whole = async () => {
    const confirmed = await count(`actions where state = 'confirmed'`);
    expect(await count('deliveries')).toBe(confirmed);
    expect(await count(`deliveries d join mails m on m.subject_id = d.id and m.kind = 'letter'`)).toBe(confirmed);
    expect(await count(`mails where kind = 'letter'`)).toBe(confirmed);
    return confirmed;
  };
  await killedInTheMiddle('confirm', actions, async (done) => {
    const confirmed = await whole();
    expect(confirmed).toBeGreaterThanOrEqual(done.length);
    expect(await count(`actions where state = 'confirmed' and id = any($1::uuid[])`, done)).toBe(done.length);
  });
  expect(await whole()).toBe(letters);

  // Queued: the times are worked out wholly or not at all, and never two alike for one target.
  for (const ms of [0, 5]) {
    const child = await start('plan', [{ key: 'plan' }]);
    await pause(ms);
    await kill(child);
    expect([0, letters]).toContain(await count(`mails where kind = 'letter' and planned`));
  }
  const planner = await start('plan', [{ key: 'plan' }]);
  await until(() => planner.told.includes('done'));
  expect(await count(`mails where kind = 'letter' and planned`)).toBe(letters);
  expect(
    await count(
      `mails a join mails b on b.pace_key = a.pace_key and b.id <> a.id where a.kind = 'letter' and b.kind = 'letter' and abs(extract(epoch from a.due_at - b.due_at)) < 60`,
    ),
  ).toBe(0);
  await inNetwork(app.db, network.id, (trx) => savePace(ctxOf(trx), '', undefined));
  const unpaced = await start('plan', [{ key: 'plan' }]);
  await until(() => unpaced.told.includes('done'));

  // Claimed: composed and waiting for a connection. Then with its text on the wire. Then with answers just recorded.
  const killSender = async (at: (states: Record<string, number>) => boolean) => {
    const sender = await start('send');
    await until(async () => at(await mailStates()));
    await kill(sender);
    const states = await mailStates();
    expect(Object.values(states).reduce((sum, n) => sum + n, 0)).toBe(letters);
    // At most one a connection for each crash; what an earlier run left stays until its lease ends.
    const left = await rows<{ n: number }>(
      `select count(*)::integer as n from mails where state = 'sending' group by claimed_by`,
    );
    for (const { n } of left) expect(n).toBeLessThanOrEqual(connections);
  };
  await killSender(({ claimed = 0, sending = 0, sent = 0 }) => claimed > 0 && sending + sent === 0);
  expect(sink.taken.length).toBeLessThanOrEqual(connections);
  await killSender(({ sending = 0 }) => sending > 0);
  await killSender(({ sent = 0 }) => sent > 4);
  const sendAll = async () => {
    const sender = await start('send');
    await until(async () => {
      const { queued = 0, claimed = 0, sending = 0 } = await mailStates();
      return queued + claimed + sending === 0;
    });
    await kill(sender);
  };
  await sendAll();
  const { sent = 0, uncertain = 0, ...others } = await mailStates();
  expect(others).toEqual({});
  expect(sent + uncertain).toBe(letters);
  expect(uncertain).toBeLessThanOrEqual(3 * connections);
  expect(await count(`deliveries where state = 'uncertain'`)).toBe(uncertain);
  expect(await count(`deliveries where state = 'sent'`)).toBe(sent);
  const idOf = (messageId: string) => messageId.split('@')[0]!;
  const arrived = () => sink.taken.map((mail) => idOf(mail.messageId));
  expect(new Set(arrived()).size, 'no letter goes twice by itself').toBe(arrived().length);

  // The uncertain wait for a person, who looks and says so on the page.
  const ada = await signInAs(app, network, 'coordinator');
  const doubtful = await rows<{ id: string; message_id: string }>(
    `select id, message_id from mails where state = 'uncertain'`,
  );
  for (const mail of doubtful) {
    const choice = arrived().includes(idOf(mail.message_id)) ? 'arrived' : 'again';
    const answer = await app.post(
      `${urls.outbox.mail({ network: 'daylight', locale: 'en' }, mail.id)}/settlement`,
      { choice },
      ada,
    );
    expect(answer.status).toBe(303);
  }
  await sendAll();
  expect(await mailStates()).toEqual({ sent: letters });
  expect(await count(`deliveries where state = 'sent'`)).toBe(letters);
  expect(arrived()).toHaveLength(letters);
  expect(new Set(arrived()).size).toBe(letters);

  // Bounced: reports are handed over again by the mail server until they were taken; each counts once.
  const reports = sink.taken.map((mail) => ({ key: mail.messageId, verp: mail.from }));
  await killedInTheMiddle('bounce', reports, async (done) => {
    const bounced = await count(`mails where state = 'bounced'`);
    expect(bounced).toBeGreaterThanOrEqual(done.length);
    expect(await count(`deliveries where state = 'bounced'`)).toBe(bounced);
  });
  expect(await count(`deliveries where state = 'bounced'`)).toBe(letters);
  expect(await count(`address_faults where state = 'suspended'`)).toBe(posts.length);

  // The right addresses are found: what came back goes on, each letter once, also when that is cut off.
  await inNetwork(app.db, network.id, async (trx) => {
    for (const fault of (await listFaults(ctxOf(trx))) as Fault[])
      await settleFault(ctxOf(trx), fault, { is: 'corrected', to: `right-${fault.address}` });
  });
  const cut = await start('resume', [{ key: 'resume' }]);
  await pause(10);
  await kill(cut);
  expect(await count('deliveries')).toBe(letters);
  const resumed = await start('resume', [{ key: 'resume' }]);
  await until(() => resumed.told.includes('done'));
  expect(await count(`deliveries where state = 'queued'`)).toBe(letters);
  await sendAll();
  expect(await count(`deliveries where state = 'sent' and address like 'right-%'`)).toBe(letters);
  expect(sink.taken.filter((mail) => mail.to.startsWith('right-'))).toHaveLength(letters);
}, 120_000);
