import { newId } from '../crypto/ids.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Ctx } from '../tenancy/ctx.ts';

/** A mail to be composed and sent by the worker. `subjectId` is what it is about; content never stands here. */
export type QueuedMail = {
  kind: string;
  subjectId: string;
  to: string;
  locale: string;
  /** 0 confirmations and sign-in, 5 letters, 9 bulk. */
  priority: number;
  /** A letter to a decision-maker: never repeated by itself after an uncertain end. */
  once?: boolean;
  due?: Date;
  /** Whose queue it stands in, where its kind leaves at a pace (a target's post). */
  paceKey?: string;
  /** Its time is not worked out yet: it does not leave before its kind's owner has set one. */
  unplanned?: boolean;
};

/** Until its time is worked out, a mail is due so long after it was queued. */
const unplannedMs = 365 * 86_400_000;

/** The job that sends what is due, and its key: one waits per network, however many mails do. */
export const sendJob = 'mails.send';

/** Puts mails into the outbox in the change's own transaction, with one job for all of them. */
export async function queueMails(ctx: Ctx, mails: QueuedMail[]): Promise<void> {
  if (mails.length === 0) return;
  // A statement has room for 65,535 values.
  for (let at = 0; at < mails.length; at += 2_000) await insert(ctx, mails.slice(at, at + 2_000));
  const priority = mails.reduce((first, mail) => Math.min(first, mail.priority), 9);
  await enqueue(ctx, sendJob, {}, { key: sendJob, priority });
}

async function insert(ctx: Ctx, mails: QueuedMail[]): Promise<void> {
  await ctx.trx
    .insertInto('mails')
    .values(
      mails.map((mail) => {
        const id = newId();
        return {
          network_id: ctx.network.id,
          id,
          kind: mail.kind,
          subject_id: mail.subjectId,
          priority: mail.priority,
          once: mail.once ?? false,
          to_address: mail.to,
          locale: mail.locale,
          // The domain is fixed when it is composed; the left part alone makes it unique and stays the same for ever.
          message_id: id,
          due_at: mail.due ?? (mail.unplanned ? new Date(ctx.now.getTime() + unplannedMs) : ctx.now),
          created_at: ctx.now,
          pace_key: mail.paceKey ?? null,
          planned: !mail.unplanned,
        };
      }),
    )
    .execute();
}

/**
 * Takes back mails about these subjects that have not left yet: she withdrew. A letter (`once`) that a worker holds
 * ready is stopped too; one whose sending began is not. One kept for want of a mail server is cancelled as well.
 * Returns the subjects whose mail was taken back.
 */
export async function cancelMails(ctx: Ctx, subjectIds: string[]): Promise<string[]> {
  if (subjectIds.length === 0) return [];
  const done = await ctx.trx
    .updateTable('mails')
    .set({ state: 'cancelled', mime: null, finished_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('subject_id', 'in', subjectIds)
    .where('state', 'in', ['queued', 'claimed', 'kept'])
    .returning('subject_id')
    .execute();
  return done.map((row) => row.subject_id);
}

/** As `cancelMails`, and blanks what the outbox still holds of these mails: address, subject, text. For an erasure. */
export async function eraseMails(ctx: Ctx, subjectIds: string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await cancelMails(ctx, subjectIds);
  await ctx.trx
    .updateTable('mails')
    .set({ to_address: '', subject: null, mime: null, response: null })
    .where('network_id', '=', ctx.network.id)
    .where('subject_id', 'in', subjectIds)
    .execute();
}
