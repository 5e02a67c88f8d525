import { isZone } from '../../../platform/calendar/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';

/** The zone on whose clocks the reader sees times: the one that she chose, else the network's. */
export async function readerZone(ctx: Ctx): Promise<string> {
  if (ctx.actor.kind !== 'account') return ctx.network.timeZone;
  return (await chosenZone(ctx, ctx.actor.id)) ?? ctx.network.timeZone;
}

/** The zone that an account chose; null: none. */
export async function chosenZone(ctx: Ctx, accountId: string): Promise<string | null> {
  const row = await ctx.trx
    .selectFrom('accounts')
    .select('time_zone')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .executeTakeFirst();
  // A zone that this program does not know any more must not break her pages.
  return row?.time_zone && isZone(row.time_zone) ? row.time_zone : null;
}

/** Sets the zone on whose clocks she reads; null: the network's. */
export async function setZone(ctx: Ctx, accountId: string, zone: string | null): Promise<void> {
  await ctx.trx
    .updateTable('accounts')
    .set({ time_zone: zone })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .execute();
}
