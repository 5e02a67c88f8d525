import { sql } from 'kysely';
import type { Feature } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { signAnew } from './threads/commands.ts';

/**
 * A woman leaves the network, or her account is erased: she is out of every group, is told nothing more, and what she wrote stays
 * under the names it bears (`keepNames`) or as a former member's; nothing leads from it to her account any more. In the transaction
 * that ends her membership.
 */
export async function forgetInGroups(ctx: Ctx, accountId: string, keepNames: boolean): Promise<void> {
  if (!keepNames) await signAnew(ctx, accountId, null);
  for (const table of ['threads', 'thread_posts'] as const)
    await ctx.trx
      .updateTable(table)
      .set({ author_id: null })
      .where('network_id', '=', ctx.network.id)
      .where('author_id', '=', accountId)
      .execute();
  await ctx.trx
    .updateTable('post_reports')
    .set({ reporter_id: null })
    .where('network_id', '=', ctx.network.id)
    .where('reporter_id', '=', accountId)
    .execute();
  await handOver(ctx, accountId, true);
  for (const table of [
    'group_members',
    'post_mentions',
    'thread_readers',
    'group_notices',
    'group_digests',
    'group_digest_readers',
  ] as const)
    await ctx.trx
      .deleteFrom(table)
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', accountId)
      .execute();
}

type Made = { group: string; place: string };

/**
 * A hidden group that she leaves must not be lost to the others, whom nobody from outside can help: where she was its only lead, who has
 * been in it longest leads it; where nobody is left, it closes with her (`close`). The log says that she went or was merged, and no more:
 * a line of the group beside that one would tell who was in it.
 * Returns whom it made leads.
 */
async function handOver(ctx: Ctx, accountId: string, close: boolean): Promise<Made[]> {
  const made: Made[] = [];
  const { rows } = await sql<{ group: string; next: string | null; led: boolean }>`
    select m.group_id as "group",
      (select o.id from group_members o where o.network_id = m.network_id and o.group_id = m.group_id and o.state = 'in'
        and o.account_id <> m.account_id order by o.lead desc, o.joined_at, o.id limit 1) as next,
      exists (select from group_members o where o.network_id = m.network_id and o.group_id = m.group_id and o.state = 'in'
        and o.account_id <> m.account_id and o.lead) as led
    from group_members m join groups g on g.network_id = m.network_id and g.id = m.group_id
    where m.network_id = ${ctx.network.id} and m.account_id = ${accountId} and m.state = 'in' and g.entry = 'hidden'
      and g.closed_at is null order by g.id for update of g`.execute(ctx.trx);
  for (const { group, next, led } of rows) {
    if (led) continue;
    if (next) {
      await ctx.trx
        .updateTable('group_members')
        .set({ lead: true })
        .where('network_id', '=', ctx.network.id)
        .where('group_id', '=', group)
        .where('id', '=', next)
        .execute();
      made.push({ group, place: next });
    } else if (close) {
      await ctx.trx
        .updateTable('groups')
        .set({ closed_at: ctx.now })
        .where('network_id', '=', ctx.network.id)
        .where('id', '=', group)
        .execute();
    }
  }
  return made;
}

/**
 * An SQL condition for `AccountRows`: that what happened in this group may go with the account, because the group is not hidden and neither
 * account bears an alias there. Everything else stays, and nobody who merges two accounts hears of it.
 */
export const openly = (group: string): string => `not exists (
  select from groups h left join group_members b on b.network_id = h.network_id and b.group_id = h.id
    and b.account_id in (pair.from_id, pair.to_id)
  where h.network_id = t.network_id and h.id = ${group} and (h.entry = 'hidden' or b.alias is not null))`;

const ownName = `t.shown_as = (select a.name from accounts a where a.network_id = t.network_id and a.id = pair.from_id)`;
const unaliased = (group: string): string => `not exists (select from group_members b where b.network_id = t.network_id
  and b.group_id = ${group} and b.account_id = pair.from_id and b.alias is not null)`;

/** What goes along when two accounts are one woman's: her places in groups that are not hidden, and what she wrote under her own name. */
export const memberMerge: Feature['memberMerge'] = {
  rows: [
    {
      table: 'threads',
      column: 'author_id',
      key: ['id'],
      only: `${ownName} and ${openly('t.group_id')}`,
      back: unaliased('t.group_id'),
      words: 'groups.merge.threads',
    },
    {
      table: 'thread_posts',
      column: 'author_id',
      key: ['id'],
      only: `${ownName} and ${openly('t.group_id')}`,
      back: unaliased('t.group_id'),
      words: 'groups.merge.posts',
    },
    {
      table: 'group_members',
      column: 'account_id',
      key: ['group_id'],
      once: ['group_id'],
      double: 'aside',
      power: 'lead',
      only: `t.state = 'in' and t.alias is null and ${openly('t.group_id')}`,
      back: 't.alias is null',
      words: 'groups.merge.places',
      powerWords: 'groups.merge.leads',
    },
  ],
  // A hidden group whose only lead she was must not be without one while her account is closed.
  join: (ctx, _keptId, goneId) => handOver(ctx, goneId, false),
  async part(ctx, _keptId, _goneId, made) {
    for (const { group, place } of made as Made[])
      await ctx.trx
        .updateTable('group_members')
        .set({ lead: false })
        .where('network_id', '=', ctx.network.id)
        .where('group_id', '=', group)
        .where('id', '=', place)
        .execute();
  },
};

/** What the room holds of a woman, for her own copy: her groups, the names she bears there, and every word she wrote. */
export async function copyOfGroups(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const groups = await ctx.trx
    .selectFrom('group_members as m')
    .innerJoin('groups as g', (join) =>
      join.onRef('g.network_id', '=', 'm.network_id').onRef('g.id', '=', 'm.group_id'),
    )
    .select(['g.name', 'm.state', 'm.lead', 'm.alias', 'm.words', 'm.joined_at', 'm.watch'])
    .where('m.network_id', '=', ctx.network.id)
    .where('m.account_id', '=', accountId)
    .orderBy('g.slug')
    .execute();
  const posts = await ctx.trx
    .selectFrom('thread_posts as p')
    .innerJoin('threads as t', (join) =>
      join.onRef('t.network_id', '=', 'p.network_id').onRef('t.id', '=', 'p.thread_id'),
    )
    .innerJoin('groups as g', (join) =>
      join.onRef('g.network_id', '=', 'p.network_id').onRef('g.id', '=', 'p.group_id'),
    )
    .select(['g.name as group', 't.title', 'p.n', 'p.shown_as as as', 'p.created_at as at', 'p.edited_at', 'p.body'])
    .where('p.network_id', '=', ctx.network.id)
    .where('p.author_id', '=', accountId)
    .where('p.removed_at', 'is', null)
    .orderBy('p.id')
    .execute();
  const told = await ctx.trx
    .selectFrom('group_notices')
    .select(['kind', 'n', 'reason', 'until_at', 'at'])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute();
  const reports = await ctx.trx
    .selectFrom('post_reports')
    .select(['words', 'at', 'outcome'])
    .where('network_id', '=', ctx.network.id)
    .where('reporter_id', '=', accountId)
    .orderBy('id')
    .execute();
  return { groups, posts, told, reports };
}
