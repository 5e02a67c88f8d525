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
};

/** Puts mails into the outbox in the change's own transaction, with one job for all of them. */
export async function queueMails(ctx: Ctx, mails: QueuedMail[]): Promise<void> {
  if (mails.length === 0) return;
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
          due_at: mail.due ?? ctx.now,
          created_at: ctx.now,
        };
      }),
    )
    .execute();
  await enqueue(ctx, 'mails.send', {}, { key: 'mails.send', priority: Math.min(...mails.map((mail) => mail.priority)) });
}
