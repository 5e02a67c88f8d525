import type { Ctx } from '../../platform/tenancy/index.ts';
import type { OutcomeWord, Promised } from './promise.ts';
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

/** Whether anything is recorded of where somebody stands on the campaign, or of what somebody promised. */
export async function hasStands(ctx: Ctx, campaignId: string): Promise<boolean> {
  const rows = await Promise.all(
    (['stands', 'promises'] as const).map((table) =>
      ctx.trx
        .selectFrom(table)
        .select('id')
        .where('network_id', '=', ctx.network.id)
        .where('campaign_id', '=', campaignId)
        .limit(1)
        .executeTakeFirst(),
    ),
  );
  return rows.some(Boolean);
}

const visiblePromises = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('promises')
    .select([
      'id',
      'campaign_id',
      'post_id',
      'official_id',
      'official_name',
      'promise',
      'said_on',
      'due_on',
      'source',
      'source_url',
      'note',
      'recorded_at',
      'retracted_at',
      'retraction_reason',
    ])
    .where('network_id', '=', ctx.network.id);

type PromiseRow = Awaited<ReturnType<ReturnType<typeof visiblePromises>['execute']>>[number];

async function withOutcomes(ctx: Ctx, rows: PromiseRow[]): Promise<Promised[]> {
  if (rows.length === 0) return [];
  const outcomes = await ctx.trx
    .selectFrom('promise_outcomes')
    .select(['id', 'promise_id', 'outcome', 'seen_on', 'source', 'source_url', 'recorded_at'])
    .where('network_id', '=', ctx.network.id)
    .where(
      'promise_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const own = Map.groupBy(outcomes, (outcome) => outcome.promise_id);
  return rows.map((row) => ({
    id: row.id,
    postId: row.post_id,
    officialId: row.official_id,
    officialName: row.official_name,
    promise: row.promise,
    saidOn: row.said_on,
    dueOn: row.due_on,
    source: row.source,
    sourceUrl: row.source_url,
    note: row.note,
    recordedAt: row.recorded_at,
    retractedAt: row.retracted_at,
    retractionReason: row.retraction_reason,
    outcomes: (own.get(row.id) ?? []).map((outcome) => ({
      id: outcome.id,
      outcome: outcome.outcome as OutcomeWord,
      seenOn: outcome.seen_on,
      source: outcome.source,
      sourceUrl: outcome.source_url,
      recordedAt: outcome.recorded_at,
    })),
  }));
}

/** All promises that were recorded for a campaign, with what became of each; those taken back too. */
export async function promisesOf(ctx: Ctx, campaignId: string): Promise<Promised[]> {
  return withOutcomes(ctx, await visiblePromises(ctx).where('campaign_id', '=', campaignId).execute());
}

/** One promise of a campaign of this network, or undefined. */
export async function findPromise(ctx: Ctx, campaignId: string, id: string): Promise<Promised | undefined> {
  const rows = await visiblePromises(ctx).where('campaign_id', '=', campaignId).where('id', '=', id).execute();
  return (await withOutcomes(ctx, rows))[0];
}

/** Promises whose day has come by `today` and of which nobody has said what became of them, the longest due first. */
export async function duePromises(ctx: Ctx, today: string): Promise<(Promised & { campaignId: string })[]> {
  const rows = await visiblePromises(ctx)
    .where('due_on', '<=', today)
    .where('retracted_at', 'is', null)
    .orderBy('due_on')
    .limit(200)
    .execute();
  const campaigns = new Map(rows.map((row) => [row.id, row.campaign_id]));
  return (await withOutcomes(ctx, rows))
    .filter((promised) => (promised.outcomes[0]?.outcome ?? 'open') === 'open')
    .map((promised) => ({ ...promised, campaignId: campaigns.get(promised.id)! }));
}
