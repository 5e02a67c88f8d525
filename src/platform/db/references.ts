import { type Expression, type SqlBool, sql } from 'kysely';
import type { Trx } from './index.ts';

/** Columns of a table that name rows of `files`, as the catalogue has them. */
export type Reference = { table: string; column: string };

/** What hangs on a file itself and goes with it. */
const parts = ['file_readings', 'file_texts', 'file_pages'];

let known: Promise<Reference[]> | undefined;

/**
 * Every column that refers to a file, whatever room it belongs to: a file stays as long as one of them names it. Read from the
 * catalogue, so that a room need only declare its foreign key.
 */
export function fileReferences(trx: Trx): Promise<Reference[]> {
  known ??= sql<Reference>`
    select r.relname as "table", a.attname as "column"
    from pg_constraint c
    join pg_class r on r.oid = c.conrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[array_position(c.confkey, (
      select f.attnum from pg_attribute f where f.attrelid = c.confrelid and f.attname = 'id'))]
    where c.contype = 'f' and c.confrelid = 'public.files'::regclass and r.relname <> all(${parts}::text[])
    order by 1, 2`
    .execute(trx)
    .then(
      ({ rows }) => rows,
      (error) => {
        known = undefined;
        throw error;
      },
    );
  return known;
}

/** Whether nothing refers to the file `f` of the statement around. */
export const unreferenced = (references: Reference[]): Expression<SqlBool> =>
  references.length === 0
    ? sql<SqlBool>`true`
    : sql<SqlBool>`not (${sql.join(
        references.map(
          ({ table, column }) =>
            sql`exists (select from ${sql.table(table)} r where r.network_id = f.network_id and r.${sql.ref(column)} = f.id)`,
        ),
        sql` or `,
      )})`;
