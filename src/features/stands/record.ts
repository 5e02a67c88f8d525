import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { OutcomeForm, PromiseForm, StandForm } from './forms.ts';

/** Who said it, in which post: the holder now, or whom a supporter had written to. */
export type Speaker = { postId: string; officialId: string; officialName: string };

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** What stands and promises share: who said it in which post, and who writes it down. */
const said = (ctx: Ctx, campaign_id: string, id: string, speaker: Speaker) => ({
  network_id: ctx.network.id,
  id,
  campaign_id,
  post_id: speaker.postId,
  official_id: speaker.officialId,
  official_name: speaker.officialName,
  recorded_by: accountOf(ctx),
  recorded_at: ctx.now,
});

/** Adds a stand to the record. `id` comes with the form: sent twice, it is recorded once. */
export async function recordStand(
  ctx: Ctx,
  campaignId: string,
  id: string,
  speaker: Speaker,
  form: StandForm,
): Promise<void> {
  const made = await ctx.trx
    .insertInto('stands')
    .values({ ...form, ...said(ctx, campaignId, id, speaker) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await record(ctx, {
    verb: 'recorded',
    noun: 'stand',
    id,
    detail: {
      campaign: campaignId,
      post: speaker.postId,
      official: speaker.officialId,
      stand: form.stand,
      on: form.said_on,
    },
  });
}

/** Adds a promise to the record; sent twice, it is recorded once. */
export async function recordPromise(
  ctx: Ctx,
  campaignId: string,
  id: string,
  speaker: Speaker,
  form: PromiseForm,
): Promise<void> {
  const made = await ctx.trx
    .insertInto('promises')
    .values({ ...form, ...said(ctx, campaignId, id, speaker) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  const detail = { campaign: campaignId, post: speaker.postId, official: speaker.officialId, due: form.due_on };
  await record(ctx, { verb: 'recorded', noun: 'promise', id, detail });
}

/** Adds what became of a promise. What was recorded before stays in the history. */
export async function recordOutcome(ctx: Ctx, promiseId: string, id: string, form: OutcomeForm): Promise<void> {
  const made = await ctx.trx
    .insertInto('promise_outcomes')
    .values({
      network_id: ctx.network.id,
      id,
      promise_id: promiseId,
      outcome: form.outcome,
      seen_on: form.said_on,
      source: form.source,
      source_url: form.source_url,
      recorded_by: accountOf(ctx),
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) {
    const detail = { outcome: form.outcome };
    await record(ctx, { verb: 'recorded', noun: 'promise-outcome', id: promiseId, detail });
  }
}

/** Takes one back; it stays in the history with the reason. What is taken back already keeps its first reason. */
export async function retract(
  ctx: Ctx,
  noun: 'stand' | 'promise',
  campaignId: string,
  id: string,
  reason: string,
): Promise<void> {
  const changed = await ctx.trx
    .updateTable(noun === 'stand' ? 'stands' : 'promises')
    .set({ retracted_at: ctx.now, retracted_by: accountOf(ctx), retraction_reason: reason })
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', id)
    .where('retracted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (changed) await record(ctx, { verb: 'retracted', noun, id, detail: { campaign: campaignId } });
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
