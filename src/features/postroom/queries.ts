import type { Ctx } from '../../platform/tenancy/index.ts';

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
  if (rows.length === 0) return [];
  const texts = await ctx.trx
    .selectFrom('campaign_texts')
    .select(['campaign_id', 'locale', 'title'])
    .where('network_id', '=', ctx.network.id)
    .where(
      'campaign_id',
      'in',
      rows.map((row) => row.campaign_id),
    )
    .execute();
  return rows.map((row) => {
    const own = texts.filter((text) => text.campaign_id === row.campaign_id);
    const best = [ctx.locale, ...ctx.network.locales].map(
      (locale) => own.find((text) => text.locale === locale)?.title,
    );
    return {
      id: row.campaign_id,
      title: best.find(Boolean) ?? '',
      waiting: Number(row.waiting),
      printed: Number(row.printed),
      since: row.since,
    };
  });
}
