import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { found } from '../../../platform/http/index.ts';
import { queueMails } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Group } from '../group.ts';
import { asBorne } from '../members/borne.ts';
import { blankPost } from '../threads/commands.ts';
import type { CareForm } from './forms.ts';
import type { Report } from './queries.ts';

const dayMs = 86_400_000;

export type Told = {
  kind: 'hidden' | 'shown' | 'removed' | 'cooled' | 'admitted' | 'invited' | 'not-taken';
  threadId?: string;
  n?: number;
  reason?: string;
  untilAt?: Date;
};

/** Tells somebody something about herself in a group: here at once, and by a mail that says only that it waits. */
export async function tell(ctx: Ctx, accountId: string, groupId: string, told: Told): Promise<void> {
  const id = newId();
  await ctx.trx
    .insertInto('group_notices')
    .values({
      network_id: ctx.network.id,
      id,
      account_id: accountId,
      group_id: groupId,
      kind: told.kind,
      thread_id: told.threadId ?? null,
      n: told.n ?? null,
      reason: told.reason ?? null,
      until_at: told.untilAt ?? null,
      at: ctx.now,
    })
    .execute();
  const account = await ctx.trx
    .selectFrom('accounts')
    .select(['email', 'locale'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!account?.email) return;
  await queueMails(ctx, [
    { kind: 'group-notice', subjectId: id, to: account.email, locale: account.locale, priority: 3 },
  ]);
}

/** Puts away what she has read. */
export async function putAway(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.trx
    .updateTable('group_notices')
    .set({ seen_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('seen_at', 'is', null)
    .execute();
}

/** Reports a post to those who look after the group. Once is enough: a second report of hers, while the first waits, changes its words. */
export async function report(
  ctx: Ctx,
  group: Group,
  reporterId: string,
  postId: string,
  form: { words: string; toOffice: boolean },
): Promise<void> {
  await ctx.trx
    .insertInto('post_reports')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      group_id: group.id,
      post_id: postId,
      reporter_id: reporterId,
      words: form.words,
      to_office: form.toOffice,
      at: ctx.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['network_id', 'post_id', 'reporter_id'])
        .where('settled_at', 'is', null)
        .doUpdateSet({ words: form.words, to_office: form.toOffice }),
    )
    .execute();
  await record(asBorne(ctx, group), { verb: 'reported', noun: 'post', id: postId, detail: { group: group.id } });
}

/** Whose act it is, for the log, and the group in which it is done. */
type Where = { groupId: string; as: Ctx };

/**
 * What those who look after a group do about a post: hide it, show it again, remove it for good, or let whoever wrote it rest for
 * some days. The author is told, with the reason.
 */
export async function care(ctx: Ctx, { groupId, as }: Where, postId: string, form: CareForm): Promise<void> {
  const post = found(
    await ctx.trx
      .selectFrom('thread_posts')
      .select(['thread_id', 'n', 'author_id', 'hidden_at', 'removed_at'])
      .where('network_id', '=', ctx.network.id)
      .where('group_id', '=', groupId)
      .where('id', '=', postId)
      .forUpdate()
      .executeTakeFirst(),
  );
  const about = { threadId: post.thread_id, n: post.n, reason: form.reason };
  const detail = { group: groupId, thread: post.thread_id, n: post.n };
  const done = async (kind: 'hidden' | 'shown' | 'removed') => {
    await record(as, { verb: kind, noun: 'post', id: postId, detail });
    if (post.author_id) await tell(ctx, post.author_id, groupId, { kind, ...about });
  };
  if (form.act === 'hide' && !post.hidden_at && !post.removed_at) {
    await setHidden(ctx, postId, ctx.now, form.reason);
    await done('hidden');
  }
  if (form.act === 'show' && post.hidden_at) {
    await setHidden(ctx, postId, null, null);
    await done('shown');
  }
  if (form.act === 'remove' && (await blankPost(ctx, groupId, postId, { reason: form.reason, takenBack: false })))
    await done('removed');
  if (form.days > 0 && post.author_id) await coolPerson(ctx, { groupId, as }, post.author_id, form.days, form.reason);
}

async function setHidden(ctx: Ctx, postId: string, at: Date | null, reason: string | null): Promise<void> {
  await ctx.trx
    .updateTable('thread_posts')
    .set({ hidden_at: at, reason })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', postId)
    .execute();
}

async function coolPerson(
  ctx: Ctx,
  { groupId, as }: Where,
  accountId: string,
  days: number,
  reason: string,
): Promise<void> {
  const untilAt = new Date(ctx.now.getTime() + days * dayMs);
  const place = await ctx.trx
    .updateTable('group_members')
    .set({ cooled_until: untilAt, cooled_reason: reason })
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', groupId)
    .where('account_id', '=', accountId)
    .where('state', '=', 'in')
    .returning('id')
    .executeTakeFirst();
  if (!place) return;
  await record(as, { verb: 'cooled', noun: 'group-place', id: place.id, detail: { group: groupId, days } });
  await tell(ctx, accountId, groupId, { kind: 'cooled', reason, untilAt });
}

/** Ends somebody's rest before its time. */
export async function endCooling(ctx: Ctx, group: Group, place: string): Promise<void> {
  const done = await ctx.trx
    .updateTable('group_members')
    .set({ cooled_until: null, cooled_reason: null })
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', group.id)
    .where('id', '=', place)
    .where('cooled_until', 'is not', null)
    .returning('account_id')
    .executeTakeFirst();
  if (!done) return;
  await ctx.trx
    .updateTable('group_notices')
    .set({ until_at: null })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', done.account_id)
    .where('group_id', '=', group.id)
    .where('kind', '=', 'cooled')
    .execute();
  await record(asBorne(ctx, group), {
    verb: 'ended-cooling',
    noun: 'group-place',
    id: place,
    detail: { group: group.id },
  });
}

/** Lets a thread rest for some days (nobody writes in it), or no longer (0). */
export async function coolThread(
  ctx: Ctx,
  group: Group,
  threadId: string,
  form: { days: number; reason: string },
): Promise<void> {
  const done = await ctx.trx
    .updateTable('threads')
    .set(
      form.days > 0
        ? { cooled_until: new Date(ctx.now.getTime() + form.days * dayMs), cooled_reason: form.reason }
        : { cooled_until: null, cooled_reason: null },
    )
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', group.id)
    .where('id', '=', threadId)
    .returning('id')
    .executeTakeFirst();
  found(done);
  await record(asBorne(ctx, group), {
    verb: form.days > 0 ? 'cooled' : 'ended-cooling',
    noun: 'thread',
    id: threadId,
    detail: { group: group.id, days: form.days },
  });
}

/** Settles a report, with every other one about the same post that the actor might settle. */
export async function settle(ctx: Ctx, as: Ctx, one: Report, form: CareForm): Promise<void> {
  if (one.settledAt) return;
  await care(ctx, { groupId: one.groupId, as }, one.postId, form);
  const outcome =
    form.act === 'remove' ? 'removed' : form.act === 'hide' ? 'hidden' : form.days > 0 ? 'cooled' : 'nothing';
  await ctx.trx
    .updateTable('post_reports')
    .set({ settled_at: ctx.now, outcome, words: '' })
    .where('network_id', '=', ctx.network.id)
    .where('post_id', '=', one.postId)
    .where('settled_at', 'is', null)
    .execute();
  await record(as, { verb: 'settled', noun: 'post-report', id: one.id, detail: { group: one.groupId, outcome } });
}
