import { sql } from 'kysely';
import type { Feature } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/**
 * Somebody leaves the network: what she offered and asked for stands no longer, and she is told nothing more. With her account go her
 * items, her conversations and her drafts; a practice that is published stays, as nobody's.
 */
export async function departs(ctx: Ctx, accountId: string, { erased }: { erased: boolean }): Promise<void> {
  const { trx, network } = ctx;
  await trx
    .updateTable('exchange_items')
    .set({ state: 'withdrawn', ended_at: ctx.now, updated_at: ctx.now })
    .where('network_id', '=', network.id)
    .where('account_id', '=', accountId)
    .where('state', '=', 'open')
    .execute();
  const hers = ['exchange_notices', 'today_marks', ...(erased ? (['exchange_items', 'exchange_talks'] as const) : [])];
  for (const table of hers as ('exchange_notices' | 'today_marks' | 'exchange_items' | 'exchange_talks')[])
    await trx.deleteFrom(table).where('network_id', '=', network.id).where('account_id', '=', accountId).execute();
  if (!erased) return;
  await trx
    .deleteFrom('practices')
    .where('network_id', '=', network.id)
    .where('account_id', '=', accountId)
    .where('state', '!=', 'published')
    .execute();
  for (const table of ['practices', 'practice_uses'] as const)
    await trx
      .updateTable(table)
      .set({ account_id: null })
      .where('network_id', '=', network.id)
      .where('account_id', '=', accountId)
      .execute();
}

/** What she offered, asked for, wrote to others about it, and tried, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const rowsOf = async (query: ReturnType<typeof sql<Record<string, unknown>>>) => (await query.execute(ctx.trx)).rows;
  const [network, her] = [ctx.network.id, accountId];
  return {
    items: await rowsOf(sql`
      select i.side, i.kind, i.state, i.country, i.whereabouts, i.languages, i.until_on as "until", i.seen, i.result, t.locale, t.title, t.body
      from exchange_items i join exchange_texts t on t.network_id = i.network_id and t.item_id = i.id
      where i.network_id = ${network} and i.account_id = ${her} order by i.id, t.locale`),
    messages: await rowsOf(sql`
      select m.talk_id as conversation, m.body, m.at from exchange_messages m
      where m.network_id = ${network} and m.account_id = ${her} order by m.id`),
    practices: await rowsOf(sql`
      select p.state, t.locale, t.title, t.problem, t.done, t.result, t.not_for as "notFor"
      from practices p join practice_texts t on t.network_id = p.network_id and t.practice_id = p.id
      where p.network_id = ${network} and p.account_id = ${her} order by p.id, t.locale`),
    takenUp: await rowsOf(sql`
      select u.country, u.began, u.locale, u.changed from practice_uses u
      where u.network_id = ${network} and u.account_id = ${her} order by u.id`),
  };
}

/**
 * What goes along when two accounts are one woman's: what everybody may read. Letters are between two people: they stay, and with them an
 * offer or request about which somebody wrote.
 */
export const memberMerge: Feature['memberMerge'] = {
  rows: [
    {
      table: 'exchange_items',
      column: 'account_id',
      key: ['id'],
      only: 'not exists (select from exchange_talks k where k.network_id = t.network_id and k.item_id = t.id)',
      back: 'not exists (select from exchange_talks k where k.network_id = t.network_id and k.item_id = t.id)',
      words: 'exchange.merged.items',
    },
    {
      table: 'practices',
      column: 'account_id',
      key: ['id'],
      only: "t.state = 'published'",
      words: 'exchange.merged.practices',
    },
    { table: 'practice_uses', column: 'account_id', key: ['id'], words: 'exchange.merged.practices' },
  ],
};
