import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
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
  await leaveHidden(ctx, accountId);
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

/**
 * A hidden group that she leaves must not be lost to the others, whom nobody from outside can help: where she was its only lead, who has
 * been in it longest leads it; where nobody is left, it closes with her.
 */
async function leaveHidden(ctx: Ctx, accountId: string): Promise<void> {
  const { rows } = await sql<{ group: string; next: string | null; led: boolean }>`
    select m.group_id as "group",
      (select o.id from group_members o where o.network_id = m.network_id and o.group_id = m.group_id and o.state = 'in'
        and o.account_id <> m.account_id order by o.lead desc, o.joined_at, o.id limit 1) as next,
      exists (select from group_members o where o.network_id = m.network_id and o.group_id = m.group_id and o.state = 'in'
        and o.account_id <> m.account_id and o.lead) as led
    from group_members m join groups g on g.network_id = m.network_id and g.id = m.group_id
    where m.network_id = ${ctx.network.id} and m.account_id = ${accountId} and m.state = 'in' and g.entry = 'hidden'
      and g.closed_at is null order by g.id for update of g`.execute(ctx.trx);
  const asHouse: Ctx = { ...ctx, actor: { kind: 'system' } };
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
      await record(asHouse, { verb: 'made-lead', noun: 'group-place', id: next, detail: { group } });
    } else {
      await ctx.trx
        .updateTable('groups')
        .set({ closed_at: ctx.now })
        .where('network_id', '=', ctx.network.id)
        .where('id', '=', group)
        .execute();
      await record(asHouse, { verb: 'closed', noun: 'group', id: group });
    }
  }
}

/** Two accounts were one woman's: what `from` is and wrote in groups is `to`'s now; where both are in a group, `to` stays as she is. */
export async function mergeInGroups(ctx: Ctx, from: string, to: string): Promise<void> {
  const both = await ctx.trx
    .selectFrom('group_members')
    .select('group_id')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', to)
    .execute();
  await ctx.trx
    .updateTable('group_members')
    .set({ account_id: to })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', from)
    .$if(both.length > 0, (query) =>
      query.where(
        'group_id',
        'not in',
        both.map((row) => row.group_id),
      ),
    )
    .execute();
  for (const table of ['threads', 'thread_posts'] as const)
    await ctx.trx
      .updateTable(table)
      .set({ author_id: to })
      .where('network_id', '=', ctx.network.id)
      .where('author_id', '=', from)
      .execute();
}

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
  return { groups, posts, told };
}
