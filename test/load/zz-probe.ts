import { cpuSeconds, treeOf } from './processes.ts';
import { openBench } from './world.ts';
import { openRecorder } from '../../src/features/campaigns/record.ts';
const bench = openBench({ full: false, say: console.error });
try {
const world = await bench.world();
const owner = world.deps.db.owner;
const { rows } = await owner.query<any>(`select c.network_id as network, c.id as campaign, (select array_agg(id) from (select p.id from posts p order by p.id limit 4) x) as posts
     from campaigns c join networks n on n.id = c.network_id where n.slug = 'daylight' and c.slug = 'five-asks'`);
const { network, campaign, posts } = rows[0];
const record = openRecorder(world.deps.db);
const go = async (round: number, N: number) => Promise.all(Array.from({length: N}, (_, n) => record(network, { campaignId: campaign, name: `P ${round} ${n}`, email: `p-${round}-${n}@example.invalid`, locale: 'en', subject: 's', body: 'b'.repeat(800), postIds: posts, street: '', consents: [], remember: false, source: {}, now: new Date() })));
for (const N of [16, 32, 64, 128, 256]) {
  let r = N * 1000;
  for (let k = 0; k < 15; k++) await go(r++, N);
  const pids = treeOf(world.databasePid); const c0 = cpuSeconds(pids), p0 = process.cpuUsage(), t0 = performance.now();
  const K = Math.ceil(4000 / N);
  for (let k = 0; k < K; k++) await go(r++, N);
  const c = cpuSeconds(pids) - c0, p = process.cpuUsage(p0), t = performance.now() - t0;
  console.log(N, 'per action: db cpu', (c / K / N * 1e3).toFixed(3), 'ms, node cpu', ((p.user + p.system) / 1e3 / K / N).toFixed(3), 'ms, wall', (t / K / N).toFixed(3), 'ms; per group wall', (t / K).toFixed(1));
}
const c = await world.deps.db.app.connect();
const notices: string[] = [];
c.on('notice', (n: any) => notices.push(n.message));
for (const q of ['set role casement', `load 'auto_explain'`, 'set auto_explain.log_min_duration=0', 'set auto_explain.log_analyze=on', 'set auto_explain.log_triggers=on', 'set client_min_messages=log', 'set role casement_app']) await c.query(q);
c.release();
for (let k = 0; k < 3; k++) { notices.length = 0; await go(k, 64); }
for (const n of notices) console.log(n.split('\n').filter((l) => /duration|Insert on|Trigger|Function Scan|Nested|Index|insert into/.test(l)).map((l) => l.slice(0, 150)).join('\n'));
} finally { await bench.closing.run(); }
process.exit(0);
