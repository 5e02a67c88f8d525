import type { Ctx } from '../tenancy/ctx.ts';

/** Takes back mails that have not begun to leave. Returns the subjects whose mail was still here. */
export async function cancelMails(ctx: Ctx, kind: string, subjectIds: string[]): Promise<string[]> {
  if (subjectIds.length === 0) return [];
  const rows = await ctx.trx
    .updateTable('mails')
    .set({ state: 'cancelled', finished_at: ctx.now, mime: null })
    .where('network_id', '=', ctx.network.id)
    .where('kind', '=', kind)
    .where('subject_id', 'in', subjectIds)
    .where('state', 'in', ['queued', 'kept'])
    .returning('subject_id')
    .execute();
  return rows.map((row) => row.subject_id);
}

/** Removes what the outbox holds about a person: addresses, subjects and texts of the mails about these things. */
export async function forgetMails(ctx: Ctx, subjectIds: string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await ctx.trx
    .updateTable('mails')
    .set({ to_address: '', subject: null, mime: null, response: null })
    .where('network_id', '=', ctx.network.id)
    .where('subject_id', 'in', subjectIds)
    .execute();
}
