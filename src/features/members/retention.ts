import type { Ctx } from '../../platform/tenancy/index.ts';

const dayMs = 24 * 3_600_000;
/** How long things are kept, in days: an application whose address nobody confirmed, one that came to nothing, an invitation that is settled. */
export const keptDays = { unconfirmed: 14, declined: 365, invitation: 365, notice: 90 } as const;

/** Deletes applications, invitations and notices past their time; returns how many rows. An admitted one stays with its membership. */
export async function retain(ctx: Ctx): Promise<number> {
  const before = (days: number) => new Date(ctx.now.getTime() - days * dayMs);
  const network = ctx.network.id;
  const unconfirmed = await ctx.trx
    .deleteFrom('applications')
    .where('network_id', '=', network)
    .where('state', '=', 'unconfirmed')
    .where('created_at', '<', before(keptDays.unconfirmed))
    .executeTakeFirstOrThrow();
  const declined = await ctx.trx
    .deleteFrom('applications')
    .where('network_id', '=', network)
    .where('state', 'in', ['declined', 'withdrawn'])
    .where('decided_at', '<', before(keptDays.declined))
    .executeTakeFirstOrThrow();
  const invitations = await ctx.trx
    .deleteFrom('membership_invitations')
    .where('network_id', '=', network)
    .where('created_at', '<', before(keptDays.invitation))
    .executeTakeFirstOrThrow();
  const notices = await ctx.trx
    .deleteFrom('membership_notices')
    .where('network_id', '=', network)
    .where('at', '<', before(keptDays.notice))
    .executeTakeFirstOrThrow();
  return [unconfirmed, declined, invitations, notices].reduce((sum, one) => sum + Number(one.numDeletedRows), 0);
}
