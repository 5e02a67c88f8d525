import { sql } from 'kysely';
import { dayOf } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { campaignTitles } from '../../campaigns/index.ts';

/** A campaign that needs somebody today, and the instant or number that says why. */
export type Waiting = { id: string; title: string; since: Date };
export type Closing = { id: string; title: string; closesAt: Date };
export type Gaps = { id: string; title: string; posts: number; empty: number };
export type Ended = { id: string; title: string; endedOn: string };

const most = 5;

/** Drafts begun before `earlier` and not published, the oldest first. */
export async function forgottenDrafts(ctx: Ctx, earlier: Date): Promise<Waiting[]> {
  const rows = await ctx.trx
    .selectFrom('campaigns')
    .select(['id', 'slug', 'created_at'])
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'draft')
    .where('created_at', '<', earlier)
    .orderBy('created_at')
    .limit(most)
    .execute();
  return titled(ctx, rows, (row, title) => ({ id: row.id, title, since: row.created_at }));
}

/** Open campaigns whose closing date lies before `until`, also those past it, the nearest first. */
export async function closingCampaigns(ctx: Ctx, until: Date): Promise<Closing[]> {
  const rows = await ctx.trx
    .selectFrom('campaigns')
    .select(['id', 'slug', 'closes_at'])
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'open')
    .where('closes_at', '<=', until)
    .orderBy('closes_at')
    .limit(most)
    .execute();
  return titled(ctx, rows, (row, title) => ({ id: row.id, title, closesAt: row.closes_at! }));
}

/** Open campaigns that ask a post which stands today and in which nobody is known to serve. */
export async function campaignsWithGaps(ctx: Ctx): Promise<Gaps[]> {
  const day = dayOf(ctx.now, ctx.network.timeZone);
  const now = sql`(t.from_date is null or t.from_date <= ${day}::date) and (t.until_date is null or t.until_date > ${day}::date)`;
  const nobody = sql`not exists (select 1 from tenures t where t.post_id = a.post_id and ${now})
    and not exists (select 1 from own_tenures t where t.network_id = ${ctx.network.id} and t.post_id = a.post_id
      and t.official_id is not null and ${now})`;
  const { rows } = await sql<{ id: string; slug: string; posts: number; empty: number }>`
    with asked as (
      select k.campaign_id, p.id as post_id, p.set_id from campaign_targets k join posts p on p.role_id = k.role_id where k.network_id = ${ctx.network.id}
      union
      select k.campaign_id, p.id, p.set_id from campaign_targets k join posts p on p.id = k.post_id where k.network_id = ${ctx.network.id}
    )
    select c.id, c.slug, count(*) as posts,
      count(*) filter (where ${nobody}) as empty
    from campaigns c join asked a on a.campaign_id = c.id
    left join boundary_sets s on s.id = a.set_id
    where c.network_id = ${ctx.network.id} and c.state = 'open' and (c.closes_at is null or c.closes_at > ${ctx.now})
      and (s.valid_until is null or s.valid_until > ${day}::date)
    group by c.id, c.slug
    having count(*) filter (where ${nobody}) > 0
    order by c.id
    limit ${most}`.execute(ctx.trx);
  return titled(ctx, rows, (row, title) => ({ id: row.id, title, posts: Number(row.posts), empty: Number(row.empty) }));
}

/** Open campaigns that ask a role whose district lines have all ended, or a post that ended with its lines. */
export async function campaignsOnEndedLines(ctx: Ctx): Promise<Ended[]> {
  const day = dayOf(ctx.now, ctx.network.timeZone);
  const { rows } = await sql<{ id: string; slug: string; ended: string }>`
    select c.id, c.slug, max(s.valid_until) as ended
    from campaigns c
    join campaign_targets k on k.network_id = c.network_id and k.campaign_id = c.id
    left join posts p on p.id = k.post_id
    join boundary_sets s on s.role_id = k.role_id or s.id = p.set_id
    where c.network_id = ${ctx.network.id} and c.state = 'open' and (c.closes_at is null or c.closes_at > ${ctx.now})
      and s.valid_until <= ${day}::date
      and (k.role_id is null or not exists (select 1 from boundary_sets n where n.role_id = k.role_id
        and n.valid_from <= ${day}::date and (n.valid_until is null or n.valid_until > ${day}::date)))
    group by c.id, c.slug
    order by c.id
    limit ${most}`.execute(ctx.trx);
  return titled(ctx, rows, (row, title) => ({ id: row.id, title, endedOn: row.ended }));
}

/** A seat that changed hands while letters waited to leave. `holder` null: nobody serves there now. */
export type Changed = {
  id: string;
  title: string;
  seat: Record<string, string>;
  holder: string | null;
  letters: number;
  since: Date;
};

/** Seats of which letters wait for a word, with who is known to hold them: of two lists the later one says. */
export async function changedHands(ctx: Ctx): Promise<Changed[]> {
  const day = dayOf(ctx.now, ctx.network.timeZone);
  const now = sql`(t.from_date is null or t.from_date <= ${day}::date) and (t.until_date is null or t.until_date > ${day}::date)`;
  const { rows } = await sql<{ id: string; slug: string } & Omit<Changed, 'id' | 'title'>>`
    select c.id, c.slug, p.label as seat, w.letters, w.since, holder.name as holder
    from (
      select campaign_id, post_id, count(*)::int as letters, min(state_at) as since from deliveries
      where network_id = ${ctx.network.id} and state = 'composed' and note = 'changed' group by campaign_id, post_id
    ) w
    join campaigns c on c.network_id = ${ctx.network.id} and c.id = w.campaign_id
    join known_posts p on p.id = w.post_id and (p.network_id is null or p.network_id = c.network_id)
    left join lateral (
      select coalesce(o.name, own.name) as name from (
        select official_id, as_of, from_date, 0 as own from tenures t where t.post_id = w.post_id and ${now}
        union all
        select official_id, as_of, from_date, 1 from own_tenures t where t.network_id = c.network_id and t.post_id = w.post_id and ${now}
      ) t
      left join officials o on o.id = t.official_id
      left join own_officials own on own.network_id = c.network_id and own.id = t.official_id
      order by t.as_of desc, t.own desc limit 1
    ) holder on true
    order by w.letters desc, c.id, w.post_id
    limit ${most}`.execute(ctx.trx);
  return titled(ctx, rows, ({ slug: _, ...row }, title) => ({ ...row, title }));
}

/** A person whom an open campaign asks wherever she serves, and who serves nowhere any more. */
export type Departed = { id: string; title: string; name: string };

/** Open campaigns that ask somebody who holds no post today. */
export async function campaignsAskingDeparted(ctx: Ctx): Promise<Departed[]> {
  const day = dayOf(ctx.now, ctx.network.timeZone);
  const now = sql`t.official_id = k.official_id and (t.from_date is null or t.from_date <= ${day}::date)
    and (t.until_date is null or t.until_date > ${day}::date)`;
  const { rows } = await sql<{ id: string; slug: string; name: string }>`
    select c.id, c.slug, coalesce(o.name, p.name, k.official_id) as name
    from campaigns c
    join campaign_targets k on k.network_id = c.network_id and k.campaign_id = c.id and k.official_id is not null
    left join officials o on o.id = k.official_id
    left join own_officials p on p.network_id = c.network_id and p.id = k.official_id
    where c.network_id = ${ctx.network.id} and c.state = 'open' and (c.closes_at is null or c.closes_at > ${ctx.now})
      and not exists (select 1 from tenures t where ${now})
      and not exists (select 1 from own_tenures t where t.network_id = c.network_id and ${now})
    order by c.id
    limit ${most}`.execute(ctx.trx);
  return titled(ctx, rows, (row, title) => ({ id: row.id, title, name: row.name }));
}

/** Open campaigns that ask a role of which the lists are known as of a day before `earlier` ('2025-11-21'). */
export async function campaignsOnOldLists(ctx: Ctx, earlier: string): Promise<Ended[]> {
  const { rows } = await sql<{ id: string; slug: string; ended: string }>`
    select c.id, c.slug, min(known.as_of) as ended
    from campaigns c
    join campaign_targets k on k.network_id = c.network_id and k.campaign_id = c.id
    left join known_posts fixed on fixed.id = k.post_id and (fixed.network_id is null or fixed.network_id = c.network_id)
    join known_roles r on (r.network_id is null or r.network_id = c.network_id)
      and (r.id = coalesce(k.role_id, fixed.role_id) or r.body_id = k.body_id)
    cross join lateral (select max(p.known_as_of) as as_of from known_posts p
      where p.role_id = r.id and (p.network_id is null or p.network_id = c.network_id) and not p.sample) known
    where c.network_id = ${ctx.network.id} and c.state = 'open' and (c.closes_at is null or c.closes_at > ${ctx.now})
      and known.as_of < ${earlier}::date
    group by c.id, c.slug
    order by c.id
    limit ${most}`.execute(ctx.trx);
  return titled(ctx, rows, (row, title) => ({ id: row.id, title, endedOn: row.ended }));
}

async function titled<R extends { id: string; slug: string }, T>(
  ctx: Ctx,
  rows: R[],
  make: (row: R, title: string) => T,
): Promise<T[]> {
  const titles = await campaignTitles(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => make(row, titles.get(row.id) || row.slug));
}
