import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';

export type SourceLine = {
  source: string;
  utm: string[];
  referrer: string;
  /** Those who count, and those who have not confirmed yet. */
  counted: number;
  waiting: number;
};

const mostLines = 200;

/** Where those who took part came from, the most first. Erased people are in the last line: nothing is kept of them. */
export async function sourcesOf(ctx: Ctx, campaignId: string): Promise<SourceLine[]> {
  const { rows } = await sql<{
    source: string;
    utm_source: string;
    utm_medium: string;
    utm_campaign: string;
    referrer: string;
    counted: number;
    waiting: number;
  }>`
    select coalesce(source ->> 'source', '') as source, coalesce(source ->> 'utm_source', '') as utm_source,
      coalesce(source ->> 'utm_medium', '') as utm_medium, coalesce(source ->> 'utm_campaign', '') as utm_campaign,
      coalesce(source ->> 'referrer', '') as referrer,
      (count(*) filter (where counted))::int as counted, (count(*) filter (where state = 'pending'))::int as waiting
    from actions where network_id = ${ctx.network.id} and campaign_id = ${campaignId} and (counted or state = 'pending')
    group by 1, 2, 3, 4, 5 order by 6 desc, 7 desc, 1, 2, 5 limit ${mostLines}`.execute(ctx.trx);
  return rows.map((row) => ({
    source: row.source,
    utm: [row.utm_source, row.utm_medium, row.utm_campaign].filter(Boolean),
    referrer: row.referrer,
    counted: row.counted,
    waiting: row.waiting,
  }));
}

export type SourceCode = { code: string; note: string };

/** The codes that coordinators made for a campaign, oldest first. */
export async function codesOf(ctx: Ctx, campaignId: string): Promise<SourceCode[]> {
  return ctx.trx
    .selectFrom('campaign_sources')
    .select(['code', 'note'])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .orderBy('created_at')
    .orderBy('code')
    .execute();
}
