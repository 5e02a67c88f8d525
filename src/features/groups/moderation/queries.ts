import { sql } from 'kysely';
import { coordinates } from '../../../platform/access/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Entry } from '../group.ts';

const actorId = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** A report as those who settle it see it: nobody by more than the name she bears in the group. */
export type Report = {
  id: string;
  groupId: string;
  slug: string;
  group: Record<string, string>;
  entry: Entry;
  postId: string;
  threadId: string;
  title: string;
  n: number;
  by: string | null;
  body: string;
  hiddenAt: Date | null;
  removedAt: Date | null;
  /** The name that whoever reported bears in the group; null: no longer in it. */
  reporter: string | null;
  words: string;
  at: Date;
  settledAt: Date | null;
  /** The reader is in the group, and may open it. */
  inside: boolean;
};

/**
 * Reports that the actor settles: leads those of their group; coordinators those of groups that are not hidden, and of hidden ones
 * what was handed to them. Never those about what she wrote herself: nobody judges her own words, or learns who complained.
 */
const visibleReports = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('post_reports as r')
    .innerJoin('thread_posts as p', (join) =>
      join.onRef('p.network_id', '=', 'r.network_id').onRef('p.id', '=', 'r.post_id'),
    )
    .innerJoin('threads as t', (join) =>
      join.onRef('t.network_id', '=', 'r.network_id').onRef('t.id', '=', 'p.thread_id'),
    )
    .innerJoin('groups as g', (join) =>
      join.onRef('g.network_id', '=', 'r.network_id').onRef('g.id', '=', 'r.group_id'),
    )
    .leftJoin('group_members as m', (join) =>
      join
        .onRef('m.network_id', '=', 'r.network_id')
        .onRef('m.group_id', '=', 'r.group_id')
        .on('m.account_id', '=', actorId(ctx))
        .on('m.state', '=', 'in'),
    )
    .where('r.network_id', '=', ctx.network.id)
    .where((eb) => eb.or([eb('p.author_id', 'is', null), eb('p.author_id', '!=', actorId(ctx))]))
    .where((eb) =>
      eb.or([
        eb('m.lead', '=', true),
        ...(coordinates(ctx.actor) ? [eb.or([eb('g.entry', '!=', 'hidden'), eb('r.to_office', '=', true)])] : []),
      ]),
    );

const columns = (ctx: Ctx) =>
  visibleReports(ctx).select([
    'r.id',
    'r.group_id as groupId',
    'g.slug',
    'g.name as group',
    'g.entry',
    'p.id as postId',
    'p.thread_id as threadId',
    't.title',
    'p.n',
    'p.shown_as as by',
    'p.body',
    'p.hidden_at as hiddenAt',
    'p.removed_at as removedAt',
    'r.words',
    'r.at',
    'r.settled_at as settledAt',
    sql<boolean>`m.id is not null`.as('inside'),
    sql<
      string | null
    >`(select coalesce(q.alias, a.name) from group_members q join accounts a on a.network_id = q.network_id and a.id = q.account_id
      where q.network_id = r.network_id and q.group_id = r.group_id and q.account_id = r.reporter_id and q.state = 'in')`.as(
      'reporter',
    ),
  ]);

type Row = Awaited<ReturnType<ReturnType<typeof columns>['executeTakeFirstOrThrow']>>;
const reportOf = (row: Row): Report => ({
  ...row,
  group: row.group as Record<string, string>,
  entry: row.entry as Entry,
});

/** Reports that wait, the longest first; at most a hundred. */
export async function waitingReports(ctx: Ctx): Promise<Report[]> {
  const rows = await columns(ctx)
    .where('r.settled_at', 'is', null)
    .orderBy('r.at')
    .orderBy('r.id')
    .limit(100)
    .execute();
  return rows.map(reportOf);
}

/** One report that the actor may settle, settled or not; or undefined. */
export async function findReport(ctx: Ctx, id: string): Promise<Report | undefined> {
  const row = await columns(ctx).where('r.id', '=', id).executeTakeFirst();
  return row && reportOf(row);
}

/** How many reports wait for the actor, and since when. */
export async function countReports(ctx: Ctx): Promise<{ n: number; since: Date | null }> {
  const row = await visibleReports(ctx)
    .select(({ fn }) => [fn.countAll<string>().as('n'), fn.min('r.at').as('since')])
    .where('r.settled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { n: Number(row.n), since: row.since };
}

export type Notice = {
  id: string;
  kind: string;
  slug: string;
  group: Record<string, string>;
  threadId: string | null;
  n: number | null;
  reason: string | null;
  untilAt: Date | null;
  at: Date;
};

/** What she has been told and has not put away, the newest first. */
export async function openNotices(ctx: Ctx, accountId: string): Promise<Notice[]> {
  const rows = await ctx.trx
    .selectFrom('group_notices as o')
    .innerJoin('groups as g', (join) =>
      join.onRef('g.network_id', '=', 'o.network_id').onRef('g.id', '=', 'o.group_id'),
    )
    .select([
      'o.id',
      'o.kind',
      'g.slug',
      'g.name as group',
      'o.thread_id as threadId',
      'o.n',
      'o.reason',
      'o.until_at as untilAt',
      'o.at',
    ])
    .where('o.network_id', '=', ctx.network.id)
    .where('o.account_id', '=', accountId)
    .where('o.seen_at', 'is', null)
    .orderBy('o.id', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => ({ ...row, group: row.group as Record<string, string> }));
}

/** What Today says of her groups: people at the doors of those she leads, and what waits for herself. */
export async function todayFigures(
  ctx: Ctx,
  accountId: string,
): Promise<{
  doors: { slug: string; name: Record<string, string>; n: number; since: Date }[];
  notices: number;
  since: Date | null;
}> {
  const doors = await ctx.trx
    .selectFrom('group_members as l')
    .innerJoin('groups as g', (join) =>
      join.onRef('g.network_id', '=', 'l.network_id').onRef('g.id', '=', 'l.group_id'),
    )
    .innerJoin('group_members as m', (join) =>
      join
        .onRef('m.network_id', '=', 'l.network_id')
        .onRef('m.group_id', '=', 'l.group_id')
        .on('m.state', '=', 'asked'),
    )
    .select(({ fn }) => ['g.slug', 'g.name', fn.countAll<string>().as('n'), fn.min('m.joined_at').as('since')])
    .where('l.network_id', '=', ctx.network.id)
    .where('l.account_id', '=', accountId)
    .where('l.state', '=', 'in')
    .where('l.lead', '=', true)
    .groupBy(['g.slug', 'g.name'])
    .orderBy('g.slug')
    .execute();
  const notices = await ctx.trx
    .selectFrom('group_notices')
    .select(({ fn }) => [fn.countAll<string>().as('n'), fn.min('at').as('since')])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('seen_at', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    doors: doors.map((row) => ({
      slug: row.slug,
      name: row.name as Record<string, string>,
      n: Number(row.n),
      since: row.since,
    })),
    notices: Number(notices.n),
    since: notices.since,
  };
}

/** What a mail needs of each of these notices; of those that were put away, or of a closed account, none. */
export const noticesToMail = (ctx: Ctx, ids: string[]) =>
  ctx.trx
    .selectFrom('group_notices as o')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'o.network_id').onRef('a.id', '=', 'o.account_id'),
    )
    .select(['o.id', 'a.name', 'a.email', 'a.locale'])
    .where('o.network_id', '=', ctx.network.id)
    .where('o.id', 'in', ids)
    .where('o.seen_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .execute();

/** Deletes what was put away or settled more than so long ago; returns how many rows. */
export async function deleteOld(ctx: Ctx, before: Date): Promise<number> {
  const gone = [
    await ctx.trx
      .deleteFrom('group_notices')
      .where('network_id', '=', ctx.network.id)
      .where('at', '<', before)
      .executeTakeFirstOrThrow(),
    await ctx.trx
      .deleteFrom('post_reports')
      .where('network_id', '=', ctx.network.id)
      .where('settled_at', '<', before)
      .executeTakeFirstOrThrow(),
    await ctx.trx
      .deleteFrom('group_members')
      .where('network_id', '=', ctx.network.id)
      .where('state', 'in', ['asked', 'invited'])
      .where('joined_at', '<', before)
      .executeTakeFirstOrThrow(),
  ];
  return gone.reduce((sum, one) => sum + Number(one.numDeletedRows), 0);
}
