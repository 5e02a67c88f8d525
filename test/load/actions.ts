import { startPart } from './child.ts';
import type { LoadDone, LoadOrder } from './http-load.ts';
import { campaignOf, findPosts, letter, openedForm, submission } from './letters.ts';
import { cpuSeconds, isLinux, treeOf } from './processes.ts';
import type { Result } from './report.ts';
import { compare, inTurns, median } from './statistics.ts';
import { statements, type UngroupedDone, type UngroupedOrder } from './ungrouped.ts';
import type { Bench, World } from './world.ts';

/**
 * Letters accepted over HTTP by the real server, each durable before its answer, from 64 callers; against the same rows
 * written one transaction each over the same driver by 16 connections. Then the database is counted.
 */
export async function actions(bench: Bench): Promise<Result[]> {
  const world = await bench.world();
  const web = await world.web();
  const posts = await findPosts(web);
  const began = await openedForm(web);
  const { network, campaign } = await campaignOf(world);
  const load = startPart('load');
  const ungrouped = startPart('ungrouped');
  const seconds = bench.full ? 10 : 3;
  const total = { answered: 0, written: 0 };
  const ours: LoadDone[] = [];
  const theirs: UngroupedDone[] = [];
  const spent = { ours: [0, 0], theirs: [0, 0] };
  /** Adds up the processor time of the writing process and of the database, which other programs on the machine distort little. */
  const measured = async <Done>(whose: keyof typeof spent, pid: number, work: () => Promise<Done>): Promise<Done> => {
    const both = isLinux ? [[pid], treeOf(world.databasePid)] : [];
    const before = both.map(cpuSeconds);
    const done = await work();
    both.forEach((pids, i) => {
      spent[whose][i]! += cpuSeconds(pids) - before[i]!;
    });
    return done;
  };
  try {
    const accept = async () => {
      const order: LoadOrder = {
        port: web.port,
        callers: 64,
        seconds,
        first: total.answered,
        requests: [submission(web, { posts, began, who: 'grouped' })],
      };
      const done = await measured('ours', web.pid, () => load.ask<LoadDone>(order));
      if (done.statuses['303'] !== done.answered)
        throw new Error(`not every letter was accepted: ${JSON.stringify(done.statuses)}`);
      total.answered += done.answered;
      ours.push(done);
      return done.perSecond;
    };
    const write = async () => {
      const order: UngroupedOrder = {
        databaseUrl: world.deps.db.url,
        connections: 16,
        seconds,
        first: total.written,
        network,
        campaign,
        posts,
        ...letter,
      };
      const done = await measured('theirs', ungrouped.pid, () => ungrouped.ask<UngroupedDone>(order));
      total.written += done.written;
      theirs.push(done);
      return done.perSecond;
    };
    const pairs = await inTurns(bench.full ? 7 : 5, accept, write);
    const rate = compare(pairs);
    const slowest = compare(ours.slice(1).map((done, i) => ({ ours: done.p99, theirs: theirs[i + 1]!.p99 })));
    const counted = await check(world, campaign, posts.length, total);
    return [
      {
        name: 'actions',
        what: 'accepted actions over HTTP, 64 callers:',
        against: 'one transaction each, 16 connections:',
        value: rate.ours,
        unit: 'actions/s',
        limit: rate.theirs,
        ratio: rate.ratio,
        target: 4,
        better: 'higher',
        notes: [
          `rounds: ${pairs.map((pair) => (pair.ours / pair.theirs).toFixed(2)).join(' ')}`,
          ...counted,
          ...(isLinux
            ? [
                `processor time, program + database: ${perAction(spent.ours, total.answered)} ms an action, against ${perAction(spent.theirs, total.written)} ms`,
              ]
            : []),
          'one transaction of the baseline:',
          ...statements.map((statement) => `  ${statement}`),
        ],
      },
      {
        name: 'actions-p99',
        what: 'p99 of an accepted action:',
        against: 'p99 of the single transaction:',
        value: slowest.ours,
        unit: 'ms',
        limit: slowest.theirs,
        ratio: slowest.ratio,
        target: 1,
        better: 'lower',
        notes: [
          `p50 ${median(ours.slice(1).map((done) => done.p50)).toFixed(1)} ms against ${median(theirs.slice(1).map((done) => done.p50)).toFixed(1)} ms`,
        ],
      },
    ];
  } finally {
    await Promise.all([load.stop(), ungrouped.stop()]);
  }
}

const perAction = (seconds: number[], count: number) =>
  seconds.map((each) => ((each / count) * 1000).toFixed(2)).join(' + ');

/** Nothing acknowledged is lost, nothing is there twice: throws otherwise. */
async function check(
  { deps }: World,
  campaign: string,
  posts: number,
  total: { answered: number; written: number },
): Promise<string[]> {
  await deps.db.owner.query('analyze people, actions, mails, audit');
  const { rows } = await deps.db.owner.query<Record<'people' | 'actions' | 'addressed' | 'mails' | 'audited', number>>(
    `with ours as (select a.id, a.person_id, cardinality(a.post_ids) as posts from actions a join people p on p.network_id = a.network_id and p.id = a.person_id
       where a.campaign_id = $1 and p.email like 'grouped-%')
     select (select count(distinct person_id) from ours) as people, (select count(*) from ours) as actions,
       (select count(*) from ours where posts = $2) as addressed,
       (select count(*) from mails m join ours on ours.id = m.subject_id where m.kind = 'confirmation') as mails,
       (select count(*) from audit u join ours on ours.id::text = u.noun_id where u.verb = 'recorded') as audited`,
    [campaign, posts],
  );
  const { people, actions, addressed, mails, audited } = rows[0]!;
  const counts = { people, actions, addressed, mails, audited };
  for (const [what, count] of Object.entries(counts)) {
    if (count !== total.answered)
      throw new Error(`${total.answered} letters were acknowledged, but ${what} are ${count}`);
  }
  const settings = await Promise.all(
    ['fsync', 'synchronous_commit'].map(async (name) => {
      const shown = await deps.db.app.query<Record<string, string>>(`show ${name}`);
      return `${name} ${Object.values(shown.rows[0]!)[0]}`;
    }),
  );
  return [
    `${total.answered} acknowledged, ${actions} in the database, each once, to ${posts} posts, with one mail, one audit row (${settings.join(', ')})`,
  ];
}
