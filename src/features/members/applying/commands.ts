import { record } from '../../../platform/audit/index.ts';
import { cancelMails, queueMails } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { agreementsInForce, noteConsents } from '../agreements/queries.ts';
import { invitationAnswered } from '../invitations/queries.ts';
import {
  type Application,
  findApplication,
  insertApplication,
  insertApplicationEvent,
  type NewApplication,
  openApplicationOf,
  updateApplication,
} from './queries.ts';

export const confirmationMailKind = 'membership-confirmation';
export const applicationMailKind = 'membership-application';

/**
 * Takes an application from the public form: written down, and a mail asks whether the address is hers. Whoever applied before
 * and is not decided about yet gets the mail to that application again, and nothing new is written. `agreed` are the versions
 * that stood in the form; those that are no longer in force are left out, and answered for at the confirmation.
 */
export async function apply(ctx: Ctx, application: NewApplication, agreed: readonly string[]): Promise<void> {
  const before = await openApplicationOf(ctx, application.emailKey!, application.kind);
  if (before && before.id !== application.id) {
    await mailAgain(ctx, before);
    return;
  }
  if (!(await insertApplication(ctx, application))) return;
  const inForce = new Set((await agreementsInForce(ctx)).map(({ id }) => id));
  await noteConsents(
    ctx,
    { application: application.id },
    agreed.filter((id) => inForce.has(id)),
    application.locale,
  );
  await record(ctx, { verb: 'applied', noun: 'application', id: application.id, detail: { kind: application.kind } });
  await mailAgain(ctx, { ...application });
}

async function mailAgain(ctx: Ctx, application: Pick<Application, 'id' | 'email' | 'locale'>): Promise<void> {
  await queueMails(ctx, [
    {
      kind: confirmationMailKind,
      subjectId: application.id,
      to: application.email!,
      locale: application.locale,
      priority: 0,
    },
  ]);
}

/** Takes an application that came on paper: a coordinator vouches for it, and it waits for review at once. */
export async function enter(ctx: Ctx, application: NewApplication, agreed: readonly string[]): Promise<void> {
  if (!(await insertApplication(ctx, application))) return;
  await noteConsents(ctx, { application: application.id }, agreed, application.locale);
  await record(ctx, { verb: 'entered', noun: 'application', id: application.id, detail: { kind: application.kind } });
}

/** Her address is hers: the application waits for review. Twice is once. */
export async function confirm(ctx: Ctx, id: string): Promise<void> {
  const application = await findApplication(ctx, id, true);
  if (application?.state !== 'unconfirmed') return;
  await updateApplication(ctx, id, { state: 'waiting', confirmed_at: ctx.now });
  await insertApplicationEvent(ctx, id, 'confirmed');
  if (application.emailKey) await invitationAnswered(ctx, application.emailKey);
  await record(ctx, { verb: 'confirmed', noun: 'application', id });
}

/** Her answer to a question of a reviewer; the application waits for review again. False when nothing was asked. */
export async function answer(ctx: Ctx, id: string, words: string): Promise<boolean> {
  const application = await findApplication(ctx, id, true);
  if (application?.state !== 'asked') return false;
  await insertApplicationEvent(ctx, id, 'answer', words);
  await updateApplication(ctx, id, { state: 'waiting' });
  await record(ctx, { verb: 'answered', noun: 'application', id });
  return true;
}

/** She takes her application back. False when it was decided. */
export async function withdraw(ctx: Ctx, id: string): Promise<boolean> {
  const application = await findApplication(ctx, id, true);
  if (!application || ['admitted', 'declined'].includes(application.state)) return false;
  if (application.state === 'withdrawn') return true;
  await updateApplication(ctx, id, { state: 'withdrawn', decided_at: ctx.now });
  await insertApplicationEvent(ctx, id, 'withdrawn');
  await cancelMails(ctx, [id]);
  await record(ctx, { verb: 'withdrawn', noun: 'application', id });
  return true;
}

/** Tells an applicant that there is something on her page. */
export async function tellApplicant(ctx: Ctx, application: Application, eventId: string): Promise<void> {
  if (!application.email) return;
  await queueMails(ctx, [
    {
      kind: applicationMailKind,
      subjectId: eventId,
      to: application.email,
      locale: application.locale,
      priority: 0,
    },
  ]);
}
