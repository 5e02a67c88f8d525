import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './pool.ts';
import { textDigest } from './text-digest.ts';

/** What stands for a text in a query: the name of a column, or an expression. */
type TextOf = string | RawBuilder<string>;

/**
 * Which of these texts a machine translated and nobody has reviewed since, as they stand in the row: whoever shows one of them says so.
 * The one way to know, in the query that reads the texts: what is known of a translation holds of a text by its digest, so that a text
 * which somebody wrote anew is hers. `id` and `locale` are columns or expressions, `texts` are by the fields of the kind's `Translatable`.
 */
export function machineMadeIn(
  kind: string,
  id: TextOf,
  locale: TextOf,
  texts: Readonly<Record<string, TextOf>>,
): RawBuilder<string[]> {
  const said = (text: TextOf) => (typeof text === 'string' ? sql`${sql.ref(text)}` : text);
  const each = Object.entries(texts).map(([field, text]) => sql`when ${sql.lit(field)} then ${textDigest(text)}`);
  return sql<string[]>`array(
    select mm.field from translation_marks mm
    where mm.network_id = public.current_network() and mm.kind = ${sql.lit(kind)} and mm.thing_id = (${said(id)})::text
      and mm.locale = ${said(locale)} and mm.made_by = 'machine' and mm.reviewed_at is null
      and mm.target_digest = case mm.field ${sql.join(each, sql` `)} end
    order by mm.field)`;
}

/** The same for texts that no row of a table holds: by the id of the thing, its fields that a machine translated and nobody has reviewed. */
export async function machineMadeOf(
  trx: Trx,
  kind: string,
  things: readonly { id: string; locale: string; texts: Readonly<Record<string, string>> }[],
): Promise<Map<string, string[]>> {
  if (things.length === 0) return new Map();
  const rows = await trx
    .selectFrom(
      sql<{
        id: string;
        locale: string;
        texts: Record<string, string>;
      }>`jsonb_to_recordset(${JSON.stringify(things)}::jsonb)`.as<'t'>(sql`t(id text, locale text, texts jsonb)`),
    )
    .innerJoin('translation_marks as mm', (join) =>
      join.onRef('mm.thing_id', '=', 't.id').onRef('mm.locale', '=', 't.locale').on('mm.kind', '=', kind),
    )
    .select(['t.id', sql<string[]>`array_agg(mm.field)`.as('fields')])
    .where('mm.network_id', '=', sql<string>`public.current_network()`)
    .where('mm.made_by', '=', 'machine')
    .where('mm.reviewed_at', 'is', null)
    .whereRef('mm.target_digest', '=', textDigest(sql<string>`(t.texts ->> mm.field)`))
    .groupBy('t.id')
    .execute();
  return new Map(rows.map((row) => [row.id, row.fields]));
}
