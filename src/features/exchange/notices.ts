import { inNetwork } from '../../platform/db/index.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { bestMatches } from './matching.ts';
import { candidatesFor, itemsOf, todayOf } from './queries.ts';

/** Whether she asked to be told of new matches. */
export async function noticeOf(ctx: Ctx, accountId: string): Promise<boolean> {
  const row = await ctx.trx
    .selectFrom('exchange_notices')
    .select('account_id')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row !== undefined;
}

/** She wants to be told of what is new from now on, or not any more. */
export async function setNotice(ctx: Ctx, accountId: string, wanted: boolean): Promise<void> {
  if (wanted) {
    await ctx.trx
      .insertInto('exchange_notices')
      .values({ network_id: ctx.network.id, account_id: accountId, told_at: ctx.now })
      .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doNothing())
      .execute();
  } else {
    await ctx.trx
      .deleteFrom('exchange_notices')
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', accountId)
      .execute();
  }
}

/**
 * Once a day: whoever asked for it and has new matches since the last time gets one mail that says so, without saying what.
 * What has happened to whom is written with the mail, so that a run that breaks off tells nobody twice.
 */
export const tellMatches: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  const now = deps.clock();
  const readers = await inNetwork(deps.db, id, (trx) =>
    trx
      .selectFrom('exchange_notices as n')
      .innerJoin('accounts as a', (join) =>
        join.onRef('a.network_id', '=', 'n.network_id').onRef('a.id', '=', 'n.account_id'),
      )
      .select(['a.id', 'a.name', 'a.email', 'a.locale', 'a.sample', 'n.told_at'])
      .where('n.network_id', '=', id)
      .where('a.disabled_at', 'is', null)
      .execute(),
  );
  for (const reader of readers) {
    await inNetwork(deps.db, id, async (trx) => {
      // She sees in the job what she would see on the page.
      const actor = { kind: 'account', id: reader.id, name: reader.name, roles: ['member' as const] } as const;
      const ctx: Ctx = { trx, network, now, locale: network.locales[0]!, actor: { ...actor, roles: ['member'] } };
      const today = todayOf(ctx);
      const standing = (await itemsOf(ctx, reader.id)).filter((item) => item.state === 'open' && item.until >= today);
      const fresh = await candidatesFor(ctx, standing, reader.told_at);
      const matched = standing.some((item) => bestMatches(item, fresh, 1).length > 0);
      const told = await trx
        .updateTable('exchange_notices')
        .set({ told_at: now })
        .where('network_id', '=', id)
        .where('account_id', '=', reader.id)
        .where('told_at', '=', reader.told_at)
        .returning('account_id')
        .executeTakeFirst();
      if (!told || !matched || !reader.email || reader.sample) return;
      await queueMails(ctx, [
        {
          kind: 'exchange-matches',
          subjectId: reader.id,
          to: reader.email,
          locale: network.locales.includes(reader.locale) ? reader.locale : network.locales[0]!,
          priority: 9,
        },
      ]);
    });
  }
};
