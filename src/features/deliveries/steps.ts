import { record as audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { cancelMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { DeliveryState } from './delivery.ts';
import { type Channel, firstState, isReached, mayChange, type Outcome, type Rung } from './ladder.ts';
import { takeOutOfDigests } from './pacing/plan.ts';
import { queueLetters } from './pacing/queue.ts';
import { forgetStreets } from './settle.ts';

/** A delivery as her own steps find it, locked until the commit. */
export async function lockDelivery(ctx: Ctx, actionId: string, deliveryId: string) {
  const row = await ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .select([
      'd.id',
      'd.action_id',
      'd.campaign_id',
      'd.post_id',
      'd.official_id',
      'd.official_name',
      'd.channel',
      'd.state',
      'd.note',
      'a.locale',
    ])
    .where('d.network_id', '=', ctx.network.id)
    .where('d.id', '=', deliveryId)
    .where('d.action_id', '=', actionId)
    .where('a.state', '=', 'confirmed')
    .forUpdate('d')
    .executeTakeFirst();
  return row && { ...row, channel: row.channel as Channel, state: row.state as DeliveryState };
}

export type Locked = NonNullable<Awaited<ReturnType<typeof lockDelivery>>>;

/**
 * She takes another way to this target. A letter that waits in the outbox is taken back first; one that has begun to leave
 * goes its way, and false is returned. `who` serves there now, and is written down as at the confirmation.
 */
export async function changeChannel(
  ctx: Ctx,
  delivery: Locked,
  rung: Rung,
  who: { officialId: string | null; officialName: string | null },
): Promise<boolean> {
  if (!mayChange(delivery.state, delivery.note)) return false;
  if (delivery.state === 'queued' || delivery.state === 'kept') {
    const stopped = [...(await cancelMails(ctx, [delivery.id])), ...(await takeOutOfDigests(ctx, [delivery.id]))];
    if (stopped.length === 0) return false;
  }
  const state = firstState(rung.channel);
  await ctx.trx
    .updateTable('deliveries')
    .set({
      channel: rung.channel,
      address: rung.to,
      official_id: who.officialId,
      official_name: who.officialName,
      state,
      state_at: ctx.now,
      note: null,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', delivery.id)
    .execute();
  if (state === 'queued') {
    const { id, campaign_id, post_id, locale } = delivery;
    await queueLetters(ctx, [{ deliveryId: id, campaignId: campaign_id, postId: post_id, to: rung.to, locale }]);
  }
  await audit(ctx, { verb: 'changed', noun: 'delivery', id: delivery.id, detail: { channel: rung.channel } });
  return true;
}

/** She says that she sent, called or posted (`reported`), or takes that back. What she says twice is said once. */
export async function reportDelivery(ctx: Ctx, delivery: Locked, done: boolean): Promise<boolean> {
  const from: DeliveryState = done ? 'waiting' : 'reported';
  if (delivery.state !== from) return false;
  await setState(ctx, delivery.id, done ? 'reported' : 'waiting');
  if (done) await forgetStreets(ctx, [delivery.action_id]);
  else await forgetLastOutcome(ctx, delivery);
  await audit(ctx, { verb: done ? 'reported' : 'unreported', noun: 'delivery', id: delivery.id });
  return true;
}

const setState = (ctx: Ctx, id: string, state: DeliveryState, note: string | null = null) =>
  ctx.trx
    .updateTable('deliveries')
    .set({ state, state_at: ctx.now, note })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();

async function forgetLastOutcome(ctx: Ctx, delivery: Locked): Promise<void> {
  const last = await ctx.trx
    .selectFrom('call_outcomes')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('delivery_id', '=', delivery.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (!last) return;
  await ctx.trx
    .deleteFrom('call_outcomes')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', last.id)
    .execute();
}

/** What became of one of her calls. Spoken to, or left a message: she called. Otherwise it waits for another try. */
export async function noteOutcome(ctx: Ctx, delivery: Locked, outcome: Outcome, id = newId()): Promise<boolean> {
  if (delivery.channel !== 'call' || delivery.state !== 'waiting') return false;
  const made = await insertOutcome(ctx, {
    id,
    campaignId: delivery.campaign_id,
    postId: delivery.post_id,
    officialId: delivery.official_id,
    officialName: delivery.official_name,
    deliveryId: delivery.id,
    outcome,
  });
  if (!made) return false;
  await setState(ctx, delivery.id, isReached(outcome) ? 'reported' : 'waiting', outcome);
  await audit(ctx, { verb: 'called', noun: 'delivery', id: delivery.id, detail: { outcome } });
  return true;
}

export type Call = {
  id: string;
  campaignId: string;
  postId: string;
  officialId: string | null;
  officialName: string | null;
  /** Null: a visitor's, of whom nothing is known. */
  deliveryId: string | null;
  outcome: Outcome;
};

/** Writes a call down once: the same form sent again is the same call, and false is returned. */
export async function insertOutcome(ctx: Ctx, call: Call): Promise<boolean> {
  const made = await ctx.trx
    .insertInto('call_outcomes')
    .values({
      network_id: ctx.network.id,
      id: call.id,
      campaign_id: call.campaignId,
      post_id: call.postId,
      official_id: call.officialId,
      official_name: call.officialName,
      delivery_id: call.deliveryId,
      outcome: call.outcome,
      at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}
