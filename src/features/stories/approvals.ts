import { record, type Verb } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { FieldErrors } from '../../platform/http/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { AskForm, WordForm } from './forms.ts';
import type { Story } from './queries.ts';
import { type Approval, isReady, standingOf, type WordWay } from './story.ts';

export type Outcome = { ok: true } | { ok: false; errors: FieldErrors };
const done: Outcome = { ok: true };

/**
 * Whose word it is: hers, signed in or by her link; or a coordinator's, who says how it came. `quiet`: it goes with somebody's leaving or
 * being erased, which the log tells of at the same moment: a line of a story beside that one would say whose it was.
 */
export type Voice =
  | { by: 'account'; quiet?: true }
  | { by: 'link'; handed: boolean }
  | { by: 'coordinator'; id: string; way?: WordWay; witness?: string; note?: string }
  | { by: 'time'; quiet?: true };

/** Whether the log tells of it. */
export const isLogged = (voice: Voice): boolean => !('quiet' in voice);

/** The actor under whom the log keeps it. When she herself acts it is the story's, never her account: the log names her nowhere. */
const actorFor = (ctx: Ctx, storyId: string, voice: Voice): Ctx =>
  voice.by === 'coordinator' || voice.by === 'time' ? ctx : { ...ctx, actor: { kind: 'person', id: storyId } };

async function write(
  ctx: Ctx,
  storyId: string,
  approval: Pick<Approval, 'id' | 'use' | 'locale'>,
  event: Verb,
  voice: Voice,
  held: { version?: string | null; expiresAt?: Date | null } = {},
): Promise<void> {
  await ctx.trx
    .insertInto('story_events')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      story_id: storyId,
      approval_id: approval.id,
      at: ctx.now,
      event,
      by: voice.by,
      coordinator_id: voice.by === 'coordinator' ? voice.id : null,
      way: voice.by === 'coordinator' ? (voice.way ?? null) : null,
      witness: voice.by === 'coordinator' ? (voice.witness ?? '') : '',
      note: voice.by === 'coordinator' ? (voice.note ?? '') : '',
      handed: voice.by === 'link' && voice.handed,
      version: held.version ?? null,
      expires_at: held.expiresAt ?? null,
    })
    .execute();
  if (!isLogged(voice)) return;
  await record(actorFor(ctx, storyId, voice), {
    verb: event,
    noun: 'story-approval',
    id: storyId,
    detail: { use: approval.use, locale: approval.locale, by: voice.by },
  });
}

async function change(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
  await ctx.trx
    .updateTable('story_approvals')
    .set(set)
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

const versionIn = (story: Story, locale: string) => story.texts.find((text) => text.locale === locale)?.version;

/** Keeps word for word what she was shown. The same again is the same row. */
async function keepVersion(ctx: Ctx, story: Story, locale: string): Promise<void> {
  const text = story.texts.find((one) => one.locale === locale);
  if (!text) return;
  const { title, summary, body, picture_alt, version } = text;
  await ctx.trx
    .insertInto('story_versions')
    .values({
      network_id: ctx.network.id,
      story_id: story.id,
      version,
      locale,
      public_name: story.publicName,
      title,
      summary,
      body,
      picture_alt,
      picture_key: story.pictureKey,
      made_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'story_id', 'version']).doNothing())
    .execute();
}

/**
 * Puts questions to her: one for each language. What she agreed to and still holds is not asked again; what she declined or took back
 * is asked only when a coordinator asks anew. Returns how many questions are open because of it.
 */
export async function ask(ctx: Ctx, story: Story, form: AskForm, coordinator: string): Promise<Outcome> {
  const missing = form.locales.filter(
    (locale) =>
      !isReady(
        story.texts.find((text) => text.locale === locale),
        story.pictureKey,
      ),
  );
  if (missing.length > 0) return { ok: false, errors: { locales: { key: 'stories.ask.missing' } } };
  for (const locale of form.locales) {
    const before = story.approvals.find(
      (one) => one.use === form.use && one.place === form.place && one.locale === locale,
    );
    if (before) {
      const standing = standingOf(before, versionIn(story, locale), ctx.now);
      if (standing === 'approved' || standing === 'asked') continue;
      await change(ctx, before.id, { state: 'asked', asked_at: ctx.now, answered_at: null, reminded_at: null });
      await write(ctx, story.id, before, 'asked', { by: 'coordinator', id: coordinator });
      continue;
    }
    const made = await ctx.trx
      .insertInto('story_approvals')
      .values({
        network_id: ctx.network.id,
        id: newId(),
        story_id: story.id,
        use: form.use,
        place: form.place,
        locale,
        state: 'asked',
        asked_at: ctx.now,
      })
      .onConflict((conflict) => conflict.columns(['network_id', 'story_id', 'use', 'place', 'locale']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made)
      await write(ctx, story.id, { id: made.id, use: form.use, locale }, 'asked', {
        by: 'coordinator',
        id: coordinator,
      });
  }
  return done;
}

/**
 * She agrees to one use of the words that she was shown. `version` is what stood before her: when the words were changed meanwhile,
 * nothing is agreed to. Holds until the given moment; at that moment a job takes it off what is kept in memory.
 */
export async function approve(
  ctx: Ctx,
  story: Story,
  approvalId: string,
  given: Pick<WordForm, 'version' | 'until'>,
  voice: Voice,
): Promise<Outcome> {
  const approval = story.approvals.find((one) => one.id === approvalId);
  if (!approval || story.erasedAt) return { ok: false, errors: { version: { key: 'stories.gone' } } };
  const text = story.texts.find((one) => one.locale === approval.locale);
  if (!text || text.version !== given.version || !isReady(text, story.pictureKey))
    return { ok: false, errors: { version: { key: 'stories.changed' } } };
  const same =
    approval.state === 'approved' &&
    approval.version === given.version &&
    approval.expiresAt?.getTime() === given.until.getTime();
  // Sent twice: agreed to once.
  if (same) return done;
  await keepVersion(ctx, story, approval.locale);
  await change(ctx, approval.id, {
    state: 'approved',
    version: given.version,
    expires_at: given.until,
    answered_at: ctx.now,
    reminded_at: null,
    ended_at: null,
  });
  await write(ctx, story.id, approval, 'approved', voice, { version: given.version, expiresAt: given.until });
  await enqueue(ctx, 'stories.endings', {}, { runAt: given.until });
  return done;
}

/** She says no to a question. What she had agreed to before, and is asked about anew, ends with it. */
export async function decline(ctx: Ctx, story: Story, approvalId: string, voice: Voice): Promise<boolean> {
  const approval = story.approvals.find((one) => one.id === approvalId);
  if (!approval) return false;
  if (approval.state === 'declined') return true;
  await change(ctx, approval.id, { state: 'declined', answered_at: ctx.now });
  await write(ctx, story.id, approval, 'declined', voice, { version: versionIn(story, approval.locale) });
  return true;
}

/** She takes back one approval, or with `undefined` every one, also questions that are open. With the commit nothing shows it. */
export async function withdraw(ctx: Ctx, story: Story, approvalId: string | undefined, voice: Voice): Promise<number> {
  const taken = story.approvals.filter(
    (one) =>
      (approvalId === undefined || one.id === approvalId) &&
      (one.state === 'approved' || (approvalId === undefined && one.state === 'asked')),
  );
  for (const approval of taken) {
    await change(ctx, approval.id, { state: 'withdrawn', answered_at: ctx.now });
    await write(ctx, story.id, approval, 'withdrawn', voice, { version: approval.version });
  }
  return taken.length;
}

/** The time of these approvals is over: written down once each. What they showed is hidden by the clock already. */
export async function noteEndings(ctx: Ctx): Promise<number> {
  const over = await ctx.trx
    .updateTable('story_approvals')
    .set({ ended_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'approved')
    .where('expires_at', '<=', ctx.now)
    .where('ended_at', 'is', null)
    .returning(['id', 'story_id', 'use', 'locale', 'version', 'expires_at'])
    .execute();
  for (const row of over) {
    await write(ctx, row.story_id, { id: row.id, use: row.use as Approval['use'], locale: row.locale }, 'expired', {
      by: 'time',
    });
  }
  return over.length;
}

/** Notes that she was asked again before these end. */
export async function noteReminders(
  ctx: Ctx,
  approvals: { id: string; storyId: string; use: Approval['use']; locale: string }[],
) {
  for (const one of approvals) {
    await change(ctx, one.id, { reminded_at: ctx.now });
    await write(ctx, one.storyId, one, 'reminded', { by: 'time' });
  }
}
