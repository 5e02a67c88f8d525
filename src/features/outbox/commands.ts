import { record } from '../../platform/audit/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import { sendJob } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { releaseMail, requeue, type ShownMail, settleAsSent } from './queries.ts';
import { tellOwners } from './sending/settle.ts';

const ask = (ctx: Ctx) => enqueue(ctx, sendJob, {}, { key: sendJob, priority: 1 });

/** Tries a failed mail again. False when it had not failed. */
export async function retry(ctx: Ctx, mail: ShownMail): Promise<boolean> {
  if (!(await requeue(ctx, mail.id, 'failed'))) return false;
  await record(ctx, { verb: 'requeued', noun: 'mail', id: mail.id, detail: { kind: mail.kind } });
  await ask(ctx);
  return true;
}

/** A person's decision about a mail whose end nobody knows. False when it is settled already. */
export async function settle(deps: Deps, ctx: Ctx, mail: ShownMail, choice: 'arrived' | 'again'): Promise<boolean> {
  if (choice === 'again') {
    if (!(await requeue(ctx, mail.id, 'uncertain'))) return false;
    await ask(ctx);
  } else {
    if (!(await settleAsSent(ctx, mail.id))) return false;
    const row = { id: mail.id, kind: mail.kind, subject_id: mail.subjectId, state: 'sent', response: mail.response };
    await tellOwners(deps, ctx, [row]);
  }
  await record(ctx, { verb: 'settled', noun: 'mail', id: mail.id, detail: { kind: mail.kind, choice } });
  return true;
}

/** Lets held mail go, in the whole installation. Other networks' mail follows within a minute. */
export async function release(ctx: Ctx): Promise<boolean> {
  if (!(await releaseMail(ctx))) return false;
  await record(ctx, { verb: 'released', noun: 'mail', id: 'installation' });
  await ask(ctx);
  return true;
}
