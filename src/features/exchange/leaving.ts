import { sql } from 'kysely';
import type { Feature } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { removeTags } from '../spine/index.ts';
import { subject as practiceSubject } from './practices/queries.ts';
import { subject } from './queries.ts';

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
  for (const table of ['exchange_notices', 'today_marks', ...(erased ? (['exchange_talks'] as const) : [])] as const)
    await trx.deleteFrom(table).where('network_id', '=', network.id).where('account_id', '=', accountId).execute();
  if (!erased) return;
  // What they were about goes with them: a facility must not stay tied to what is no more.
  const items = await trx
    .deleteFrom('exchange_items')
    .where('network_id', '=', network.id)
    .where('account_id', '=', accountId)
    .returning('id')
    .execute();
  const drafts = await trx
    .deleteFrom('practices')
    .where('network_id', '=', network.id)
    .where('account_id', '=', accountId)
    .where('state', '!=', 'published')
    .returning('id')
    .execute();
  for (const [kind, gone] of [[subject, items] as const, [practiceSubject, drafts] as const])
    await removeTags(
      ctx,
      kind,
      gone.map((row) => row.id),
    );
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
  // By their ids: the name of a facility may be hers to know no more.
  const about = (id: string, kind: string) =>
    sql`array(select g.noun || ':' || g.noun_id from tags g
      where g.network_id = ${network} and g.subject = ${kind} and g.subject_id = ${sql.ref(id)} order by 1)`;
  return {
    items: await rowsOf(sql`
      select i.side, i.kind, i.state, i.country, i.whereabouts, i.languages, i.until_on as "until", i.seen, i.result, t.locale, t.title, t.body,
        ${about('i.id', subject)} as about
      from exchange_items i join exchange_texts t on t.network_id = i.network_id and t.item_id = i.id
      where i.network_id = ${network} and i.account_id = ${her} order by i.id, t.locale`),
    messages: await rowsOf(sql`
      select m.talk_id as conversation, m.body, m.at from exchange_messages m
      where m.network_id = ${network} and m.account_id = ${her} order by m.id`),
    practices: await rowsOf(sql`
      select p.state, t.locale, t.title, t.problem, t.done, t.result, t.not_for as "notFor", ${about('p.id', practiceSubject)} as about
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
