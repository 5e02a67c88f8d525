import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type EventType, eventTypes, keptDays } from './events.ts';

export type Endpoint = {
  id: string;
  url: string;
  events: EventType[];
  keyVersion: number;
  state: 'active' | 'paused' | 'stopped';
  failingSince: Date | null;
  createdAt: Date;
};
export type EndpointLine = Endpoint & { arrived: number; waiting: number; failed: number };

const visibleEndpoints = (ctx: Ctx) =>
  ctx.trx.selectFrom('webhook_endpoints').where('webhook_endpoints.network_id', '=', ctx.network.id);

/** The network's endpoints, oldest first, with how their deliveries stand. */
export async function listEndpoints(ctx: Ctx): Promise<EndpointLine[]> {
  const rows = await visibleEndpoints(ctx).selectAll().orderBy('id').execute();
  const counts = await ctx.trx
    .selectFrom('webhook_deliveries')
    .select((eb) => ['endpoint_id', 'state', eb.fn.countAll<number>().as('n')])
    .where('network_id', '=', ctx.network.id)
    .groupBy(['endpoint_id', 'state'])
    .execute();
  const count = (id: string, state: string) =>
    Number(counts.find((one) => one.endpoint_id === id && one.state === state)?.n ?? 0);
  return rows.map((row) => ({
    ...endpointOf(row),
    arrived: count(row.id, 'arrived'),
    waiting: count(row.id, 'waiting'),
    failed: count(row.id, 'failed'),
  }));
}

/** One endpoint, if the actor may see it. */
export async function findEndpoint(ctx: Ctx, id: string): Promise<Endpoint | undefined> {
  const row = await visibleEndpoints(ctx).selectAll().where('id', '=', id).executeTakeFirst();
  return row && endpointOf(row);
}

type Row = {
  id: string;
  url: string;
  events: string[];
  key_version: number;
  state: string;
  failing_since: Date | null;
  created_at: Date;
};

const endpointOf = (row: Row): Endpoint => ({
  id: row.id,
  url: row.url,
  events: eventTypes.filter((type) => row.events.includes(type)),
  keyVersion: row.key_version,
  state: row.state as Endpoint['state'],
  failingSince: row.failing_since,
  createdAt: row.created_at,
});

export type DeliveryLine = {
  id: string;
  messageId: string;
  type: string;
  state: 'waiting' | 'arrived' | 'failed' | 'cancelled';
  attempts: number;
  dueAt: Date;
  status: number | null;
  trouble: string | null;
  triedAt: Date | null;
  createdAt: Date;
};

const pageOfDeliveries = 30;

/** The deliveries of an endpoint, newest first, from below a key on. */
export async function deliveriesOf(
  ctx: Ctx,
  endpointId: string,
  before?: string,
): Promise<{ lines: DeliveryLine[]; next: string | undefined }> {
  let query = ctx.trx
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhook_messages as m', (join) =>
      join.onRef('m.network_id', '=', 'd.network_id').onRef('m.id', '=', 'd.message_id'),
    )
    .select([
      'd.id',
      'd.message_id',
      'm.type',
      'd.state',
      'd.attempts',
      'd.due_at',
      'd.status',
      'd.trouble',
      'd.tried_at',
      'd.created_at',
    ])
    .where('d.network_id', '=', ctx.network.id)
    .where('d.endpoint_id', '=', endpointId)
    .orderBy('d.id', 'desc')
    .limit(pageOfDeliveries + 1);
  if (before) query = query.where('d.id', '<', before);
  const found = await query.execute();
  const rows = found.slice(0, pageOfDeliveries);
  return {
    lines: rows.map((row) => ({
      id: row.id,
      messageId: row.message_id,
      type: row.type,
      state: row.state as DeliveryLine['state'],
      attempts: row.attempts,
      dueAt: row.due_at,
      status: row.status,
      trouble: row.trouble,
      triedAt: row.tried_at,
      createdAt: row.created_at,
    })),
    next: found.length > pageOfDeliveries ? rows.at(-1)!.id : undefined,
  };
}

/** Endpoints that we stopped, for Today. */
export async function stoppedEndpoints(ctx: Ctx): Promise<{ id: string; url: string; since: Date | null }[]> {
  const rows = await visibleEndpoints(ctx)
    .select(['id', 'url', 'failing_since as since'])
    .where('state', '=', 'stopped')
    .orderBy('id')
    .execute();
  return rows;
}

/** Forgets messages, and their deliveries with them, that are past their time. */
export async function forgetOldMessages(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - keptDays * 86_400_000);
  const gone = await ctx.trx
    .deleteFrom('webhook_messages')
    .where('network_id', '=', ctx.network.id)
    .where('at', '<', before)
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** What was told about a person: which events, when. */
export async function messagesAbout(ctx: Ctx, personId: string) {
  return ctx.trx
    .selectFrom('webhook_messages as m')
    .innerJoin('webhook_deliveries as d', (join) =>
      join.onRef('d.network_id', '=', 'm.network_id').onRef('d.message_id', '=', 'm.id'),
    )
    .innerJoin('webhook_endpoints as e', (join) =>
      join.onRef('e.network_id', '=', 'd.network_id').onRef('e.id', '=', 'd.endpoint_id'),
    )
    .select(['m.type', 'm.at', 'd.state', sql<string>`split_part(e.url, '/', 3)`.as('to')])
    .where('m.network_id', '=', ctx.network.id)
    .where('m.person_id', '=', personId)
    .orderBy('m.at')
    .execute();
}
