import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { openRecorder } from '../../src/features/campaigns/record.ts';
import { root } from '../../src/platform/db/index.ts';
import { startPart } from './child.ts';
import type { LoadDone, LoadOrder } from './http-load.ts';
import { campaignOf, findPosts, letter, openedForm, submission } from './letters.ts';
import { findPgbench, type PgbenchDone, runPgbench } from './pgbench.ts';
import type { Result } from './report.ts';
import type { SinkState } from './smtp-sink.ts';
import { compare, inTurns, median } from './statistics.ts';
import { plainInserts, sameStatements } from './surge-scripts.ts';
import { type Bench, ended, printed, type World } from './world.ts';

const clients = 64;
const mails = 10_000;

/**
 * Letters with a consent, accepted over HTTP on the full path by 64 callers; against pgbench with as many clients running the same
 * statements, one transaction for each letter. Then the same while the worker sends 10,000 mails.
 */
export async function surge(bench: Bench): Promise<Result[]> {
  const world = await bench.world();
  const web = await world.web();
  const pgbench = findPgbench();
  const posts = await findPosts(web);
  const began = await openedForm(web);
  const { network, campaign } = await campaignOf(world);
  const seconds = bench.full ? 10 : 3;
  const load = startPart('load');
  const sink = startPart('sink');
  const ours: LoadDone[] = [];
  let accepted = 0;
  const accept = async (): Promise<number> => {
    const requests = [submission(web, { posts, began, who: 'surge', consents: ['newsletter'] })];
    const order: LoadOrder = { port: web.port, callers: clients, seconds, first: accepted, requests };
    const done = await load.ask<LoadDone>(order);
    if (done.statuses['303'] !== done.answered)
      throw new Error(`not every letter was accepted: ${JSON.stringify(done.statuses)}`);
    accepted += done.answered;
    ours.push(done);
    return done.perSecond;
  };
  try {
    // The words of the consent are made by the first letter that gives it.
    await accept();
    const results: Result[] = [];
    if (pgbench) {
      const rows = { network, campaign, wording: await wordingOf(world), posts, ...letter };
      const at = { file: pgbench, folder: bench.folder('pgbench'), databaseUrl: world.deps.db.url, clients, seconds };
      results.push(
        ...(await againstPgbench(bench.full ? 7 : 5, accept, ours, (script) => runPgbench(at, script), rows)),
      );
    } else {
      const skipped = 'pgbench is not on this machine (Debian: postgresql-15)';
      for (let round = 0; round < 3; round += 1) await accept();
      results.push({ name: 'surge', skipped }, { name: 'surge-p99', skipped });
    }
    const quiet = median(ours.slice(1).map((done) => done.perSecond));
    results.push(await whileSending(bench, world, sink, quiet, accept));
    const counted = await check(world, campaign, accepted);
    for (const result of results) if ('notes' in result && result.name === 'surge') result.notes.splice(1, 0, counted);
    return results;
  } finally {
    await Promise.all([load.stop(), sink.stop()]);
  }
}

async function againstPgbench(
  rounds: number,
  accept: () => Promise<number>,
  ours: LoadDone[],
  pgbench: (script: string) => Promise<PgbenchDone>,
  rows: Parameters<typeof sameStatements>[0],
): Promise<Result[]> {
  const theirs: PgbenchDone[] = [];
  const script = sameStatements(rows);
  const begun = ours.length;
  const pairs = await inTurns(rounds, accept, async () => {
    const done = await pgbench(script);
    theirs.push(done);
    return done.perSecond;
  });
  const rate = compare(pairs);
  const own = ours.slice(begun);
  const slowest = compare(theirs.slice(1).map((done, i) => ({ ours: own[i + 1]!.p99, theirs: done.p99 })));
  const pipelined = await pgbench(sameStatements(rows, true));
  const plain = await pgbench(plainInserts(rows));
  return [
    {
      name: 'surge',
      what: `accepted actions over HTTP, ${clients} callers:`,
      against: `pgbench -M prepared, ${clients} clients:`,
      value: rate.ours,
      unit: 'actions/s',
      limit: rate.theirs,
      ratio: rate.ratio,
      target: 1.2,
      better: 'higher',
      notes: [
        `rounds: ${pairs.map((pair) => (pair.ours / pair.theirs).toFixed(2)).join(' ')}`,
        `beside it, once: pgbench pipelined ${pipelined.perSecond.toFixed(0)}/s, p99 ${pipelined.p99.toFixed(1)} ms; plain inserts of the same rows, without checks and job ${plain.perSecond.toFixed(0)}/s, p99 ${plain.p99.toFixed(1)} ms`,
        'the script of pgbench:',
        ...script
          .trim()
          .split('\n')
          .map((line) => `  ${line}`),
      ],
    },
    {
      name: 'surge-p99',
      what: 'p99 of an accepted action:',
      against: "p99 of pgbench's transaction:",
      value: slowest.ours,
      unit: 'ms',
      limit: slowest.theirs,
      ratio: slowest.ratio,
      target: 3,
      better: 'lower',
      notes: [
        `p50 ${median(own.slice(1).map((done) => done.p50)).toFixed(1)} ms against ${median(theirs.slice(1).map((done) => done.p50)).toFixed(1)} ms`,
      ],
    },
  ];
}

/** Letters accepted while a worker of the program works off 10,000 mails that wait, to an SMTP server that takes all. */
async function whileSending(
  bench: Bench,
  world: World,
  sink: ReturnType<typeof startPart>,
  quiet: number,
  accept: () => Promise<number>,
): Promise<Result> {
  await queueMails(world);
  const { port } = await sink.ask<SinkState>({ ask: 'state' });
  const count = async () => (await sink.ask<SinkState>({ ask: 'state' })).count;
  const worker = startWorker(world, port);
  bench.closing.add(() => ended(worker));
  try {
    await printed(worker, /(worker runs)/);
    const until = performance.now() + 30_000;
    while ((await count()) === 0) {
      if (performance.now() > until) throw new Error('the worker sends no mail');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const before = await count();
    const rates: number[] = [];
    for (let round = 0; round < 3; round += 1) rates.push(await accept());
    const sent = (await count()) - before;
    if (sent < 100) throw new Error(`only ${sent} mails were sent meanwhile`);
    const busy = median(rates);
    return {
      name: 'surge-mail',
      what: 'accepted actions while the worker sends mails:',
      against: 'the same with nothing to send:',
      value: busy,
      unit: 'actions/s',
      limit: quiet,
      ratio: busy / quiet,
      target: 0.5,
      better: 'higher',
      notes: [
        `rounds: ${rates.map((rate) => rate.toFixed(0)).join(' ')}; ${sent} of ${mails} waiting mails and those of the new letters were sent meanwhile`,
      ],
    };
  } finally {
    await ended(worker);
  }
}

function startWorker(world: World, smtpPort: number): ChildProcess {
  return spawn(process.execPath, [join(root, 'dist/casement.js'), 'worker'], {
    env: { ...world.env, SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, LOG_LEVEL: 'warn' },
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
}

/** As many letters as there shall be mails; what waited before is set aside. */
async function queueMails(world: World): Promise<void> {
  const { db } = world.deps;
  const { network, campaign } = await campaignOf(world);
  await db.owner.query(`update mails set state = 'cancelled' where state = 'queued'`);
  const record = openRecorder(db);
  const now = new Date();
  const of = { campaignId: campaign, locale: 'en', ...letter, postIds: [], street: '', consents: [], remember: false };
  const names = Array.from({ length: mails }, (_, n) => `Bea ${n}`);
  await Promise.all(
    names.map((name, n) => record(network, { ...of, name, email: `surge-mail-${n}@example.invalid`, source: {}, now })),
  );
}

async function wordingOf({ deps }: World): Promise<string> {
  const { rows } = await deps.db.owner.query<{ id: string }>(
    `select w.id from consent_wordings w join networks n on n.id = w.network_id where n.slug = 'daylight' and w.purpose = 'newsletter' and w.locale = 'en'`,
  );
  if (!rows[0]) throw new Error('the letters gave no consent');
  return rows[0].id;
}

/** Nothing acknowledged is lost, nothing is there twice: throws otherwise. */
async function check({ deps }: World, campaign: string, accepted: number): Promise<string> {
  await deps.db.owner.query('analyze people, actions, consents, mails, audit');
  const { rows } = await deps.db.owner.query<Record<string, number>>(
    `with ours as (select a.id, a.person_id from actions a join people p on p.network_id = a.network_id and p.id = a.person_id
       where a.campaign_id = $1 and p.email ~ '^surge-[0-9]+@')
     select (select count(distinct person_id) from ours) as people, (select count(*) from ours) as actions,
       (select count(*) from consents c join ours on ours.id = c.action_id) as consents,
       (select count(*) from mails m join ours on ours.id = m.subject_id where m.kind = 'confirmation') as mails,
       (select count(*) from audit u join ours on ours.id::text = u.noun_id where u.verb = 'recorded') as audited`,
    [campaign],
  );
  for (const [what, count] of Object.entries(rows[0]!))
    if (count !== accepted) throw new Error(`${accepted} letters were acknowledged, but ${what} are ${count}`);
  return `${accepted} acknowledged and in the database, each once, with one consent, one mail, one audit row`;
}
