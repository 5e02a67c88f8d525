import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { StandForm } from './forms.ts';
import type { Seat } from './stand.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Adds a stand to the record. `id` comes with the form: sent twice, it is recorded once. The seat must be held. */
export async function recordStand(
  ctx: Ctx,
  campaignId: string,
  id: string,
  seat: Pick<Seat, 'postId' | 'serving'>,
  form: StandForm,
): Promise<void> {
  const official = seat.serving.official!;
  const made = await ctx.trx
    .insertInto('stands')
    .values({
      network_id: ctx.network.id,
      id,
      campaign_id: campaignId,
      post_id: seat.postId,
      official_id: official.id,
      official_name: official.name,
      ...form,
      recorded_by: accountOf(ctx),
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await record(ctx, {
    verb: 'recorded',
    noun: 'stand',
    id,
    detail: { campaign: campaignId, post: seat.postId, official: official.id, stand: form.stand, on: form.said_on },
  });
}

/** Takes a stand back; it stays in the history with the reason. One that is taken back already keeps its first reason. */
export async function retractStand(ctx: Ctx, campaignId: string, id: string, reason: string): Promise<void> {
  const changed = await ctx.trx
    .updateTable('stands')
    .set({ retracted_at: ctx.now, retracted_by: accountOf(ctx), retraction_reason: reason })
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', id)
    .where('retracted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (changed) await record(ctx, { verb: 'retracted', noun: 'stand', id, detail: { campaign: campaignId } });
}

/** Switches the counts by party on the public scoreboard on or off. */
export async function setParties(ctx: Ctx, campaignId: string, shown: boolean): Promise<void> {
  const changed = await ctx.trx
    .updateTable('campaigns')
    .set({ party_breakdown: shown, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', campaignId)
    .where('party_breakdown', '!=', shown)
    .returning('id')
    .executeTakeFirst();
  if (changed) await record(ctx, { verb: 'edited', noun: 'campaign-parties', id: campaignId, detail: { shown } });
}
