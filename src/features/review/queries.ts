import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** The lists of the review. held: the mail waits. alike: look like others. aside: set aside. noted: only noticed. */
export const lists = ['held', 'alike', 'aside', 'noted'] as const;
export type List = (typeof lists)[number];

export type Flagged = {
  id: string;
  campaignId: string;
  campaign: string;
  name: string;
  email: string;
  reasons: string[];
  state: string;
  actionState: string;
  likeness: string | null;
  at: Date;
  /** Letters of hers that have left already. */
  sent: number;
};

const perPage = 50;

const condition = (list: List) =>
  list === 'alike'
    ? sql`f.likeness is not null and f.state in ('open', 'held')`
    : sql`f.state = ${list === 'held' ? 'held' : list === 'aside' ? 'aside' : 'noted'}`;

/** One list of flagged signatures, paged by key; look-alikes stand together and are not cut in the middle of a page. */
export async function flaggedActions(
  ctx: Ctx,
  list: List,
  after: string,
): Promise<{ lines: Flagged[]; next?: string }> {
  const order = list === 'alike' ? sql`coalesce(f.likeness, ''), f.action_id` : sql`f.action_id`;
  const key = list === 'alike' ? sql`f.likeness` : sql`f.action_id::text`;
  const { rows } = await sql<Omit<Flagged, 'campaign'> & { slug: string; title: string | null }>`
    select a.id, a.campaign_id as "campaignId", c.slug, t.title, p.name, p.email, f.reasons, f.state, a.state as "actionState",
      f.likeness, f.at,
      (select count(*)::integer from deliveries d where d.network_id = a.network_id and d.action_id = a.id and d.state in ('sent', 'uncertain')) as sent
    from action_flags f
    join actions a on a.network_id = f.network_id and a.id = f.action_id
    join people p on p.network_id = a.network_id and p.id = a.person_id
    join campaigns c on c.network_id = a.network_id and c.id = a.campaign_id
    left join lateral (select title from campaign_texts t where t.network_id = c.network_id and t.campaign_id = c.id
      order by (t.locale = ${ctx.locale}) desc, t.locale limit 1) t on true
    where f.network_id = ${ctx.network.id} and ${condition(list)} and a.state <> 'withdrawn' and p.erased_at is null
      and (${after} = '' or ${key} > ${after})
    order by ${order} limit ${perPage * 4 + 1}`.execute(ctx.trx);
  const lines = rows.map(({ slug, title, ...row }) => ({ ...row, campaign: title || slug }));
  let end = Math.min(perPage, lines.length);
  if (list === 'alike')
    while (end < lines.length && end < perPage * 4 && lines[end]!.likeness === lines[end - 1]!.likeness) end += 1;
  const last = lines[end - 1];
  return {
    lines: lines.slice(0, end),
    next: end < lines.length ? (list === 'alike' ? last!.likeness! : last!.id) : undefined,
  };
}

/** How many stand in each list. */
export async function flaggedCounts(ctx: Ctx): Promise<Record<List, number>> {
  const { rows } = await sql<Record<List, number>>`
    select count(*) filter (where ${condition('held')})::integer as held, count(*) filter (where ${condition('alike')})::integer as alike,
      count(*) filter (where ${condition('aside')})::integer as aside, count(*) filter (where ${condition('noted')})::integer as noted
    from action_flags f join actions a on a.network_id = f.network_id and a.id = f.action_id
    where f.network_id = ${ctx.network.id} and a.state <> 'withdrawn'`.execute(ctx.trx);
  return rows[0]!;
}

export type TrendLine = { kind: 'domain' | 'block'; key: string; letters: number; of: number; seenAt: Date };

/** What stands out and nobody has settled. */
export async function openTrends(ctx: Ctx): Promise<TrendLine[]> {
  const rows = await ctx.trx
    .selectFrom('trends')
    .select(['kind', 'key', 'letters', 'of_letters', 'seen_at'])
    .where('network_id', '=', ctx.network.id)
    .where('settled_at', 'is', null)
    .orderBy('letters', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => ({
    kind: row.kind as TrendLine['kind'],
    key: row.key,
    letters: row.letters,
    of: row.of_letters,
    seenAt: row.seen_at,
  }));
}

/** Somebody has looked at it: it is named no more, unless it stands out again after it was forgotten. */
export async function settleTrend(ctx: Ctx, kind: string, key: string): Promise<void> {
  await ctx.trx
    .updateTable('trends')
    .set({ settled_at: ctx.now, settled_by: ctx.actor.kind === 'account' ? ctx.actor.id : null })
    .where('network_id', '=', ctx.network.id)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .execute();
}
