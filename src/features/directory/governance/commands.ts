import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { timelessId } from '../../../platform/crypto/ids.ts';
import { dayOf } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { findProfile } from '../queries.ts';
import { nextFigures, quarterOf } from './figures.ts';
import { askedOf, countLived, leadsNow, quarters, type Reservation } from './queries.ts';

/** Keeps places. The form brings the id, so that sent twice it keeps them once. */
export async function reserve(ctx: Ctx, reservation: Reservation): Promise<void> {
  const made = await ctx.trx
    .insertInto('reservations')
    .values({ network_id: ctx.network.id, ...reservation, created_at: ctx.now })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  const { id, kind, places } = reservation;
  if (made) await record(ctx, { verb: 'created', noun: 'reservation', id, detail: { kind, places } });
}

/** Keeps them no longer. What was asked and confirmed for them is deleted. */
export async function endReservation(ctx: Ctx, id: string): Promise<boolean> {
  const ended = await ctx.trx
    .updateTable('reservations')
    .set({ ended_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!ended) return false;
  await ctx.trx
    .deleteFrom('place_requests')
    .where('network_id', '=', ctx.network.id)
    .where('reservation_id', '=', id)
    .execute();
  await record(ctx, { verb: 'ended', noun: 'reservation', id });
  return true;
}

/**
 * She asks one person, whom she can find in the directory, to confirm that she may take a kept place. The record reads as that of any change to
 * her profile: whoever reads it learns nothing. Nor does the request's id, which stands in the record of the answer, tell when she asked.
 * False for somebody whom she may not ask.
 */
export async function askForPlace(
  ctx: Ctx,
  accountId: string,
  reservationId: string,
  verifierId: string,
): Promise<boolean> {
  if (accountId === verifierId || !(await findProfile(ctx, verifierId, 'member'))) return false;
  const reservation = await ctx.trx
    .selectFrom('reservations')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', reservationId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!reservation) return false;
  const asked = { verifier_id: verifierId, state: 'asked', asked_at: ctx.now, decided_at: null };
  await ctx.trx
    .insertInto('place_requests')
    .values({
      network_id: ctx.network.id,
      id: timelessId(),
      reservation_id: reservationId,
      account_id: accountId,
      ...asked,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['network_id', 'reservation_id', 'account_id'])
        .doUpdateSet({ ...asked, id: timelessId() })
        // What is confirmed stays confirmed.
        .where('place_requests.state', '<>', 'confirmed'),
    )
    .execute();
  await record(ctx, { verb: 'saved', noun: 'profile', id: accountId });
  return true;
}

/** She takes her request, or her place, back: nothing of it is left. */
export async function takeBack(ctx: Ctx, accountId: string, reservationId: string): Promise<void> {
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('place_requests')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('reservation_id', '=', reservationId)
    .executeTakeFirstOrThrow();
  if (numDeletedRows > 0n) await record(ctx, { verb: 'saved', noun: 'profile', id: accountId });
}

/** The person whom she chose answers. False where nothing (more) is asked of her. The record does not say whose request it was. */
export async function answer(ctx: Ctx, verifierId: string, id: string, yes: boolean): Promise<boolean> {
  if ((await askedOf(ctx, verifierId, id)).length === 0) return false;
  const { numUpdatedRows } = await ctx.trx
    .updateTable('place_requests')
    .set({ state: yes ? 'confirmed' : 'refused', decided_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('verifier_id', '=', verifierId)
    .where('state', '=', 'asked')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  await record(ctx, { verb: 'answered', noun: 'request', id });
  return true;
}

/** Publishes the figures of the quarter that has begun, once. Returns whether it did. */
export async function freezeQuarter(ctx: Ctx): Promise<boolean> {
  const quarter = quarterOf(dayOf(ctx.now, ctx.network.timeZone));
  const [last] = await quarters(ctx);
  if (last && last.quarter >= quarter) return false;
  const kept = await ctx.trx
    .selectFrom('governance_leads')
    .select('account_id')
    .where('network_id', '=', ctx.network.id)
    .execute();
  const leads = await leadsNow(ctx);
  const before = last && {
    figures: { roles: last.roles, lived: last.lived },
    leads: new Set(kept.map((row) => row.account_id)),
  };
  const next = nextFigures(before, { leads, lived: await countLived(ctx, leads) });
  const made = await ctx.trx
    .insertInto('governance_figures')
    .values({ network_id: ctx.network.id, quarter, ...next.figures })
    .onConflict((conflict) => conflict.columns(['network_id', 'quarter']).doNothing())
    .returning('quarter')
    .executeTakeFirst();
  if (!made) return false;
  if (next.anew) {
    await ctx.trx.deleteFrom('governance_leads').where('network_id', '=', ctx.network.id).execute();
    await sql`insert into governance_leads (network_id, account_id)
      select ${ctx.network.id}, unnest(${[...next.leads]}::uuid[])`.execute(ctx.trx);
  }
  await record(ctx, { verb: 'published', noun: 'figures', id: quarter });
  return true;
}
