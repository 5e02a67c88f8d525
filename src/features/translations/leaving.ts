import { sql } from 'kysely';
import type { Feature } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { thingsNamed, translatableOf } from './things.ts';

/** Somebody leaves the network: nothing waits for her any more, and the notes written to her go. What she translated stays. */
export async function departs(ctx: Ctx, accountId: string, { erased }: { erased: boolean }): Promise<void> {
  await ctx.trx
    .deleteFrom('translation_assignments')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .execute();
  if (!erased) return;
  for (const table of ['translation_marks', 'translation_drafts', 'translation_history'] as const)
    await ctx.trx
      .updateTable(table)
      .set({ account_id: null })
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', accountId)
      .execute();
  await ctx.trx
    .updateTable('translation_marks')
    .set({ reviewed_by: null })
    .where('network_id', '=', ctx.network.id)
    .where('reviewed_by', '=', accountId)
    .execute();
}

/** What was given to her, what she handed in that still waits, and what she did, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const rowsOf = async (query: ReturnType<typeof sql<Record<string, unknown>>>) => (await query.execute(ctx.trx)).rows;
  const [network, her] = [ctx.network.id, accountId];
  return {
    assignments: await rowsOf(sql`
      select locale, kind, thing_id as thing, reviews, due_on::text as due, note, created_at as "at", ended_at as ended
      from translation_assignments where network_id = ${network} and account_id = ${her} order by id`),
    drafts: await rowsOf(sql`
      select kind, thing_id as thing, locale, field, text, at
      from translation_drafts where network_id = ${network} and account_id = ${her} order by kind, thing_id, locale, field`),
    done: await rowsOf(sql`
      select kind, thing_id as thing, locale, verb, fields, at
      from translation_history where network_id = ${network} and account_id = ${her} order by id`),
  };
}

const dayMs = 86_400_000;
/** How long an ended assignment is kept, in days; and what happened to a translation. */
const endedDays = 180;
const historyDays = 3 * 365;
/** How long a file can be taken back, in days; then it goes with all that it says. */
const filesDays = 180;

/** How long what was handed in for a thing that is gone is kept, in days: longer than anything lies in a bin. */
const goneDays = 90;

/** Ends the work on things that are gone, and deletes what was handed in for them; returns how many drafts. */
async function forgetGone(ctx: Ctx, features: readonly Feature[]): Promise<number> {
  const before = new Date(ctx.now.getTime() - goneDays * dayMs);
  const named = sql<{ kind: string; thingId: string }>`
    select kind, thing_id as "thingId" from translation_drafts where network_id = ${ctx.network.id}
    group by kind, thing_id having max(at) < ${before}
    union
    select kind, thing_id from translation_assignments
    where network_id = ${ctx.network.id} and ended_at is null and thing_id is not null and created_at < ${before}`;
  const { rows } = await named.execute(ctx.trx);
  const thingOf = await thingsNamed(ctx, translatableOf(features), rows);
  let count = 0;
  for (const { kind, thingId } of rows.filter((row) => !thingOf(row.kind, row.thingId))) {
    const { rows: drafts } = await sql`
      delete from translation_drafts where network_id = ${ctx.network.id} and kind = ${kind} and thing_id = ${thingId}
      returning field`.execute(ctx.trx);
    await sql`
      update translation_assignments set ended_at = ${ctx.now}
      where network_id = ${ctx.network.id} and kind = ${kind} and thing_id = ${thingId} and ended_at is null`.execute(
      ctx.trx,
    );
    count += drafts.length;
  }
  return count;
}

/**
 * Deletes assignments that ended long ago, old history, old files, what was handed in for things that are gone, and source texts from
 * which nothing is translated any more. Without `features` nobody knows what is gone.
 */
export async function retain(ctx: Ctx, features?: readonly Feature[]): Promise<number> {
  const gone = features ? await forgetGone(ctx, features) : 0;
  const before = (days: number) => new Date(ctx.now.getTime() - days * dayMs);
  const ended = await ctx.trx
    .deleteFrom('translation_assignments')
    .where('network_id', '=', ctx.network.id)
    .where('ended_at', '<', before(endedDays))
    .returning('id')
    .execute();
  const old = await ctx.trx
    .deleteFrom('translation_history')
    .where('network_id', '=', ctx.network.id)
    .where('at', '<', before(historyDays))
    .returning('id')
    .execute();
  const unused = await sql<{ digest: string }>`
    delete from translation_sources s where s.network_id = ${ctx.network.id} and s.at < ${before(1)}
      and not exists (select from translation_marks m where m.network_id = s.network_id and m.source_digest = s.digest)
      and not exists (select from translation_drafts d where d.network_id = s.network_id and d.source_digest = s.digest)
      -- A file that is taken back gives its marks their sources again.
      and not exists (select from translation_import_rows r
        where r.network_id = s.network_id and r.before_mark ->> 'sourceDigest' = s.digest)
    returning s.digest`.execute(ctx.trx);
  const files = await ctx.trx
    .deleteFrom('translation_imports')
    .where('network_id', '=', ctx.network.id)
    .where('created_at', '<', before(filesDays))
    .where('state', 'in', ['read', 'done', 'undone'])
    .returning('id')
    .execute();
  return gone + ended.length + old.length + unused.rows.length + files.length;
}
