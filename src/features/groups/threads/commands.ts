import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { found, Problem } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { removeFile } from '../../files/index.ts';
import type { Group, Watch } from '../group.ts';
import { asBorne } from '../members/borne.ts';
import { mentionsIn } from './mentions.ts';
import { lockThread, nameable } from './queries.ts';
import { barOf, mayEdit } from './thread.ts';
import { postWords } from './words.ts';

/** Who writes: her account for her own rights, and the name under which she is read. */
export type Author = { id: string; name: string };

/** Who writes in a group, by the name she bears there. */
export const authorIn = (group: Group, account: { id: string; name: string }): Author => ({
  id: account.id,
  name: group.mine?.alias ?? account.name,
});

export type NewPost = {
  id: string;
  body: string;
  answers?: number | null;
  /** Places in the group that she ticked. */
  named: string[];
  /** A file that was received with it. */
  fileId?: string;
  byMail?: boolean;
  messageKey?: string;
};

/** Begins a thread with its first post. The form brings the ids, so that sent twice it makes one. */
export async function beginThread(
  ctx: Ctx,
  group: Group,
  author: Author,
  form: { id: string; title: string },
  post: NewPost,
): Promise<void> {
  if (barOf(group, ctx.now)) throw new Problem('not-found');
  const made = await ctx.trx
    .insertInto('threads')
    .values({
      network_id: ctx.network.id,
      id: form.id,
      group_id: group.id,
      title: form.title,
      author_id: author.id,
      shown_as: author.name,
      created_at: ctx.now,
      last_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await record(asBorne(ctx, group), { verb: 'began', noun: 'thread', id: form.id, detail: { group: group.id } });
  await addPost(ctx, group, author, form.id, post);
}

/**
 * Adds a post to a thread; whoever writes has read up to it. Sent twice it is one. Answers its number. Throws `not-found` where
 * she may not write.
 */
export async function addPost(
  ctx: Ctx,
  group: Group,
  author: Author,
  threadId: string,
  post: NewPost,
): Promise<number> {
  const thread = found(await lockThread(ctx, group.id, threadId));
  const there = await ctx.trx
    .selectFrom('thread_posts')
    .select(['n', 'author_id'])
    .where('network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([eb('id', '=', post.id), ...(post.messageKey ? [eb('message_key', '=', post.messageKey)] : [])]),
    )
    .executeTakeFirst();
  if (there && there.author_id !== author.id) throw new Problem('not-found');
  if (there) return there.n;
  if (barOf(group, ctx.now, { lockedAt: thread.locked_at, cooledUntil: thread.cooled_until }))
    throw new Problem('not-found');
  const n = thread.last_n + 1;
  const words = postWords(group.id, n === 1 ? thread.title : '', post.body);
  await ctx.trx
    .insertInto('thread_posts')
    .values({
      network_id: ctx.network.id,
      id: post.id,
      thread_id: threadId,
      group_id: group.id,
      n,
      author_id: author.id,
      shown_as: author.name,
      body: post.body,
      answers: post.answers && post.answers < n ? post.answers : null,
      created_at: ctx.now,
      by_mail: post.byMail ?? false,
      message_key: post.messageKey ?? null,
      words: sql`array_to_tsvector(${words}::text[])`,
    })
    .execute();
  await ctx.trx
    .updateTable('threads')
    .set({ last_n: n, last_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', threadId)
    .execute();
  await nameIn(ctx, group.id, author.id, threadId, n, post);
  if (post.fileId) await attach(ctx, post.id, post.fileId);
  await markRead(ctx, author.id, threadId, n);
  await record(asBorne(ctx, group), {
    verb: 'wrote',
    noun: 'post',
    id: post.id,
    detail: { group: group.id, thread: threadId, n },
  });
  return n;
}

/** Writes down who is named: by a tick, or by her name in the text. Nobody names herself. */
async function nameIn(
  ctx: Ctx,
  groupId: string,
  authorId: string,
  threadId: string,
  n: number,
  post: { body: string; named: string[] },
): Promise<void> {
  const people = post.body.includes('@') ? await nameable(ctx, groupId, 10_000) : [];
  const places = [...new Set([...post.named, ...mentionsIn(post.body, people)])].slice(0, 200);
  if (places.length === 0) return;
  await ctx.trx
    .insertInto('post_mentions')
    .columns(['network_id', 'account_id', 'thread_id', 'n'])
    .expression((eb) =>
      eb
        .selectFrom('group_members')
        .select((select) => [
          'network_id',
          'account_id',
          select.val(threadId).$castTo<string>().as('thread_id'),
          select.lit(n).as('n'),
        ])
        .where('network_id', '=', ctx.network.id)
        .where('group_id', '=', groupId)
        .where('state', '=', 'in')
        .where('id', 'in', places)
        .where('account_id', '!=', authorId),
    )
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id', 'thread_id', 'n']).doNothing())
    .execute();
}

async function attach(ctx: Ctx, postId: string, fileId: string): Promise<void> {
  await ctx.trx
    .insertInto('post_files')
    .values({ network_id: ctx.network.id, post_id: postId, file_id: fileId })
    .execute();
}

/** Changes a post within its time; what it said before stays readable beside it. Throws `not-found` for who may not any more. */
export async function editPost(
  ctx: Ctx,
  group: Group,
  author: Author,
  id: string,
  form: { body: string; named: string[]; fileId?: string },
): Promise<{ threadId: string; n: number }> {
  const row = found(
    await ctx.trx
      .selectFrom('thread_posts')
      .select(['thread_id', 'n', 'body', 'author_id', 'created_at', 'hidden_at', 'removed_at'])
      .where('network_id', '=', ctx.network.id)
      .where('group_id', '=', group.id)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
  );
  const mine = row.author_id === author.id;
  const open = mayEdit(
    { mine, createdAt: row.created_at, hiddenAt: row.hidden_at, removedAt: row.removed_at },
    ctx.now,
  );
  if (!open || barOf(group, ctx.now)) throw new Problem('not-found');
  const place = { threadId: row.thread_id, n: row.n };
  if (form.fileId) await attach(ctx, id, form.fileId);
  if (row.body === form.body) return place;
  await ctx.trx
    .insertInto('post_versions')
    .values({ network_id: ctx.network.id, post_id: id, until_at: ctx.now, body: row.body })
    .onConflict((conflict) => conflict.columns(['network_id', 'post_id', 'until_at']).doNothing())
    .execute();
  const title =
    row.n === 1
      ? (
          await ctx.trx
            .selectFrom('threads')
            .select('title')
            .where('network_id', '=', ctx.network.id)
            .where('id', '=', row.thread_id)
            .executeTakeFirst()
        )?.title
      : undefined;
  await ctx.trx
    .updateTable('thread_posts')
    .set({
      body: form.body,
      edited_at: ctx.now,
      words: sql`array_to_tsvector(${postWords(group.id, title ?? '', form.body)}::text[])`,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await nameIn(ctx, group.id, author.id, row.thread_id, row.n, form);
  await record(asBorne(ctx, group), { verb: 'edited', noun: 'post', id, detail: { group: group.id } });
  return place;
}

/**
 * Takes what a post said away for good, with its earlier texts, its pictures and the names in it. Its number, its time and the
 * name it bore stay, so that the thread can still be followed.
 */
export async function blankPost(
  ctx: Ctx,
  groupId: string,
  id: string,
  { reason, takenBack }: { reason: string | null; takenBack: boolean },
): Promise<{ threadId: string; n: number; authorId: string | null } | undefined> {
  const row = await ctx.trx
    .updateTable('thread_posts')
    .set({
      body: '',
      edited_at: null,
      hidden_at: null,
      removed_at: ctx.now,
      reason,
      taken_back: takenBack,
      words: sql`array_to_tsvector(array[]::text[])`,
    })
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', groupId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning(['thread_id', 'n', 'author_id'])
    .executeTakeFirst();
  if (!row) return undefined;
  await ctx.trx
    .deleteFrom('post_versions')
    .where('network_id', '=', ctx.network.id)
    .where('post_id', '=', id)
    .execute();
  await ctx.trx
    .deleteFrom('post_mentions')
    .where('network_id', '=', ctx.network.id)
    .where('thread_id', '=', row.thread_id)
    .where('n', '=', row.n)
    .execute();
  const files = await ctx.trx
    .deleteFrom('post_files')
    .where('network_id', '=', ctx.network.id)
    .where('post_id', '=', id)
    .returning('file_id')
    .execute();
  for (const file of files) await removeFile({ ...ctx, actor: { kind: 'system' } }, file.file_id);
  return { threadId: row.thread_id, n: row.n, authorId: row.author_id };
}

/** Whoever wrote a post takes it back, whenever she wants. */
export async function takeBack(ctx: Ctx, group: Group, author: Author, id: string): Promise<string> {
  const own = await ctx.trx
    .selectFrom('thread_posts')
    .select('thread_id')
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', group.id)
    .where('id', '=', id)
    .where('author_id', '=', author.id)
    .forUpdate()
    .executeTakeFirst();
  const { thread_id } = found(own);
  const gone = await blankPost(ctx, group.id, id, { reason: null, takenBack: true });
  if (gone) await record(asBorne(ctx, group), { verb: 'took-back', noun: 'post', id, detail: { group: group.id } });
  return thread_id;
}

/** She has read a thread up to a number. It never goes back. */
export async function markRead(ctx: Ctx, accountId: string, threadId: string, n: number): Promise<void> {
  await ctx.trx
    .insertInto('thread_readers')
    .values({ network_id: ctx.network.id, account_id: accountId, thread_id: threadId, read_n: n })
    .onConflict((conflict) =>
      conflict
        .columns(['network_id', 'account_id', 'thread_id'])
        .doUpdateSet({ read_n: sql`greatest(thread_readers.read_n, excluded.read_n)` }),
    )
    .execute();
}

/** She has read everything in the group. */
export async function markAllRead(ctx: Ctx, accountId: string, groupId: string): Promise<void> {
  await sql`insert into thread_readers (network_id, account_id, thread_id, read_n)
    select network_id, ${accountId}::uuid, id, last_n from threads
    where network_id = ${ctx.network.id} and group_id = ${groupId}
    on conflict (network_id, account_id, thread_id) do update set read_n = greatest(thread_readers.read_n, excluded.read_n)
    where thread_readers.read_n < excluded.read_n`.execute(ctx.trx);
}

/** What her digest tells of a thread; null: as for the group. */
export async function setWatch(ctx: Ctx, accountId: string, threadId: string, watch: Watch | null): Promise<void> {
  await ctx.trx
    .insertInto('thread_readers')
    .values({ network_id: ctx.network.id, account_id: accountId, thread_id: threadId, watch })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id', 'thread_id']).doUpdateSet({ watch }))
    .execute();
}

/** Keeps a thread on top, or no longer; locks it, or opens it again. For who runs the group. */
export async function setMark(
  ctx: Ctx,
  group: Group,
  threadId: string,
  mark: 'pinned' | 'locked',
  set: boolean,
): Promise<void> {
  const column = mark === 'pinned' ? 'pinned_at' : 'locked_at';
  const thread = found(
    await ctx.trx
      .selectFrom('threads')
      .select(['id', column])
      .where('network_id', '=', ctx.network.id)
      .where('group_id', '=', group.id)
      .where('id', '=', threadId)
      .forUpdate()
      .executeTakeFirst(),
  );
  if ((thread[column] !== null) === set) return;
  await ctx.trx
    .updateTable('threads')
    .set({ [column]: set ? ctx.now : null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', threadId)
    .execute();
  await record(asBorne(ctx, group), {
    verb: set ? mark : `un${mark}`,
    noun: 'thread',
    id: threadId,
    detail: { group: group.id },
  });
}

/** Puts the name she bears in a group now, or none ("a former member"), on whatever she wrote there; in every group without one. */
export async function signAnew(ctx: Ctx, accountId: string, name: string | null, groupId?: string): Promise<void> {
  for (const table of ['threads', 'thread_posts'] as const) {
    await ctx.trx
      .updateTable(table)
      .set({ shown_as: name })
      .where('network_id', '=', ctx.network.id)
      .where('author_id', '=', accountId)
      .$if(groupId !== undefined, (query) => query.where('group_id', '=', groupId!))
      .where('shown_as', 'is distinct from', name)
      .execute();
  }
}
