import { record } from '../../../platform/audit/index.ts';
import { queueMails } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { localeOf } from '../../accounts/index.ts';
import { daysFrom, isOver, nextRenewal, remindersDue, renewable } from '../membership.ts';
import { findMembership, noteEvent, today, updateMembership } from '../queries.ts';
import { settingsOf } from '../settings.ts';
import { reachedBy, tell } from '../telling.ts';
import { dueMemberships, noteReminder } from './queries.ts';

export const renewalsJob = 'members.renewals';
export const reminderMailKind = 'membership-renewal';

const batch = 200;

/**
 * One batch of a day's reminders and endings, from after the key `after`; the key of the next, or undefined. What is due is
 * written down and mailed in the same transaction, so that a run that is killed or comes twice reminds nobody twice. Of several
 * steps that are due at once (nothing ran for a week) only the latest is mailed.
 */
export async function remindAndEnd(ctx: Ctx, after?: string): Promise<string | undefined> {
  const day = today(ctx);
  const { graceDays } = await settingsOf(ctx);
  const due = await dueMemberships(ctx, daysFrom(day, 30), after, batch);
  for (const { id, renewOn } of due) {
    if (isOver(renewOn, day, graceDays)) {
      await endForWantOfRenewal(ctx, id, renewOn, graceDays);
      continue;
    }
    await remind(ctx, id, renewOn, remindersDue(renewOn, day, graceDays));
  }
  return due.length === batch ? due.at(-1)!.id : undefined;
}

async function remind(ctx: Ctx, id: string, renewOn: string, steps: readonly number[]): Promise<void> {
  const membership = await findMembership(ctx, id);
  if (!membership) return;
  for (const { accountId, email, locale } of await reachedBy(ctx, membership)) {
    let fresh: string | undefined;
    for (const step of steps) fresh = await noteReminder(ctx, { membershipId: id, renewOn, step, accountId });
    // The last of them is the latest: an earlier one that was missed is not made up for.
    if (!fresh) continue;
    await queueMails(ctx, [
      { kind: reminderMailKind, subjectId: fresh, to: email, locale: localeOf(ctx.network, locale), priority: 5 },
    ]);
  }
}

async function endForWantOfRenewal(ctx: Ctx, id: string, renewOn: string, graceDays: number): Promise<void> {
  const membership = await findMembership(ctx, id, true);
  // It was renewed a moment ago.
  if (membership?.state !== 'active' || membership.renewOn !== renewOn) return;
  await updateMembership(ctx, id, { state: 'ended', ended_on: daysFrom(renewOn, graceDays + 1) });
  const event = await noteEvent(ctx, id, 'ended', '', { renewOn });
  await record(ctx, { verb: 'ended', noun: 'membership', id, detail: { renewOn } });
  await tell(ctx, event, await reachedBy(ctx, membership));
}

/** Renews a membership for the network's term. False where it is not to be renewed now: pressed twice it is renewed once. */
export async function renew(ctx: Ctx, id: string): Promise<boolean> {
  const membership = await findMembership(ctx, id, true);
  if (membership?.state !== 'active') return false;
  const { graceDays, termMonths } = await settingsOf(ctx);
  const day = today(ctx);
  if (!renewable(membership.renewOn, day, graceDays)) return false;
  const next = nextRenewal(membership.renewOn, day, termMonths);
  await updateMembership(ctx, id, { renew_on: next });
  await noteEvent(ctx, id, 'renewed', '', { from: membership.renewOn, to: next });
  await record(ctx, { verb: 'renewed', noun: 'membership', id, detail: { from: membership.renewOn, to: next } });
  return true;
}
