import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Watch } from '../group.ts';
import type { Nameable } from './mentions.ts';
import { type Post, pageOfPosts, type Thread } from './thread.ts';

const pageSize = 30;
const mostPinned = 10;

/** The account that reads; null matches none. */
const readerId = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

const threads = (ctx: Ctx, groupId: string) =>
  ctx.trx
    .selectFrom('threads as t')
    .leftJoin('thread_readers as r', (join) =>
      join
        .onRef('r.network_id', '=', 't.network_id')
        .onRef('r.thread_id', '=', 't.id')
        .on('r.account_id', '=', readerId(ctx)),
    )
    .select([
      't.id',
      't.title',
      't.shown_as',
      't.created_at',
      't.last_n',
      't.last_at',
      't.pinned_at',
      't.locked_at',
      't.cooled_until',
      't.cooled_reason',
      'r.read_n',
      'r.watch',
    ])
    .where('t.network_id', '=', ctx.network.id)
    .where('t.group_id', '=', groupId);

type Row = Awaited<ReturnType<ReturnType<typeof threads>['executeTakeFirstOrThrow']>>;

const threadOf = (row: Row): Thread => ({
  id: row.id,
  title: row.title,
  by: row.shown_as,
  createdAt: row.created_at,
  lastN: row.last_n,
  lastAt: row.last_at,
  pinnedAt: row.pinned_at,
  lockedAt: row.locked_at,
  cooledUntil: row.cooled_until,
  cooledReason: row.cooled_reason,
  readN: row.read_n,
  watch: row.watch as Watch | null,
});

export type ThreadKey = { at: Date; id: string };

/** The threads of a group, those last written in first. `before` is the key of the last one of the page before. */
export async function listThreads(
  ctx: Ctx,
  groupId: string,
  before?: ThreadKey,
  limit = pageSize,
): Promise<{ threads: Thread[]; more: boolean }> {
  const rows = await threads(ctx, groupId)
    .where('t.pinned_at', 'is', null)
    .$if(before !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) => eb(refTuple('t.last_at', 't.id'), '<', tuple(before!.at, before!.id))),
    )
    .orderBy('t.last_at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(limit + 1)
    .execute();
  return { threads: rows.slice(0, limit).map(threadOf), more: rows.length > limit };
}

/** Those that a lead keeps on top, the last pinned first. */
export async function pinnedThreads(ctx: Ctx, groupId: string): Promise<Thread[]> {
  const rows = await threads(ctx, groupId)
    .where('t.pinned_at', 'is not', null)
    .orderBy('t.pinned_at', 'desc')
    .limit(mostPinned)
    .execute();
  return rows.map(threadOf);
}

/** One thread of the group, or undefined. */
export async function findThread(ctx: Ctx, groupId: string, id: string): Promise<Thread | undefined> {
  const row = await threads(ctx, groupId).where('t.id', '=', id).executeTakeFirst();
  return row && threadOf(row);
}

/** Holds a thread until the commit, so that its posts are numbered one after the other; its last number, or undefined. */
export const lockThread = (ctx: Ctx, groupId: string, id: string) =>
  ctx.trx
    .selectFrom('threads')
    .select(['id', 'title', 'last_n', 'locked_at', 'cooled_until'])
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', groupId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

const posts = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('thread_posts as p')
    .select([
      'p.id',
      'p.thread_id',
      'p.n',
      'p.author_id',
      'p.shown_as',
      'p.body',
      'p.answers',
      'p.created_at',
      'p.edited_at',
      'p.hidden_at',
      'p.removed_at',
      'p.reason',
      'p.taken_back',
      'p.by_mail',
      sql<string | null>`(select a.shown_as from thread_posts a
        where a.network_id = p.network_id and a.thread_id = p.thread_id and a.n = p.answers)`.as('answers_by'),
      sql<string[]>`coalesce((select json_agg(f.file_id order by f.file_id) from post_files f
        where f.network_id = p.network_id and f.post_id = p.id), '[]')`.as('files'),
      sql<string[]>`coalesce((select json_agg(coalesce(m.alias, a.name) order by coalesce(m.alias, a.name))
        from post_mentions o
        join group_members m on m.network_id = o.network_id and m.group_id = p.group_id and m.account_id = o.account_id and m.state = 'in'
        join accounts a on a.network_id = o.network_id and a.id = o.account_id
        where o.network_id = p.network_id and o.thread_id = p.thread_id and o.n = p.n), '[]')`.as('named'),
    ])
    .where('p.network_id', '=', ctx.network.id);

type PostRow = Awaited<ReturnType<ReturnType<typeof posts>['executeTakeFirstOrThrow']>>;

/** A post as the reader may see it: what is hidden is read by whoever wrote it and by those who moderate. */
function postOf(ctx: Ctx, row: PostRow, moderates: boolean): Post {
  const mine = row.author_id !== null && row.author_id === readerId(ctx);
  const readable = row.removed_at === null && (row.hidden_at === null || moderates || mine);
  return {
    id: row.id,
    n: row.n,
    by: row.shown_as,
    mine,
    body: readable ? row.body : null,
    answers: row.answers,
    answersBy: row.answers_by,
    createdAt: row.created_at,
    editedAt: row.edited_at,
    hiddenAt: row.hidden_at,
    removedAt: row.removed_at,
    reason: row.reason,
    takenBack: row.taken_back,
    byMail: row.by_mail,
    files: readable ? row.files : [],
    named: readable ? row.named : [],
  };
}

/** The posts of a thread from number `from` on, one page of them. */
export async function listPosts(ctx: Ctx, threadId: string, from: number, moderates: boolean): Promise<Post[]> {
  const rows = await posts(ctx)
    .where('p.thread_id', '=', threadId)
    .where('p.n', '>=', from)
    .orderBy('p.n')
    .limit(pageOfPosts)
    .execute();
  return rows.map((row) => postOf(ctx, row, moderates));
}

/** One post of the group with its thread, or undefined. */
export async function findPost(
  ctx: Ctx,
  groupId: string,
  id: string,
  moderates: boolean,
): Promise<(Post & { threadId: string }) | undefined> {
  const row = await posts(ctx).where('p.group_id', '=', groupId).where('p.id', '=', id).executeTakeFirst();
  return row && { ...postOf(ctx, row, moderates), threadId: row.thread_id };
}

/** A post by its number, for quoting it. */
export async function postByNumber(ctx: Ctx, threadId: string, n: number): Promise<Post | undefined> {
  const row = await posts(ctx).where('p.thread_id', '=', threadId).where('p.n', '=', n).executeTakeFirst();
  return row && postOf(ctx, row, false);
}

/** The numbers of posts that answer one, and may quote it. */
export async function answersTo(ctx: Ctx, threadId: string, n: number): Promise<number[]> {
  const rows = await ctx.trx
    .selectFrom('thread_posts')
    .select('n')
    .where('network_id', '=', ctx.network.id)
    .where('thread_id', '=', threadId)
    .where('answers', '=', n)
    .where('removed_at', 'is', null)
    .orderBy('n')
    .limit(50)
    .execute();
  return rows.map((row) => row.n);
}

/** What a post said before, the newest first. */
export const versionsOf = (ctx: Ctx, postId: string): Promise<{ body: string; until_at: Date }[]> =>
  ctx.trx
    .selectFrom('post_versions')
    .select(['body', 'until_at'])
    .where('network_id', '=', ctx.network.id)
    .where('post_id', '=', postId)
    .orderBy('until_at', 'desc')
    .limit(50)
    .execute();

export type Found = {
  threadId: string;
  title: string;
  n: number;
  by: string | null;
  body: string;
  createdAt: Date;
  id: string;
};
const pageOfFound = 20;

/** Posts of the group that hold every one of these folded words, the newest first. `before` is the last one's id of the page before. */
export async function searchPosts(
  ctx: Ctx,
  groupId: string,
  wanted: string[],
  before?: string,
): Promise<{ found: Found[]; next?: string }> {
  const { rows } = await sql<{
    id: string;
    thread_id: string;
    title: string;
    n: number;
    shown_as: string | null;
    body: string;
    created_at: Date;
  }>`
    select p.id, p.thread_id, t.title, p.n, p.shown_as, p.body, p.created_at
    from search_posts(${groupId}, ${wanted}::text[], ${before ?? null}, ${pageOfFound + 1}) as s (id)
    join thread_posts p on p.network_id = ${ctx.network.id} and p.id = s.id
    join threads t on t.network_id = p.network_id and t.id = p.thread_id
    order by p.id desc`.execute(ctx.trx);
  const shown = rows.slice(0, pageOfFound);
  return {
    found: shown.map((row) => ({
      id: row.id,
      threadId: row.thread_id,
      title: row.title,
      n: row.n,
      by: row.shown_as,
      body: row.body,
      createdAt: row.created_at,
    })),
    next: rows.length > pageOfFound ? shown.at(-1)!.id : undefined,
  };
}

/** Those who can be named in the group, by the names they bear there; `id` is their place. At most `limit`, in order. */
export async function nameable(ctx: Ctx, groupId: string, limit: number): Promise<Nameable[]> {
  return ctx.trx
    .selectFrom('group_members as m')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'm.network_id').onRef('a.id', '=', 'm.account_id'),
    )
    .select(['m.id', sql<string>`coalesce(m.alias, a.name)`.as('name')])
    .where('m.network_id', '=', ctx.network.id)
    .where('m.group_id', '=', groupId)
    .where('m.state', '=', 'in')
    .where('m.account_id', 'is distinct from', readerId(ctx))
    .orderBy(sql`lower(coalesce(m.alias, a.name))`)
    .orderBy('m.id')
    .limit(limit)
    .execute();
}

/** Of some files, those that came with posts which the actor may read, with the place of the post. */
export async function filesInPosts(
  ctx: Ctx,
  ids: string[],
): Promise<{ fileId: string; slug: string; thread: string; n: number; title: string }[]> {
  if (ids.length === 0) return [];
  return ctx.trx
    .selectFrom('post_files as f')
    .innerJoin('thread_posts as p', (join) =>
      join.onRef('p.network_id', '=', 'f.network_id').onRef('p.id', '=', 'f.post_id'),
    )
    .innerJoin('threads as t', (join) =>
      join.onRef('t.network_id', '=', 'p.network_id').onRef('t.id', '=', 'p.thread_id'),
    )
    .innerJoin('groups as g', (join) =>
      join.onRef('g.network_id', '=', 'p.network_id').onRef('g.id', '=', 'p.group_id'),
    )
    .innerJoin('group_members as m', (join) =>
      join
        .onRef('m.network_id', '=', 'p.network_id')
        .onRef('m.group_id', '=', 'p.group_id')
        .on('m.account_id', '=', readerId(ctx))
        .on('m.state', '=', 'in'),
    )
    .select(['f.file_id as fileId', 'g.slug', 't.id as thread', 'p.n', 't.title'])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.file_id', 'in', ids)
    .where('p.hidden_at', 'is', null)
    .where('p.removed_at', 'is', null)
    .execute();
}
