import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';

export const whats = ['left', 'email', 'phone', 'name', 'other'] as const;
export type What = (typeof whats)[number];
export type ReportState = 'open' | 'corrected' | 'dismissed' | 'passed' | 'settled';

export type ErrorReport = {
  id: string;
  postId: string;
  officialId: string | null;
  officialName: string | null;
  what: What;
  words: string;
  state: ReportState;
  reason: string;
  reportedAt: Date;
  decidedAt: Date | null;
};

const visibleReports = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('error_reports')
    .select([
      'id',
      'post_id',
      'official_id',
      'official_name',
      'what',
      'words',
      'state',
      'reason',
      'reported_at',
      'decided_at',
    ])
    .where('network_id', '=', ctx.network.id);
type Row = Awaited<ReturnType<ReturnType<typeof visibleReports>['execute']>>[number];
const reportOf = (row: Row): ErrorReport => ({
  id: row.id,
  postId: row.post_id,
  officialId: row.official_id,
  officialName: row.official_name,
  what: row.what as What,
  words: row.words,
  state: row.state as ReportState,
  reason: row.reason,
  reportedAt: row.reported_at,
  decidedAt: row.decided_at,
});

const shown = 100;

/** Reports that wait, the oldest first; and the last that were decided. */
export async function listReports(ctx: Ctx): Promise<{ open: ErrorReport[]; decided: ErrorReport[] }> {
  const open = await visibleReports(ctx).where('state', '=', 'open').orderBy('reported_at').limit(shown).execute();
  const decided = await visibleReports(ctx)
    .where('state', '!=', 'open')
    .orderBy('decided_at', 'desc')
    .limit(20)
    .execute();
  return { open: open.map(reportOf), decided: decided.map(reportOf) };
}

/** One report of an error, if the actor may see it. */
export async function findReport(ctx: Ctx, id: string): Promise<ErrorReport | undefined> {
  const row = await visibleReports(ctx).where('id', '=', id).executeTakeFirst();
  return row && reportOf(row);
}

/** How many reports wait, and since when. */
export async function openReports(ctx: Ctx): Promise<{ count: number; since: Date | null }> {
  const row = await ctx.trx
    .selectFrom('error_reports')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'open')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('reported_at').as('since')])
    .executeTakeFirstOrThrow();
  return { count: Number(row.count), since: row.since };
}

/** What has been said of this post in the same words and waits, or whether the network has heard too much today. */
export async function isHeard(
  ctx: Ctx,
  report: { postId: string; what: string; words: string },
  most: number,
): Promise<boolean> {
  const { rows } = await sql<{ same: boolean; today: number }>`
    select coalesce(bool_or(state = 'open' and post_id = ${report.postId} and what = ${report.what} and words = ${report.words}), false) as same,
      count(*) filter (where reported_at > ${new Date(ctx.now.getTime() - 86_400_000)})::int as today
    from error_reports where network_id = ${ctx.network.id} and (state = 'open' or reported_at > ${new Date(ctx.now.getTime() - 86_400_000)})`.execute(
    ctx.trx,
  );
  return rows[0]!.same || rows[0]!.today >= most;
}

export type Correction = {
  id: string;
  kind: 'contact' | 'holder';
  subject: string;
  detail: { kind?: string; old: string | null; new: string | null };
  source: string;
  at: Date | string;
};

/** Corrections by hand that hold now, the latest first. */
export async function listCorrections(ctx: Ctx): Promise<Correction[]> {
  const { rows } = await sql<Correction>`
    select c.id::text as id, 'contact' as kind, coalesce(o.name, own.name, c.official_id) as subject,
      jsonb_build_object('kind', c.kind, 'old', c.old_value, 'new', c.new_value) as detail, c.source, c.corrected_at as at, c.corrected_at as ord
    from contact_corrections c
    left join officials o on o.id = c.official_id
    left join own_officials own on own.network_id = c.network_id and own.id = c.official_id
    where c.network_id = ${ctx.network.id} and c.undone_at is null
    union all
    select t.id, 'holder', coalesce(p.label->>${ctx.locale}, p.label->>'en', t.post_id),
      jsonb_build_object('old', null, 'new', o.name), t.source, t.as_of::timestamptz, t.as_of::timestamptz
    from own_tenures t
    left join own_officials o on o.network_id = t.network_id and o.id = t.official_id
    left join known_posts p on p.id = t.post_id and (p.network_id is null or p.network_id = t.network_id)
    where t.network_id = ${ctx.network.id} and t.list is null
    order by ord desc limit 200`.execute(ctx.trx);
  return rows;
}
