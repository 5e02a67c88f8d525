import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Stand, StandWord } from './stand.ts';

const visibleStands = (ctx: Ctx, campaignId: string) =>
  ctx.trx
    .selectFrom('stands')
    .select([
      'id',
      'post_id',
      'official_id',
      'official_name',
      'stand',
      'said_on',
      'source',
      'source_url',
      'note',
      'recorded_at',
      'retracted_at',
      'retraction_reason',
    ])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId);

type Row = Awaited<ReturnType<ReturnType<typeof visibleStands>['execute']>>[number];

const standOf = (row: Row): Stand => ({
  id: row.id,
  postId: row.post_id,
  officialId: row.official_id,
  officialName: row.official_name,
  stand: row.stand as StandWord,
  saidOn: row.said_on,
  source: row.source,
  sourceUrl: row.source_url,
  note: row.note,
  recordedAt: row.recorded_at,
  retractedAt: row.retracted_at,
  retractionReason: row.retraction_reason,
});

/** All that was ever recorded for a campaign, what was taken back too. */
export async function standsOf(ctx: Ctx, campaignId: string): Promise<Stand[]> {
  return (await visibleStands(ctx, campaignId).execute()).map(standOf);
}

/** One stand of a campaign of this network, or undefined. */
export async function findStand(ctx: Ctx, campaignId: string, id: string): Promise<Stand | undefined> {
  const row = await visibleStands(ctx, campaignId).where('id', '=', id).executeTakeFirst();
  return row && standOf(row);
}

/** Whether the campaign's scoreboard shows parties. Off unless somebody switched it on. */
export async function showsParties(ctx: Ctx, campaignId: string): Promise<boolean> {
  const row = await ctx.trx
    .selectFrom('campaigns')
    .select('party_breakdown')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', campaignId)
    .executeTakeFirst();
  return row?.party_breakdown ?? false;
}

/** Whether anything is recorded of where somebody stands on the campaign. */
export async function hasStands(ctx: Ctx, campaignId: string): Promise<boolean> {
  const row = await ctx.trx
    .selectFrom('stands')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
