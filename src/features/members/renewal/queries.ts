import { sql } from 'kysely';
import { newId } from '../../../platform/crypto/ids.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { today } from '../queries.ts';

export type Due = { id: string; renewOn: string };

/** Active memberships whose renewal day comes within 30 days or is past, by id, from after the key `after`. */
export async function dueMemberships(
  ctx: Ctx,
  until: string,
  after: string | undefined,
  limit: number,
): Promise<Due[]> {
  let query = ctx.trx
    .selectFrom('memberships')
    .select(['id', sql<string>`renew_on::text`.as('renewOn')])
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'active')
    .where('renew_on', '<=', until)
    .orderBy('id')
    .limit(limit);
  if (after) query = query.where('id', '>', after);
  return query.execute();
}

/** Writes down that somebody is reminded; the reminder's id, or undefined when she was before. */
export async function noteReminder(
  ctx: Ctx,
  reminder: { membershipId: string; renewOn: string; step: number; accountId: string },
): Promise<string | undefined> {
  const row = await ctx.trx
    .insertInto('renewal_reminders')
    .values({
      network_id: ctx.network.id,
      membership_id: reminder.membershipId,
      renew_on: reminder.renewOn,
      step: reminder.step,
      account_id: reminder.accountId,
      id: newId(),
      at: ctx.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'membership_id', 'renew_on', 'step', 'account_id']).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** For mails: the reminders of memberships that still wait for this renewal, and whom they are for. */
export const remindersAmong = (ctx: Ctx, ids: string[]) =>
  ctx.trx
    .selectFrom('renewal_reminders as r')
    .innerJoin('memberships as m', (join) =>
      join
        .onRef('m.network_id', '=', 'r.network_id')
        .onRef('m.id', '=', 'r.membership_id')
        .onRef('m.renew_on', '=', 'r.renew_on'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'r.network_id').onRef('a.id', '=', 'r.account_id'),
    )
    .select([
      'r.id',
      'r.membership_id as membershipId',
      sql<string>`m.renew_on::text`.as('renewOn'),
      'a.name',
      'a.email',
    ])
    .where('r.network_id', '=', ctx.network.id)
    .where('r.id', 'in', ids)
    .where('m.state', '=', 'active')
    .execute();

/** For mails: what happened to a membership, and whom a notice tells. */
export const noticesAmong = (ctx: Ctx, ids: string[]) =>
  ctx.trx
    .selectFrom('membership_notices as n')
    .innerJoin('membership_events as e', (join) =>
      join.onRef('e.network_id', '=', 'n.network_id').onRef('e.id', '=', 'n.event_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'n.network_id').onRef('a.id', '=', 'n.account_id'),
    )
    .select(['n.id', 'e.kind', 'a.name', 'a.email'])
    .where('n.network_id', '=', ctx.network.id)
    .where('n.id', 'in', ids)
    .execute();

/** How many active memberships are past their day, within the grace. */
export async function overdueCount(ctx: Ctx): Promise<number> {
  const row = await ctx.trx
    .selectFrom('memberships')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'active')
    .where('renew_on', '<', today(ctx))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
