import { sql } from 'kysely';
import { alike, isGreatProvider, mailDomain, paceReasons, type Trend, trends } from '../../platform/abuse/index.ts';
import { sha256 } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { releaseActions } from './review.ts';

export const watchJobName = 'campaigns.watch';

/** Looks over what came in: what stands out, who looks like whom, and what may go on because the pace has fallen. */
export const watchJob: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  const ctx = { actor: { kind: 'system' } as const, network, locale: network.locales[0]!, now: deps.clock() };
  for (const step of [watchTrends, findAlike, releaseByPace]) {
    await inNetwork(deps.db, id, (trx) => step({ ...ctx, trx }));
  }
};

const hourMs = 3_600_000;
const ago = (ctx: Ctx, ms: number) => new Date(ctx.now.getTime() - ms);

/** The least id that a letter of this moment can have: ids begin with the time (UUIDv7), so that no index of times is needed. */
const idFrom = (at: Date): string => {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

/** Writes down the mail domains and blocks of addresses that stand out in the last hour. */
async function watchTrends(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ email: string; hours_ago: number; letters: number }>`
    select split_part(p.email_key, '@', 2) as email, floor(extract(epoch from ${ctx.now}::timestamptz - a.created_at) / 3600)::integer as hours_ago, count(*)::integer as letters
    from actions a join people p on p.network_id = a.network_id and p.id = a.person_id
    where a.network_id = ${ctx.network.id} and a.id > ${idFrom(ago(ctx, 25 * hourMs))} and a.created_at > ${ago(ctx, 24 * hourMs)} and a.created_at <= ${ctx.now}
      and position('@' in p.email_key) > 0
    group by 1, 2`.execute(ctx.trx);
  const domains = hourly(rows.map((row) => ({ key: mailDomain(row.email), ago: row.hours_ago, letters: row.letters })));
  for (const trend of trends(domains, isGreatProvider)) await note(ctx, 'domain', trend);

  const blocks = await sql<{ block: string; hours_ago: number; letters: number }>`
    select encode(block, 'hex') as block, floor(extract(epoch from ${ctx.now}::timestamptz - hour) / 3600)::integer as hours_ago, letters
    from arrivals where network_id = ${ctx.network.id} and hour > ${ago(ctx, 24 * hourMs)} and hour <= ${ctx.now}`.execute(
    ctx.trx,
  );
  const counted = hourly(blocks.rows.map((row) => ({ key: row.block, ago: row.hours_ago, letters: row.letters })));
  for (const trend of trends(counted)) await note(ctx, 'block', { ...trend, key: trend.key.slice(0, 8) });
}

/** Counts by key over the last 24 hours, the current one last. */
function hourly(rows: { key: string; ago: number; letters: number }[]) {
  const found = new Map<string, number[]>();
  for (const { key, ago, letters } of rows) {
    if (ago < 0 || ago > 23) continue;
    const hours = found.get(key) ?? Array<number>(24).fill(0);
    hours[23 - ago]! += letters;
    found.set(key, hours);
  }
  return [...found].map(([key, hours]) => ({ key, hours }));
}

/** Seen again within a day after it was settled, it says nothing new. */
async function note(ctx: Ctx, kind: 'domain' | 'block', { key, count, all }: Trend): Promise<void> {
  await sql`insert into trends (network_id, kind, key, letters, of_letters, seen_at)
    values (${ctx.network.id}, ${kind}, ${key}, ${count}, ${all}, ${ctx.now})
    on conflict (network_id, kind, key) do update set letters = greatest(trends.letters, excluded.letters),
      of_letters = excluded.of_letters, seen_at = excluded.seen_at`.execute(ctx.trx);
}

/** How far back look-alikes are looked for, and how many signatures of a campaign one run compares. */
const alikeHours = 48;
const mostCompared = 20_000;

/** Flags signatures that look like one another, for a person to decide. What was decided already is left alone. */
async function findAlike(ctx: Ctx): Promise<void> {
  const recent = await ctx.trx
    .selectFrom('actions as a')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .select(['a.id', 'a.campaign_id', 'p.name', 'p.email', 'a.body'])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.id', '>', idFrom(ago(ctx, (alikeHours + 1) * hourMs)))
    .where('a.created_at', '>', ago(ctx, alikeHours * hourMs))
    .where('a.state', '!=', 'withdrawn')
    .where('p.erased_at', 'is', null)
    .where('p.email', '!=', '')
    .orderBy('a.id', 'desc')
    .limit(mostCompared)
    .execute();
  for (const campaign of new Set(recent.map((row) => row.campaign_id))) {
    const signatures = recent
      .filter((row) => row.campaign_id === campaign)
      .map((row) => ({ id: row.id, name: row.name, email: row.email, words: row.body }));
    for (const { by, ids } of alike(signatures)) {
      // The same group is found by every run: its name must not change as it grows.
      const likeness = `${by} ${sha256(`${campaign} ${by} ${[...ids].sort()[0]}`)
        .toString('hex')
        .slice(0, 12)}`;
      await sql`insert into action_flags (network_id, action_id, reasons, state, likeness, at)
        select ${ctx.network.id}::uuid, id, '{alike}', 'open', ${likeness}, ${ctx.now} from unnest(${ids}::uuid[]) as u (id)
        on conflict (network_id, action_id) do update
          set reasons = action_flags.reasons || '{alike}', likeness = ${likeness},
            state = case action_flags.state when 'held' then 'held' else 'open' end
          where action_flags.likeness is null and action_flags.state in ('noted', 'held', 'released')`.execute(ctx.trx);
    }
  }
}

const calmMs = 10 * 60_000;
/** More newly held letters than this in ten minutes: the rush is not over. */
const calmLeast = 20;
const mostReleased = 500;

/** Lets letters go on that were held for the pace alone, once it has fallen for ten minutes; the oldest first. */
async function releaseByPace(ctx: Ctx): Promise<void> {
  const held = await ctx.trx
    .selectFrom('action_flags')
    .select(['action_id', 'reasons', 'at'])
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'held')
    .orderBy('action_id')
    .limit(mostReleased + calmLeast)
    .execute();
  if (held.length === 0) return;
  const fresh = await ctx.trx
    .selectFrom('action_flags')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'held')
    .where('at', '>', ago(ctx, calmMs))
    .executeTakeFirstOrThrow();
  if (Number(fresh.n) >= calmLeast) return;
  const due = held.filter(
    (flag) => flag.at <= ago(ctx, calmMs) && flag.reasons.every((reason) => (paceReasons as Set<string>).has(reason)),
  );
  await releaseActions(
    ctx,
    due.slice(0, mostReleased).map((flag) => flag.action_id),
  );
}

/** Deletes proofs that have ended, and counts and trends after two days. Returns how many. */
export async function retainWatch(ctx: Ctx): Promise<number> {
  const twoDaysAgo = ago(ctx, 48 * hourMs);
  const proofs = await ctx.trx
    .deleteFrom('spent_proofs')
    .where('network_id', '=', ctx.network.id)
    .where('until_at', '<', ctx.now)
    .executeTakeFirst();
  const counts = await ctx.trx
    .deleteFrom('arrivals')
    .where('network_id', '=', ctx.network.id)
    .where('hour', '<=', twoDaysAgo)
    .executeTakeFirst();
  const stale = await ctx.trx
    .deleteFrom('trends')
    .where('network_id', '=', ctx.network.id)
    .where('seen_at', '<=', twoDaysAgo)
    .executeTakeFirst();
  return [proofs, counts, stale].reduce((sum, result) => sum + Number(result.numDeletedRows), 0);
}
