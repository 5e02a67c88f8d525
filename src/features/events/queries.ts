import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Event } from './event.ts';

// Wall times as they stand, without the driver's own idea of a zone.
const eventColumns = sql<Event>`id, campaign_id as "campaignId", code, name, place,
  to_char(starts_at, 'YYYY-MM-DD"T"HH24:MI') as "startsAt", to_char(ends_at, 'YYYY-MM-DD"T"HH24:MI') as "endsAt",
  time_zone as "timeZone", most, announced, removed_at is not null as removed`;

/** The events of a campaign, the latest first, without those that were taken away. */
export async function eventsOf(ctx: Ctx, campaignId: string): Promise<Event[]> {
  const { rows } = await sql<Event>`select ${eventColumns} from events
    where network_id = ${ctx.network.id} and campaign_id = ${campaignId} and removed_at is null order by starts_at desc, id`.execute(
    ctx.trx,
  );
  return rows;
}

/** One event of a campaign; undefined for one that was taken away. */
export async function findEvent(ctx: Ctx, campaignId: string, id: string): Promise<Event | undefined> {
  const { rows } = await sql<Event>`select ${eventColumns} from events
    where network_id = ${ctx.network.id} and campaign_id = ${campaignId} and id = ${id} and removed_at is null`.execute(
    ctx.trx,
  );
  return rows[0];
}

/** The event behind a code, with its campaign's address. */
export async function eventByCode(ctx: Ctx, code: string): Promise<(Event & { slug: string }) | undefined> {
  const { rows } = await sql<Event & { slug: string }>`
    select e.*, c.slug from (select ${eventColumns} from events where network_id = ${ctx.network.id} and code = ${code} and removed_at is null) e
    join campaigns c on c.network_id = ${ctx.network.id} and c.id = e."campaignId" and c.state <> 'draft'`.execute(
    ctx.trx,
  );
  return rows[0];
}

export type EventFigures = { actions: number; confirmed: number; cards: number };

/** What came with an event's code, and on its cards. */
export async function eventFigures(ctx: Ctx, event: Event): Promise<EventFigures> {
  const { rows } = await sql<EventFigures>`
    select (select count(*)::integer from actions where network_id = ${ctx.network.id} and campaign_id = ${event.campaignId} and source->>'event' = ${event.code}) as actions,
      (select count(*)::integer from actions where network_id = ${ctx.network.id} and campaign_id = ${event.campaignId} and source->>'event' = ${event.code} and state = 'confirmed') as confirmed,
      (select count(*)::integer from cards k join card_batches b on b.network_id = k.network_id and b.id = k.batch_id
        where b.network_id = ${ctx.network.id} and b.event_id = ${event.id} and b.undone_at is null) as cards`.execute(
    ctx.trx,
  );
  return rows[0]!;
}

export type Person = { id: string; name: string; chosen: boolean };

/** Accounts of the network that belong to it, and whether they may type in the cards of this event. */
export async function possibleWitnesses(ctx: Ctx, eventId: string): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select a.id, a.name, exists (select from event_witnesses w where w.network_id = a.network_id and w.event_id = ${eventId} and w.account_id = a.id) as chosen
    from accounts a where a.network_id = ${ctx.network.id} and a.disabled_at is null
      and exists (select from grants g where g.network_id = a.network_id and g.account_id = a.id
        and g.from_at <= ${ctx.now} and (g.until_at is null or g.until_at > ${ctx.now}))
    order by a.name, a.id limit 500`.execute(ctx.trx);
  return rows;
}

/** The events whose cards somebody may type in. */
export async function witnessedEvents(ctx: Ctx): Promise<Event[]> {
  if (ctx.actor.kind !== 'account') return [];
  const { rows } = await sql<Event>`select ${eventColumns} from events e
    where e.network_id = ${ctx.network.id} and e.removed_at is null
      and e.id in (select event_id from event_witnesses where network_id = ${ctx.network.id} and account_id = ${ctx.actor.id})
    order by e.starts_at`.execute(ctx.trx);
  return rows;
}

export type Batch = {
  id: string;
  campaignId: string;
  eventId: string | null;
  event: string | null;
  witness: string;
  signedOn: string;
  locale: string;
  typedBy: string | null;
  createdAt: Date;
  undoneAt: Date | null;
  cards: number;
  counted: number;
};

const batchQuery = (ctx: Ctx, campaignId: string) => sql`
  select b.id, b.campaign_id as "campaignId", b.event_id as "eventId", e.name as event, b.witness, b.signed_on as "signedOn", b.locale,
    a.name as "typedBy", b.created_at as "createdAt", b.undone_at as "undoneAt",
    (select count(*)::integer from cards k where k.network_id = b.network_id and k.batch_id = b.id) as cards,
    (select count(*)::integer from cards k where k.network_id = b.network_id and k.batch_id = b.id and k.outcome = 'counted') as counted
  from card_batches b
  left join events e on e.network_id = b.network_id and e.id = b.event_id
  left join accounts a on a.network_id = b.network_id and a.id = b.typed_by
  where b.network_id = ${ctx.network.id} and b.campaign_id = ${campaignId}`;

/** The batches of cards of a campaign's events, the newest first; 200 at most. */
export async function batchesOf(ctx: Ctx, campaignId: string): Promise<Batch[]> {
  return (await sql<Batch>`${batchQuery(ctx, campaignId)} order by b.id desc limit 200`.execute(ctx.trx)).rows;
}

/** One batch of cards. */
export async function findBatch(ctx: Ctx, campaignId: string, id: string): Promise<Batch | undefined> {
  return (await sql<Batch>`${batchQuery(ctx, campaignId)} and b.id = ${id}`.execute(ctx.trx)).rows[0];
}

export type CardLine = {
  id: string;
  name: string | null;
  email: string;
  outcome: 'counted' | 'again' | 'same';
  typedAt: Date;
};

/** The cards of a batch, the last typed first. A person who was erased has no name. */
export async function cardsOf(ctx: Ctx, batchId: string): Promise<CardLine[]> {
  const { rows } = await sql<CardLine>`
    select k.id, nullif(p.name, '') as name, coalesce(p.email, '') as email, k.outcome, k.typed_at as "typedAt"
    from cards k
    left join actions a on a.network_id = k.network_id and a.id = k.action_id
    left join people p on p.network_id = a.network_id and p.id = a.person_id
    where k.network_id = ${ctx.network.id} and k.batch_id = ${batchId} order by k.id desc limit 1000`.execute(ctx.trx);
  return rows;
}

/** An event of which everybody may know: what happens when and where, and the campaign it belongs to. Never its code. */
export type AnnouncedEvent = {
  id: string;
  name: string;
  place: string;
  /** Wall time on the clocks of `timeZone`. */
  startsAt: string;
  timeZone: string;
  campaign: string;
};

/** The next announced events of public campaigns, those that are on now among them; the soonest first. */
export async function announcedEvents(ctx: Ctx, limit: number): Promise<AnnouncedEvent[]> {
  const { rows } = await sql<AnnouncedEvent>`
    select e.id, e.name, e.place, to_char(e.starts_at, 'YYYY-MM-DD"T"HH24:MI') as "startsAt", e.time_zone as "timeZone", c.slug as campaign
    from events e join campaigns c on c.network_id = e.network_id and c.id = e.campaign_id and c.state <> 'draft'
    where e.network_id = ${ctx.network.id} and e.announced and e.removed_at is null
      and e.ends_at at time zone e.time_zone > ${ctx.now}
    order by e.starts_at at time zone e.time_zone, e.id limit ${limit}`.execute(ctx.trx);
  return rows;
}
