import type { Ctx } from '../../platform/tenancy/index.ts';

/** An action with its campaign's kind, locked: it is confirmed or taken back once, whoever comes at the same time. */
export const lockAction = (ctx: Ctx, actionId: string) =>
  ctx.trx
    .selectFrom('actions')
    .select((eb) => [
      'state',
      'counted',
      'campaign_id',
      'person_id',
      'post_ids',
      'wish',
      'locale',
      'remember_device',
      eb
        .selectFrom('campaigns as c')
        .select('c.mode')
        .whereRef('c.network_id', '=', 'actions.network_id')
        .whereRef('c.id', '=', 'actions.campaign_id')
        .as('mode'),
    ])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', actionId)
    .forUpdate()
    .executeTakeFirst();

/** Locks a person: under her lock it is decided which of her letters counts, as in `confirmAction`, which writes her row. */
export async function lockPerson(ctx: Ctx, personId: string): Promise<void> {
  await ctx.trx
    .selectFrom('people')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', personId)
    .forNoKeyUpdate()
    .execute();
}
