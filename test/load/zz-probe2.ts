import { openBench } from './world.ts';
import { openRecorder } from '../../src/features/campaigns/record.ts';
import pg from 'pg';
const bench = openBench({ full: false, say: console.error });
try {
const world = await bench.world();
const owner = world.deps.db.owner;
const { rows } = await owner.query<any>(`select c.network_id as network, c.id as campaign, (select array_agg(id) from (select p.id from posts p order by p.id limit 4) x) as posts
     from campaigns c join networks n on n.id = c.network_id where n.slug = 'daylight' and c.slug = 'five-asks'`);
const { network, campaign, posts } = rows[0];

let print = false;
world.deps.db.app.on('connect', (c: any) => { c.on('notice', (n: any) => { if (print && /deliveries|FROM ONLY/.test(n.message)) { const m = n.message as string; const key = m.split('\n')[1]!.slice(0, 90); if (!seen.has(key)) { seen.add(key); console.log(m); } } }); c.query(`set role casement; load 'auto_explain'; set role casement_app`).catch(console.error); c.query(`set auto_explain.log_min_duration=0; set auto_explain.log_nested_statements=on; set auto_explain.log_analyze=on; set client_min_messages=log`).catch(console.error); });
const seen = new Set<string>();
const orig = pg.Client.prototype.query as any;
const acc = new Map<string, {n:number, ms:number}>();
(pg.Client.prototype as any).query = function (...args: any[]) {
  const t = performance.now(); const text = (typeof args[0] === 'string' ? args[0] : args[0].text).replace(/\s+/g,' ').slice(0, 60);
  const r = orig.apply(this, args);
  if (r && r.then) r.then(() => { const a = acc.get(text) ?? {n:0, ms:0}; a.n++; a.ms += performance.now() - t; acc.set(text, a); }, () => {});
  return r;
};
const record = openRecorder(world.deps.db); const discard = process.env.DISCARD;
for (let round = 0; round < 6; round++) {
  acc.clear(); seen.clear(); print = round === 0 || round === 5;
  const t = performance.now();
  const now = new Date(); if (discard) for (let i=0;i<1;i++) await world.deps.db.app.query('discard plans');
  const N = 64;
  for (let k = 0; k < 5; k++)
  await Promise.all(Array.from({length: N}, (_, n) => record(network, { campaignId: campaign, name: `P ${round} ${k} ${n}`, email: `p-${round}-${k}-${n}@example.invalid`, locale: 'en', subject: 's', body: 'b'.repeat(800), postIds: posts, street: '', consents: [], remember: false, source: {}, now })));
  console.log(round, ((performance.now() - t)/5).toFixed(1), 'ms per group of', N);
  if (round % 4 === 3) for (const [k, v] of acc) console.log('   ', (v.ms / v.n).toFixed(2), v.n, k);
}

} finally { await bench.closing.run(); }
process.exit(0);
