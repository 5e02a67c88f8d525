import type { Ctx } from '../../platform/tenancy/index.ts';
import { campaignTitles } from '../campaigns/index.ts';

/** Campaigns with letters that wait for paper or for the post, with how many and since when. */
export async function paperByCampaign(ctx: Ctx) {
  const rows = await ctx.trx
    .selectFrom('deliveries')
    .select((eb) => [
      'campaign_id',
      eb.fn.countAll<number>().filterWhere('state', '=', 'to-print').as('waiting'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'printed').as('printed'),
      eb.fn.min('state_at').as('since'),
    ])
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', ['to-print', 'printed'])
    .groupBy('campaign_id')
    .execute();
  const titles = await campaignTitles(
    ctx,
    rows.map((row) => row.campaign_id),
  );
  return rows.map((row) => ({
    id: row.campaign_id,
    title: titles.get(row.campaign_id) ?? '',
    waiting: Number(row.waiting),
    printed: Number(row.printed),
    since: row.since,
  }));
}
