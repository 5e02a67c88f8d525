import type { Ctx } from '../../platform/tenancy/index.ts';
import { withdraw } from './approvals.ts';
import { eraseStory } from './commands.ts';
import { eventsOf, identityOf, paymentsOf, versionsOf } from './keeping-queries.ts';
import { findKept, type Story, storiesOfAccount } from './queries.ts';

/**
 * She leaves the network. Everything that she agreed to ends, so that nothing of hers is shown that she can no longer look after;
 * private links that she was given go on. With her account her words go as well.
 */
export async function departs(leaving: Ctx, accountId: string, how: { erased: boolean }): Promise<void> {
  // She may be the one who acts: the log must not name her beside a story.
  const ctx: Ctx = { ...leaving, actor: { kind: 'system' } };
  for (const story of await storiesOfAccount(ctx, accountId)) {
    if (how.erased) {
      await eraseStory(ctx, story, { by: 'account', quiet: true });
      continue;
    }
    await withdraw(ctx, story, undefined, { by: 'account', quiet: true });
    await ctx.trx
      .updateTable('stories')
      .set({ account_id: null, way: 'person', updated_at: ctx.now })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', story.id)
      .execute();
  }
}

/** A person is erased: stories whose mails go to the same mailbox are hers. */
export async function erase(leaving: Ctx, personId: string): Promise<void> {
  // As in `departs`: whoever acts is not named beside a story.
  const ctx: Ctx = { ...leaving, actor: { kind: 'system' } };
  const rows = await ctx.trx
    .selectFrom('people as p')
    .innerJoin('stories as s', (join) =>
      join.onRef('s.network_id', '=', 'p.network_id').onRef('s.contact_email_key', '=', 'p.email_key'),
    )
    .select('s.id')
    .where('p.network_id', '=', ctx.network.id)
    .where('p.id', '=', personId)
    .execute();
  for (const { id } of rows) {
    const story = await findKept(ctx, id, true);
    if (story && !story.erasedAt) await eraseStory(ctx, story, { by: 'time', quiet: true });
  }
}

/** All that is kept of a story, for her own copy: her words, what she agreed to and when, what she was paid. */
export async function copyOf(ctx: Ctx, story: Story): Promise<Record<string, unknown>> {
  const { publicName, alias, texts, approvals, way } = story;
  const events = await eventsOf(ctx, story.id);
  return {
    name_beside_it: publicName,
    name_is_another: alias,
    asked_by: way,
    texts,
    approvals: approvals.map(({ id: _id, ...approval }) => approval),
    what_happened: events.map(({ approvalId: _approval, ...event }) => event),
    as_you_saw_it: await versionsOf(ctx, story.id),
    payments: (await paymentsOf(ctx, story.id)).map(({ id: _id, ...payment }) => payment),
  };
}

/** Her stories, for the copy of what is held of her account. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const stories = await storiesOfAccount(ctx, accountId);
  if (stories.length === 0) return {};
  const copies: Record<string, unknown>[] = [];
  for (const story of stories) {
    const who = await identityOf(ctx, story.id);
    // Signed in it is she: a private link, which others may hold, never tells who she is.
    copies.push({
      real_name: who?.realName,
      mail: who?.email,
      note_on_reaching_you: who?.note,
      ...(await copyOf(ctx, story)),
    });
  }
  return { stories: copies };
}

/** A story that nothing shows and that nobody asks about is erased after so many months without a change. */
const idleMonths = 24;

/** Erases what is past its time, and the record of payments seven years after its story was erased. Returns how many. */
export async function retain(ctx: Ctx): Promise<number> {
  const idle = new Date(ctx.now);
  idle.setUTCMonth(idle.getUTCMonth() - idleMonths);
  const rows = await ctx.trx
    .selectFrom('stories as s')
    .select('s.id')
    .where('s.network_id', '=', ctx.network.id)
    .where('s.erased_at', 'is', null)
    .where('s.sample', '=', false)
    .where('s.updated_at', '<', idle)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('story_approvals as a')
            .select('a.id')
            .whereRef('a.network_id', '=', 's.network_id')
            .whereRef('a.story_id', '=', 's.id')
            .where((w) =>
              w.or([
                w('a.asked_at', '>', idle),
                w('a.answered_at', '>', idle),
                w.and([w('a.state', '=', 'approved'), w('a.expires_at', '>', idle)]),
              ]),
            ),
        ),
      ),
    )
    .limit(100)
    .execute();
  for (const { id } of rows) {
    const story = await findKept(ctx, id, true);
    if (story) await eraseStory(ctx, story, { by: 'time' });
  }
  const old = new Date(ctx.now);
  old.setUTCFullYear(old.getUTCFullYear() - 7);
  const gone = await ctx.trx
    .deleteFrom('story_payments as p')
    .using('stories as s')
    .whereRef('s.network_id', '=', 'p.network_id')
    .whereRef('s.id', '=', 'p.story_id')
    .where('p.network_id', '=', ctx.network.id)
    .where('s.erased_at', '<', old)
    .returning('p.id')
    .execute();
  return rows.length + gone.length;
}
