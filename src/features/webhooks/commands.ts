import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { announce, askForSending, deliverTo } from './announce.ts';
import { testEvent } from './events.ts';
import type { EndpointForm } from './forms.ts';
import { findEndpoint } from './queries.ts';

const host = (url: string): string => new URL(url).host;

/** Adds an endpoint. The id comes with the form: sent twice, it is one. Answers whether it is new. */
export async function addEndpoint(ctx: Ctx, id: string, form: EndpointForm): Promise<boolean> {
  const made = await ctx.trx
    .insertInto('webhook_endpoints')
    .values({
      network_id: ctx.network.id,
      id,
      url: form.url,
      events: form.events,
      created_by: 'id' in ctx.actor ? ctx.actor.id : null,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .executeTakeFirst();
  const isNew = Number(made.numInsertedOrUpdatedRows) > 0;
  if (isNew)
    await record(ctx, { verb: 'added', noun: 'webhook', id, detail: { host: host(form.url), events: form.events } });
  return isNew;
}

/** Another address, or other events. */
export async function changeEndpoint(ctx: Ctx, id: string, form: EndpointForm): Promise<void> {
  await update(ctx, id, { url: form.url, events: form.events });
  await record(ctx, { verb: 'changed', noun: 'webhook', id, detail: { host: host(form.url), events: form.events } });
}

/** Nothing is sent, and nothing new is noted for it, until it is resumed. */
export async function pauseEndpoint(ctx: Ctx, id: string): Promise<void> {
  await update(ctx, id, { state: 'paused' });
  await record(ctx, { verb: 'paused', noun: 'webhook', id });
}

/** What still waits is tried at once. */
export async function resumeEndpoint(ctx: Ctx, id: string): Promise<void> {
  await update(ctx, id, { state: 'active', failing_since: null });
  await ctx.trx
    .updateTable('webhook_deliveries')
    .set({ due_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('endpoint_id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
  await askForSending(ctx, id);
  await record(ctx, { verb: 'resumed', noun: 'webhook', id });
}

/** A new secret; what is signed from now on cannot be checked with the old one. */
export async function renewSecret(ctx: Ctx, id: string): Promise<void> {
  await ctx.trx
    .updateTable('webhook_endpoints')
    .set((eb) => ({ key_version: eb('key_version', '+', 1) }))
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'renewed', noun: 'webhook-secret', id });
}

/** Sends a message that says nothing, to see whether it arrives. */
export async function tryEndpoint(ctx: Ctx, id: string): Promise<void> {
  await deliverTo(ctx, [id], { type: testEvent, facts: {} });
  await record(ctx, { verb: 'tried', noun: 'webhook', id });
}

/** One more attempt now, whatever the pauses say. What arrived already is not sent again. */
export async function attemptAgain(ctx: Ctx, endpointId: string, deliveryId: string): Promise<void> {
  await ctx.trx
    .updateTable('webhook_deliveries')
    .set({ state: 'waiting', due_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('endpoint_id', '=', endpointId)
    .where('id', '=', deliveryId)
    .where('state', 'in', ['waiting', 'failed'])
    .execute();
  await askForSending(ctx, endpointId);
}

/** Deletes an endpoint and what was noted for it. */
export async function removeEndpoint(ctx: Ctx, id: string): Promise<void> {
  const endpoint = await findEndpoint(ctx, id);
  if (!endpoint) return;
  await ctx.trx.deleteFrom('webhook_endpoints').where('network_id', '=', ctx.network.id).where('id', '=', id).execute();
  await record(ctx, { verb: 'removed', noun: 'webhook', id, detail: { host: host(endpoint.url) } });
}

/** Before she is erased: nothing that names her leaves any more, and those who were told of her hear of it. */
export async function announceErasure(ctx: Ctx, personId: string): Promise<void> {
  await ctx.trx
    .deleteFrom('webhook_messages')
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .execute();
  await announce(ctx, { type: 'person.erased', facts: { person: { id: personId } } });
}

async function update(
  ctx: Ctx,
  id: string,
  values: Partial<{ url: string; events: string[]; state: string; failing_since: Date | null }>,
): Promise<void> {
  await ctx.trx
    .updateTable('webhook_endpoints')
    .set(values)
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}
