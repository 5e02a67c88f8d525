import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { found } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Serving } from '../types.ts';
import type { CorrectionForm } from './forms.ts';
import { findReport, isHeard, type ReportState, type What } from './queries.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** So many reports a network hears in a day; what comes after them is answered in the same way and not kept. */
const mostPerDay = 500;

/** Keeps what a visitor reports. The same words about the same post are kept once while they wait. */
export async function reportError(
  ctx: Ctx,
  serving: Pick<Serving, 'postId' | 'official'>,
  report: { what: What; words: string },
): Promise<void> {
  if (await isHeard(ctx, { ...report, postId: serving.postId! }, mostPerDay)) return;
  const id = newId();
  await ctx.trx
    .insertInto('error_reports')
    .values({
      network_id: ctx.network.id,
      id,
      post_id: serving.postId!,
      official_id: serving.official?.id ?? null,
      official_name: serving.official?.name ?? null,
      ...report,
      reported_at: ctx.now,
    })
    .execute();
  await record(ctx, {
    verb: 'reported',
    noun: 'official-error',
    id,
    detail: { post: serving.postId, what: report.what },
  });
}

/** Decides about a report that waits; one that was decided stays as it was. */
export async function decideReport(
  ctx: Ctx,
  id: string,
  state: Exclude<ReportState, 'open'>,
  reason = '',
): Promise<void> {
  found(await findReport(ctx, id));
  const changed = await ctx.trx
    .updateTable('error_reports')
    .set({ state, reason, decided_by: accountOf(ctx), decided_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  if (changed) await record(ctx, { verb: state, noun: 'official-error', id });
}

/**
 * Writes what is better known than the list says: ways to reach her, who holds the post, or that nobody does. For this network
 * alone. Returns how many things were corrected.
 */
export async function correct(
  ctx: Ctx,
  serving: Serving,
  form: CorrectionForm,
  reportId: string | null,
): Promise<number> {
  let count = 0;
  const own = { network_id: ctx.network.id };
  if (form.holder !== 'same') {
    const id = newId();
    const official = form.holder === 'other' ? `own/person/${id}` : null;
    if (official) {
      await ctx.trx
        .insertInto('own_officials')
        .values({ ...own, id: official, name: form.name, source: form.source, as_of: form.as_of })
        .execute();
      if (form.email)
        await ctx.trx
          .insertInto('own_contacts')
          .values({ ...own, id: newId(), official_id: official, kind: 'email', value: form.email, position: 0 })
          .execute();
    }
    // What was said of the seat by hand before is over.
    await ctx.trx
      .deleteFrom('own_tenures')
      .where('network_id', '=', ctx.network.id)
      .where('post_id', '=', serving.postId!)
      .where('list', 'is', null)
      .execute();
    await ctx.trx
      .insertInto('own_tenures')
      .values({
        ...own,
        id: `hand/${id}`,
        official_id: official,
        post_id: serving.postId!,
        from_date: form.as_of,
        source: form.source,
        as_of: form.as_of,
      })
      .execute();
    count += 1;
  } else if (serving.official) {
    for (const { kind, old, value } of form.contacts) {
      if (old === value) continue;
      await ctx.trx
        .insertInto('contact_corrections')
        .values({
          ...own,
          id: newId(),
          official_id: serving.official.id,
          kind,
          old_value: old,
          new_value: value,
          source: form.source,
          corrected_by: accountOf(ctx),
          corrected_at: ctx.now,
        })
        .execute();
      count += 1;
    }
  }
  if (count > 0)
    await record(ctx, {
      verb: 'corrected',
      noun: 'official',
      id: serving.official?.id ?? serving.postId!,
      detail: { post: serving.postId, holder: form.holder, contacts: form.holder === 'same' ? count : 0 },
    });
  if (reportId && count > 0) await decideReport(ctx, reportId, 'corrected');
  return count;
}

/** Takes a correction back: what the list says holds again. */
export async function undoCorrection(ctx: Ctx, id: string): Promise<void> {
  if (id.startsWith('hand/')) {
    const gone = await ctx.trx
      .deleteFrom('own_tenures')
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .where('list', 'is', null)
      .returning('official_id')
      .executeTakeFirst();
    if (gone?.official_id)
      await ctx.trx
        .deleteFrom('own_officials')
        .where('network_id', '=', ctx.network.id)
        .where('id', '=', gone.official_id)
        .where('list', 'is', null)
        .execute();
    if (gone) await record(ctx, { verb: 'undone', noun: 'correction', id });
    return;
  }
  const undone = await ctx.trx
    .updateTable('contact_corrections')
    .set({ undone_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (undone) await record(ctx, { verb: 'undone', noun: 'correction', id });
}

/** How long a report is kept after it was decided, and one that nobody decides. */
const keptDays = { decided: 365, open: 730 };

/** Reports that were decided a year ago are deleted, and those that waited for two years: their words may name anybody. */
export async function retainReports(ctx: Ctx): Promise<number> {
  const before = (days: number) => new Date(ctx.now.getTime() - days * 86_400_000);
  const gone = await ctx.trx
    .deleteFrom('error_reports')
    .where('network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([eb('decided_at', '<', before(keptDays.decided)), eb('reported_at', '<', before(keptDays.open))]),
    )
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
