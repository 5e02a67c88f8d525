import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { EventType } from './events.ts';

/** What happened. `facts` holds ids and states, nobody's words; `person` is named later, if she agrees to `purpose` then. */
export type Announcement = {
  type: EventType;
  facts: Record<string, unknown>;
  person?: string;
  purpose?: string;
};

export const sendJob = 'webhooks.send';

/** Tells the endpoints that want to know, in the change's own transaction. Costs one look where nobody does. */
export async function announce(ctx: Ctx, ...announcements: Announcement[]): Promise<void> {
  if (announcements.length === 0) return;
  const endpoints = await ctx.trx
    .selectFrom('webhook_endpoints')
    .select(['id', 'events'])
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'active')
    .execute();
  for (const announcement of announcements) {
    const wanted = endpoints.filter((endpoint) => endpoint.events.includes(announcement.type));
    await deliverTo(
      ctx,
      wanted.map((endpoint) => endpoint.id),
      announcement,
    );
  }
}

/** One message to these endpoints, whatever they chose. */
export async function deliverTo(
  ctx: Ctx,
  endpointIds: string[],
  message: Omit<Announcement, 'type'> & { type: string },
): Promise<void> {
  if (endpointIds.length === 0) return;
  const id = newId();
  await ctx.trx
    .insertInto('webhook_messages')
    .values({
      network_id: ctx.network.id,
      id,
      type: message.type,
      facts: JSON.stringify(message.facts),
      person_id: message.person ?? null,
      purpose: message.purpose ?? null,
      at: ctx.now,
    })
    .execute();
  await ctx.trx
    .insertInto('webhook_deliveries')
    .values(
      endpointIds.map((endpoint_id) => ({
        network_id: ctx.network.id,
        id: newId(),
        endpoint_id,
        message_id: id,
        due_at: ctx.now,
        created_at: ctx.now,
      })),
    )
    .execute();
  for (const endpoint of endpointIds) await askForSending(ctx, endpoint);
}

/** One job waits per endpoint, however many deliveries do. */
export const askForSending = (ctx: Pick<Ctx, 'trx'>, endpoint: string): Promise<void> =>
  enqueue(ctx, sendJob, { endpoint }, { key: `${sendJob}:${endpoint}`, priority: 6 });

/** A later look for what was not taken: under a key of its own, so that it never puts off what is due now. */
export const askForRetry = (ctx: Pick<Ctx, 'trx'>, endpoint: string, runAt: Date): Promise<void> =>
  enqueue(ctx, sendJob, { endpoint }, { key: `${sendJob}:${endpoint}:later`, priority: 6, runAt });

/** Endpoints for which something is due: what a crash, or a restore without its queue, left lying. */
export async function endpointsWithDue(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct d.endpoint_id as id from webhook_deliveries d
    join webhook_endpoints e on e.network_id = d.network_id and e.id = d.endpoint_id and e.state = 'active'
    where d.network_id = ${ctx.network.id} and d.state = 'waiting' and d.due_at <= ${ctx.now}`.execute(ctx.trx);
  return rows.map((row) => row.id);
}
