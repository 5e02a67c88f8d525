import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { withdrawAction } from '../campaigns/index.ts';
import { newCode } from './event.ts';
import type { EventForm } from './forms.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);
const columnsOf = (form: EventForm) => ({
  name: form.name,
  place: form.place,
  starts_at: form.startsAt,
  ends_at: form.endsAt,
  time_zone: form.timeZone,
  most: form.most,
  announced: form.announced,
});

/** Makes an event with a code of its own. `id` comes with the form: sent twice, it is one. */
export async function addEvent(ctx: Ctx, campaignId: string, id: string, form: EventForm): Promise<void> {
  const made = await ctx.trx
    .insertInto('events')
    .values({
      network_id: ctx.network.id,
      id,
      campaign_id: campaignId,
      code: newCode(),
      ...columnsOf(form),
      created_by: accountOf(ctx),
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await record(ctx, { verb: 'added', noun: 'event', id, detail: { campaign: campaignId } });
}

/** Changes an event; its code stays, it may be printed. */
export async function changeEvent(ctx: Ctx, id: string, form: EventForm): Promise<void> {
  await ctx.trx
    .updateTable('events')
    .set(columnsOf(form))
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'edited', noun: 'event', id });
}

/** Takes an event away: its code leads nowhere. What came with it stays. */
export async function removeEvent(ctx: Ctx, id: string): Promise<void> {
  await ctx.trx
    .updateTable('events')
    .set({ removed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .execute();
  await record(ctx, { verb: 'removed', noun: 'event', id });
}

/** Says who, beside the coordinators, may type in the cards of an event. */
export async function setWitnesses(ctx: Ctx, eventId: string, accountIds: string[]): Promise<void> {
  await ctx.trx
    .deleteFrom('event_witnesses')
    .where('network_id', '=', ctx.network.id)
    .where('event_id', '=', eventId)
    .execute();
  if (accountIds.length > 0) {
    await ctx.trx
      .insertInto('event_witnesses')
      .values(accountIds.map((account_id) => ({ network_id: ctx.network.id, event_id: eventId, account_id })))
      // The same form twice at once.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await record(ctx, { verb: 'changed', noun: 'event-witnesses', id: eventId, detail: { accounts: accountIds } });
}

/** Begins a batch of cards. `id` comes with the form: sent twice, it is one. */
export async function addBatch(
  ctx: Ctx,
  campaignId: string,
  id: string,
  batch: { witness: string; signed_on: string; locale: string; event: string },
): Promise<void> {
  const made = await ctx.trx
    .insertInto('card_batches')
    .values({
      network_id: ctx.network.id,
      id,
      campaign_id: campaignId,
      event_id: batch.event || null,
      witness: batch.witness,
      signed_on: batch.signed_on,
      locale: batch.locale,
      typed_by: accountOf(ctx),
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await record(ctx, { verb: 'begun', noun: 'card-batch', id, detail: { campaign: campaignId } });
}

/** Notes one card of a batch that is not undone. False: it was noted before, or the batch is undone. */
export async function noteCard(
  ctx: Ctx,
  batchId: string,
  id: string,
  outcome: 'counted' | 'again' | 'same',
  actionId: string | null,
): Promise<boolean> {
  const made = await ctx.trx
    .insertInto('cards')
    .values({ network_id: ctx.network.id, id, batch_id: batchId, action_id: actionId, outcome, typed_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** Holds the batch until the commit, so that nobody undoes it while a card is typed. False: it is undone. */
export async function holdBatch(ctx: Ctx, batchId: string, cardId = newId()): Promise<boolean> {
  const batch = await ctx.trx
    .selectFrom('card_batches')
    .select('undone_at')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', batchId)
    .forUpdate()
    .executeTakeFirst();
  if (!batch || batch.undone_at) return false;
  const before = await ctx.trx
    .selectFrom('cards')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', cardId)
    .executeTakeFirst();
  return before === undefined;
}

/** The name of a witness is kept as long as somebody may ask for it, in years; the signatures stay. */
const witnessYears = 7;

/** Deletes batches older than that. Returns how many. */
export async function retainBatches(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now);
  before.setUTCFullYear(before.getUTCFullYear() - witnessYears);
  const gone = await ctx.trx
    .deleteFrom('card_batches')
    .where('network_id', '=', ctx.network.id)
    .where('created_at', '<', before)
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** Undoes a whole batch: its actions are withdrawn, letters that have not left are stopped. Twice changes nothing. */
export async function undoBatch(ctx: Ctx, batchId: string): Promise<void> {
  const undone = await ctx.trx
    .updateTable('card_batches')
    .set({ undone_at: ctx.now, undone_by: accountOf(ctx) })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', batchId)
    .where('undone_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!undone) return;
  const cards = await ctx.trx
    .selectFrom('cards')
    .select('action_id')
    .where('network_id', '=', ctx.network.id)
    .where('batch_id', '=', batchId)
    .where('action_id', 'is not', null)
    .orderBy('id')
    .execute();
  for (const card of cards) await withdrawAction(ctx, card.action_id!);
  await record(ctx, { verb: 'undone', noun: 'card-batch', id: batchId, detail: { cards: cards.length } });
}
