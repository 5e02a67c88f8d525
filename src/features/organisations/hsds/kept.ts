import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Directory, Entry, Rest } from './directory.ts';
import type { Format } from './fields.ts';

export type Import = {
  id: string;
  fileName: string;
  format: Format;
  locale: string;
  directory: Directory | null;
  counts: Record<string, number>;
  createdAt: Date;
  takenAt: Date | null;
  undoneAt: Date | null;
};

/** Keeps what a file holds until somebody says what becomes of it. */
export async function keepImport(ctx: Ctx, fileName: string, directory: Directory, locale: string): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('organisation_imports')
    .values({
      network_id: ctx.network.id,
      id,
      file_name: fileName.slice(0, 120),
      format: directory.format,
      locale,
      content: JSON.stringify({ entries: directory.entries, unknown: directory.unknown }),
      rest: JSON.stringify(directory.rest),
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .execute();
  await record(ctx, { verb: 'uploaded', noun: 'organisation-import', id, detail: { format: directory.format } });
  return id;
}

const importColumns = [
  'id',
  'file_name',
  'format',
  'locale',
  'content',
  'rest',
  'counts',
  'created_at',
  'taken_at',
  'undone_at',
] as const;

/** One import, or undefined. With `lock` nobody else takes or undoes it until the commit. */
export async function findImport(ctx: Ctx, id: string, lock = false): Promise<Import | undefined> {
  let query = ctx.trx
    .selectFrom('organisation_imports')
    .select(importColumns)
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) return undefined;
  const content = row.content as { entries: Entry[]; unknown: string[] } | null;
  return {
    ...headOf(row),
    directory: content && { format: row.format as Format, rest: row.rest as Rest, ...content },
  };
}

type Head = Pick<Import, 'id' | 'fileName' | 'format' | 'locale' | 'counts' | 'createdAt' | 'takenAt' | 'undoneAt'>;

const headOf = (row: {
  id: string;
  file_name: string;
  format: string;
  locale: string;
  counts: unknown;
  created_at: Date;
  taken_at: Date | null;
  undone_at: Date | null;
}): Head => ({
  id: row.id,
  fileName: row.file_name,
  format: row.format as Format,
  locale: row.locale,
  counts: row.counts as Record<string, number>,
  createdAt: row.created_at,
  takenAt: row.taken_at,
  undoneAt: row.undone_at,
});

/** The newest imports. */
export async function listImports(ctx: Ctx): Promise<Head[]> {
  const rows = await ctx.trx
    .selectFrom('organisation_imports')
    .select(['id', 'file_name', 'format', 'locale', 'counts', 'created_at', 'taken_at', 'undone_at'])
    .where('network_id', '=', ctx.network.id)
    .orderBy('created_at', 'desc')
    .limit(50)
    .execute();
  return rows.map(headOf);
}

/** Throws a file away that was not taken. */
export async function discardImport(ctx: Ctx, id: string): Promise<void> {
  await ctx.trx
    .deleteFrom('organisation_imports')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('taken_at', 'is', null)
    .execute();
}

/** Deletes files that nobody took within a week; what came with a taken one goes out with the organisations. Returns how many. */
export async function forgetImports(ctx: Ctx): Promise<number> {
  const gone = await ctx.trx
    .deleteFrom('organisation_imports')
    .where('network_id', '=', ctx.network.id)
    .where('taken_at', 'is', null)
    .where('created_at', '<', new Date(ctx.now.getTime() - 7 * 86_400_000))
    .returning('id')
    .execute();
  return gone.length;
}
