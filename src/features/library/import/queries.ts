import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { labelsIn } from '../../vocabularies/index.ts';
import { titleKey } from '../work.ts';
import type { Fields } from './bibtex.ts';
import type { Known } from './classify.ts';
import type { Mapping } from './mapping.ts';
import type { Defaults } from './plan.ts';
import type { Format } from './table.ts';

export type ImportState = 'read' | 'running' | 'done' | 'undoing' | 'undone';
/** An uploaded list and what was chosen for it. */
export type Import = {
  id: string;
  format: Format;
  fileName: string;
  state: ImportState;
  columns: string[];
  choices: { columns?: Mapping; defaults?: Defaults };
  total: number;
  createdAt: Date;
  by: string | null;
};
export type ImportRow = {
  position: number;
  fields: Fields;
  outcome: string | null;
  workId: string | null;
  versionId: string | null;
};
export type Term = { noun: 'issue' | 'place'; id: string };

const imports = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('library_imports as i')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'i.network_id').onRef('a.id', '=', 'i.created_by'),
    )
    .select([
      'i.id',
      'i.format',
      'i.file_name as fileName',
      'i.state',
      'i.columns',
      'i.mapping as choices',
      'i.total',
      'i.created_at as createdAt',
      'a.name as by',
    ])
    .where('i.network_id', '=', ctx.network.id);

/** The lists that were uploaded, the last first; at most fifty. */
export const listImports = async (ctx: Ctx): Promise<Import[]> =>
  (await imports(ctx).orderBy('i.created_at', 'desc').orderBy('i.id', 'desc').limit(50).execute()) as Import[];

/** One list, or undefined. */
export const findImport = async (ctx: Ctx, id: string): Promise<Import | undefined> =>
  (await imports(ctx).where('i.id', '=', id).executeTakeFirst()) as Import | undefined;

/** Holds one list until the commit; what is done to it is done by one at a time. */
export async function lockImport(ctx: Ctx, id: string): Promise<Import | undefined> {
  await ctx.trx
    .selectFrom('library_imports')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findImport(ctx, id);
}

const rows = (ctx: Ctx, id: string) =>
  ctx.trx
    .selectFrom('library_import_rows')
    .select(['position', 'fields', 'outcome', 'work_id as workId', 'version_id as versionId'])
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id);

/** All rows of a list, in its order. */
export const rowsOf = async (ctx: Ctx, id: string): Promise<ImportRow[]> =>
  (await rows(ctx, id).orderBy('position').execute()) as ImportRow[];

/** The next rows that were not taken yet. */
export const nextRows = async (ctx: Ctx, id: string, limit: number): Promise<ImportRow[]> =>
  (await rows(ctx, id).where('outcome', 'is', null).orderBy('position').limit(limit).execute()) as ImportRow[];

/** The last rows that made or added something and were not taken back yet. */
export const rowsToUndo = async (ctx: Ctx, id: string, limit: number): Promise<ImportRow[]> =>
  (await rows(ctx, id)
    .where('outcome', 'in', ['made', 'added'])
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()) as ImportRow[];

/** How many rows ended how; the key '' counts those that wait. */
export async function outcomesOf(ctx: Ctx, id: string): Promise<Map<string, number>> {
  const counted = await ctx.trx
    .selectFrom('library_import_rows')
    .select([sql<string>`coalesce(outcome, '')`.as('outcome'), sql<number>`count(*)::integer`.as('n')])
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .groupBy('outcome')
    .execute();
  return new Map(counted.map((row) => [row.outcome, row.n]));
}

/** Works of the network that share a title or a number with any of these keys; the bin is left out. One query. */
export async function knownWorks(ctx: Ctx, keys: { titles: string[]; identifiers: string[] }): Promise<Known[]> {
  const { rows: found } = await sql<Known>`
    select w.id, w.dated, w.identifier_keys as identifiers,
      array_agg(v.title_key) as titles, array_agg(v.locale) as locales, min(v.title) as title
    from library_works w
    join library_versions v on v.network_id = w.network_id and v.work_id = w.id
    where w.network_id = ${ctx.network.id} and w.deleted_at is null and (
      w.identifier_keys && ${keys.identifiers}::text[]
      or w.id in (select t.work_id from library_versions t
        where t.network_id = ${ctx.network.id} and t.title_key = any(${keys.titles}::text[])))
    group by w.network_id, w.id`.execute(ctx.trx);
  return found;
}

/** Issues and places by their names in every language, the project's and the network's own, folded, and by their ids. */
export async function termIndex(ctx: Ctx): Promise<Map<string, Term>> {
  const index = new Map<string, Term>();
  const issues = await ctx.trx
    .selectFrom('issues')
    .select(['id', 'labels', labelsIn('issue', 'labels', 'id').as('own')])
    .execute();
  const places = await ctx.trx
    .selectFrom('places')
    .select(['id', 'labels', labelsIn('place', 'labels', 'id').as('own')])
    .where('sample', '=', false)
    .execute();
  for (const [noun, list] of [
    ['place', places],
    ['issue', issues],
  ] as const)
    for (const { id, labels, own } of list)
      for (const name of [id.replaceAll('-', ' '), ...Object.values(labels as typeof own), ...Object.values(own)])
        index.set(titleKey(name), { noun, id });
  return index;
}
