import type { Trx } from '../../../platform/db/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Mark } from './list.ts';

/** What happened since `from`: letters confirmed and sent on, and people who wrote for the first time. */
export async function weekFigures(
  trx: Trx,
  network: string,
  from: Date,
): Promise<{ letters: number; sent: number; supporters: number }> {
  const letters = trx
    .selectFrom('actions')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', network)
    .where('counted', '=', true)
    .where('confirmed_at', '>=', from)
    .executeTakeFirstOrThrow();
  const sent = trx
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', network)
    .where('kind', '=', 'letter')
    .where('state', '=', 'sent')
    .where('finished_at', '>=', from)
    .executeTakeFirstOrThrow();
  const supporters = trx
    .selectFrom('actions as a')
    .select((eb) => eb.fn.count<number>('a.person_id').distinct().as('n'))
    .where('a.network_id', '=', network)
    .where('a.counted', '=', true)
    .where('a.confirmed_at', '>=', from)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('actions as before')
            .select('before.id')
            .whereRef('before.network_id', '=', 'a.network_id')
            .whereRef('before.person_id', '=', 'a.person_id')
            .where('before.counted', '=', true)
            .where('before.confirmed_at', '<', from),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  const [all, left, first] = await Promise.all([letters, sent, supporters]);
  return { letters: Number(all.n), sent: Number(left.n), supporters: Number(first.n) };
}

/** What somebody set aside on her list. */
export async function marksOf(trx: Trx, network: string, accountId: string): Promise<Mark[]> {
  const rows = await trx
    .selectFrom('today_marks')
    .select(['item_key', 'until_at'])
    .where('network_id', '=', network)
    .where('account_id', '=', accountId)
    .execute();
  return rows.map((row) => ({ key: row.item_key, until: row.until_at }));
}

/** Sets a thing aside for whoever asks: until an instant, or (null) because it is not hers. A mark of five hundred is the last. */
export async function setMark(ctx: Ctx, accountId: string, key: string, until: Date | null): Promise<void> {
  const marks = await marksOf(ctx.trx, ctx.network.id, accountId);
  if (marks.length >= 500 && !marks.some((mark) => mark.key === key)) return;
  await ctx.trx
    .insertInto('today_marks')
    .values({ network_id: ctx.network.id, account_id: accountId, item_key: key, until_at: until, at: ctx.now })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'account_id', 'item_key']).doUpdateSet({ until_at: until, at: ctx.now }),
    )
    .execute();
}

/** Puts a thing back on her list. */
export async function removeMark(ctx: Ctx, accountId: string, key: string): Promise<void> {
  await ctx.trx
    .deleteFrom('today_marks')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('item_key', '=', key)
    .execute();
}

/** Forgets marks whose time is over, and those for ever that are a year old; returns how many. */
export async function deleteOldMarks(ctx: Ctx): Promise<number> {
  const gone = await ctx.trx
    .deleteFrom('today_marks')
    .where('network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([eb('until_at', '<=', ctx.now), eb('at', '<', new Date(ctx.now.getTime() - 365 * 86_400_000))]),
    )
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
