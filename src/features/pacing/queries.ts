import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';

export type PostWords = {
  label: Record<string, string>;
  division: Record<string, string> | null;
  holder: string | null;
};

/** What these posts are called, and to whom the last letter to each went. */
export async function postWords(ctx: Ctx, postIds: readonly string[]): Promise<Map<string, PostWords>> {
  if (postIds.length === 0) return new Map();
  const { rows } = await sql<PostWords & { id: string; name: string | null }>`
    select p.id, p.label, v.names as division, v.name, (
      select o.name from tenures t join officials o on o.id = t.official_id
      where t.post_id = p.id and (t.until_date is null or t.until_date > ${ctx.now}::date)
      order by t.from_date desc nulls last limit 1) as holder
    from posts p left join divisions v on v.id = p.division_id where p.id = any(${[...postIds]})`.execute(ctx.trx);
  return new Map(
    rows.map(({ id, name, division, ...row }) => [
      id,
      { ...row, division: division && Object.keys(division).length > 0 ? division : name ? { en: name } : null },
    ]),
  );
}

/** Letters of a campaign that wait to be bundled, or for their time. */
export async function waitingOf(ctx: Ctx, campaignId: string): Promise<number> {
  const row = await ctx.trx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
