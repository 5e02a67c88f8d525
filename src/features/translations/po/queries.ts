import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Mark } from '../translation.ts';
import type { ImportRow } from './plan.ts';

export type Import = {
  id: string;
  locale: string;
  fileName: string;
  state: 'read' | 'running' | 'done' | 'undoing' | 'undone';
  made: 'people' | 'reviewed' | 'machine';
  overReviewed: boolean;
  total: number;
  createdAt: Date;
  createdBy: string | null;
};

const imports = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('translation_imports')
    .select([
      'id',
      'locale',
      'file_name as fileName',
      'state',
      'made',
      'over_reviewed as overReviewed',
      'total',
      'created_at as createdAt',
      'created_by as createdBy',
    ])
    .where('network_id', '=', ctx.network.id);

/** The newest files that came back. */
export const listImports = async (ctx: Ctx): Promise<Import[]> =>
  (await imports(ctx).orderBy('created_at', 'desc').limit(50).execute()) as Import[];

/** One file, or undefined; with `lock` nobody else works on it until the commit. */
export async function findImport(ctx: Ctx, id: string, lock = false): Promise<Import | undefined> {
  const query = imports(ctx).where('id', '=', id);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as Import | undefined;
}

const rowColumns = ['line', 'kind', 'thing_id as thingId', 'field', 'source', 'target', 'fuzzy', 'refused'] as const;

/** All entries of a file. */
export const rowsOf = (ctx: Ctx, id: string): Promise<(ImportRow & { outcome: string | null })[]> =>
  ctx.trx
    .selectFrom('translation_import_rows')
    .select([...rowColumns, 'outcome'])
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .orderBy('line')
    .execute();

/** Entries that nothing has become of yet: those of at most `things` things. */
export async function nextRows(ctx: Ctx, id: string, things: number): Promise<ImportRow[]> {
  const open = (select: string) => sql`
    select ${sql.raw(select)} from translation_import_rows
    where network_id = ${ctx.network.id} and import_id = ${id} and outcome is null`;
  const { rows } = await sql<ImportRow>`
    select line, kind, thing_id as "thingId", field, source, target, fuzzy, refused from (${open('*')}) r
    where (kind, thing_id) in (${open('distinct kind, thing_id')} order by kind, thing_id limit ${things})
    order by line`.execute(ctx.trx);
  return rows;
}

export type TakenRow = {
  line: number;
  kind: string;
  thingId: string;
  field: string;
  beforeText: string;
  beforeMark: Mark | null;
  afterDigest: string;
};

/** Entries that were taken over and not taken back: those of at most `things` things. */
export async function takenRows(ctx: Ctx, id: string, things: number): Promise<TakenRow[]> {
  const taken = (select: string) => sql`
    select ${sql.raw(select)} from translation_import_rows
    where network_id = ${ctx.network.id} and import_id = ${id} and after_digest is not null
      and outcome in ('new', 'changed', 'stale')`;
  const { rows } = await sql<TakenRow>`
    select line, kind, thing_id as "thingId", field, before_text as "beforeText", before_mark as "beforeMark",
      after_digest as "afterDigest"
    from (${taken('*')}) r
    where (kind, thing_id) in (${taken('distinct kind, thing_id')} order by kind, thing_id limit ${things})
    order by line`.execute(ctx.trx);
  return rows;
}

/** What was taken back or kept, or became of a file's entries, in numbers. */
export async function outcomesOf(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const rows = await ctx.trx
    .selectFrom('translation_import_rows')
    .select(['outcome', sql<number>`count(*)::integer`.as('count')])
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .groupBy('outcome')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.outcome ?? 'waiting', row.count]));
}

/** Says what became of entries. */
export async function settle(
  ctx: Ctx,
  id: string,
  rows: readonly {
    line: number;
    outcome: string;
    refused?: string;
    beforeText?: string;
    beforeMark?: Mark;
    afterDigest?: string;
  }[],
): Promise<void> {
  if (rows.length === 0) return;
  const list = JSON.stringify(
    rows.map((row) => ({
      line: row.line,
      outcome: row.outcome,
      refused: row.refused ?? null,
      before_text: row.beforeText ?? null,
      before_mark: row.beforeMark ?? null,
      after_digest: row.afterDigest ?? null,
    })),
  );
  await sql`
    update translation_import_rows r set outcome = s.outcome, refused = coalesce(s.refused, r.refused),
      before_text = coalesce(s.before_text, r.before_text), before_mark = coalesce(s.before_mark, r.before_mark),
      after_digest = coalesce(s.after_digest, r.after_digest)
    from jsonb_to_recordset(${list}::jsonb) as s(line integer, outcome text, refused text, before_text text, before_mark jsonb, after_digest text)
    where r.network_id = ${ctx.network.id} and r.import_id = ${id} and r.line = s.line`.execute(ctx.trx);
}
