import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Figures } from './figures.ts';

export type Reservation = { id: string; body: string; kind: 'seat' | 'lead'; places: number };

/** The places that are kept now, the first first. Known to everybody who belongs. */
export async function reservations(ctx: Ctx): Promise<Reservation[]> {
  const rows = await ctx.trx
    .selectFrom('reservations')
    .select(['id', 'body', 'kind', 'places'])
    .where('network_id', '=', ctx.network.id)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as Reservation['kind'] }));
}

export type OwnRequest = {
  id: string;
  reservationId: string;
  state: 'asked' | 'confirmed' | 'refused';
  verifier: string;
  /** Of a confirmed one: whether a place is free for it. */
  holds: boolean;
};

/** A woman's own requests. Whoever else asks for them has no business here. */
export async function requestsOf(ctx: Ctx, accountId: string): Promise<OwnRequest[]> {
  const { rows } = await sql<OwnRequest>`
    select r.id, r.reservation_id as "reservationId", r.state, v.name as verifier,
      r.state = 'confirmed' and r.line <= b.places as holds
    from (
      select *, count(*) filter (where state = 'confirmed') over (partition by reservation_id order by decided_at, id) as line
      from place_requests where network_id = ${ctx.network.id}) r
    join reservations b on b.network_id = r.network_id and b.id = r.reservation_id and b.ended_at is null
    join accounts v on v.network_id = r.network_id and v.id = r.verifier_id
    where r.network_id = ${ctx.network.id} and r.account_id = ${accountId}`.execute(ctx.trx);
  return rows;
}

export type AskedOfMe = { id: string; name: string; body: string; kind: 'seat' | 'lead'; askedAt: Date };

/** What somebody is asked to confirm and has not answered; with `id` only that one. Answered, it is gone from her too. */
export async function askedOf(ctx: Ctx, verifierId: string, id?: string): Promise<AskedOfMe[]> {
  const rows = await ctx.trx
    .selectFrom('place_requests as r')
    .innerJoin('reservations as b', (join) =>
      join.onRef('b.network_id', '=', 'r.network_id').onRef('b.id', '=', 'r.reservation_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'r.network_id').onRef('a.id', '=', 'r.account_id'),
    )
    .select(['r.id', 'a.name', 'b.body', 'b.kind', 'r.asked_at as askedAt'])
    .where('r.network_id', '=', ctx.network.id)
    .where('r.verifier_id', '=', verifierId)
    .where('r.state', '=', 'asked')
    .where('b.ended_at', 'is', null)
    .$if(id !== undefined, (query) => query.where('r.id', '=', id!))
    .orderBy('r.asked_at')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as AskedOfMe['kind'] }));
}

export type Quarter = Figures & { quarter: string };

/** The published figures, the newest quarter first; eight of them. */
export async function quarters(ctx: Ctx): Promise<Quarter[]> {
  const { rows } = await sql<Quarter>`
    select quarter::text as quarter, roles, lived from governance_figures
    where network_id = ${ctx.network.id} order by governance_figures.quarter desc limit 8`.execute(ctx.trx);
  return rows;
}

/** Who leads something now: a group, or by what was entrusted to her. */
export async function leadsNow(ctx: Ctx): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select m.account_id as id from group_members m
      join groups g on g.network_id = m.network_id and g.id = m.group_id and g.closed_at is null
     where m.network_id = ${ctx.network.id} and m.lead and m.state = 'in'
    union
    select account_id from grants
     where network_id = ${ctx.network.id} and role in ('lead', 'coordinator') and from_at <= ${ctx.now}
       and (until_at is null or until_at > ${ctx.now})`.execute(ctx.trx);
  return new Set(rows.map((row) => row.id));
}

/** How many of these say that they were in prison and let themselves be counted. */
export async function countLived(ctx: Ctx, ids: ReadonlySet<string>): Promise<number> {
  const row = await ctx.trx
    .selectFrom('lived_experience')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('network_id', '=', ctx.network.id)
    .where('uncounted', '=', false)
    .where('account_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
