import { type RawBuilder, sql } from 'kysely';
import type { AccountRows, Feature } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';

/** What went of one kind of rows: their keys, the keys of those that lost a power, and rows set aside as they were. */
export type Went = { keys: string[]; powers: string[]; aside: string[] };

/** How many rows of one kind would go, and how many of them without their power. */
export type Count = { words: string; count: number; powerWords: string | undefined; powers: number };

const every = (features: readonly Feature[]): AccountRows[] =>
  features.flatMap((feature) => feature.memberMerge?.rows ?? []);

/** How a kind of rows is named in what is kept of a merge. */
export const nameOf = ({ table, column }: Pick<AccountRows, 'table' | 'column'>): string => `${table}.${column}`;

const pairOf = (from: string, to: string) => sql`(select ${from}::uuid as from_id, ${to}::uuid as to_id) as pair`;

const keyOf = ({ key }: AccountRows): RawBuilder<string> =>
  sql<string>`jsonb_build_object(${sql.join(key.flatMap((name) => [sql.lit(name), sql.ref(`t.${name}`)]))})::text`;

const condition = (text: string | undefined) => (text ? sql`(${sql.raw(text)})` : sql`true`);

/** Whether the other account has such a row already. */
const doubled = (rows: AccountRows): RawBuilder<boolean> =>
  rows.once === undefined
    ? sql<boolean>`false`
    : sql<boolean>`exists (select from ${sql.table(rows.table)} as o where o.network_id = t.network_id
        and ${sql.ref(`o.${rows.column}`)} = pair.to_id ${sql.join(
          rows.once.map((name) => sql`and ${sql.ref(`o.${name}`)} is not distinct from ${sql.ref(`t.${name}`)}`),
          sql` `,
        )})`;

const power = ({ power: column }: AccountRows) =>
  column ? sql<boolean>`${sql.ref(`t.${column}`)}` : sql<boolean>`false`;

const candidates = (ctx: Ctx, rows: AccountRows, from: string, to: string) => sql`
  from ${sql.table(rows.table)} as t, ${pairOf(from, to)}
  where t.network_id = ${ctx.network.id} and ${sql.ref(`t.${rows.column}`)} = pair.from_id and ${condition(rows.only)}`;

/** What would go from one account to another, in one statement. Kinds of which nothing goes are left out. */
export async function countRows(ctx: Ctx, features: readonly Feature[], from: string, to: string): Promise<Count[]> {
  const kinds = every(features);
  const each = kinds.map(
    (rows, i) => sql`select ${sql.lit(i)}::integer as i, (count(*) filter (where not ${doubled(rows)}))::integer as n,
      (count(*) filter (where ${power(rows)}))::integer as powers ${candidates(ctx, rows, from, to)}`,
  );
  const { rows } = await sql<{ i: number; n: number; powers: number }>`${sql.join(each, sql` union all `)}`.execute(
    ctx.trx,
  );
  const counts = new Map<string, Count>();
  for (const { i, n, powers } of rows.sort((a, b) => a.i - b.i)) {
    const { words, powerWords } = kinds[i]!;
    const before = counts.get(words);
    counts.set(words, { words, count: n + (before?.count ?? 0), powerWords, powers: powers + (before?.powers ?? 0) });
  }
  return [...counts.values()].filter(({ count, powers }) => count + powers > 0);
}

/** The kinds of which the one account has any row, asked in one statement. Both accounts are held: nothing comes to them meanwhile. */
async function kindsThere(ctx: Ctx, features: readonly Feature[], from: string, to: string): Promise<AccountRows[]> {
  const kinds = every(features);
  const each = kinds.map(
    (rows, i) => sql`select ${sql.lit(i)}::integer as i where exists (select ${candidates(ctx, rows, from, to)})`,
  );
  const { rows } = await sql<{ i: number }>`${sql.join(each, sql` union all `)}`.execute(ctx.trx);
  const there = new Set(rows.map(({ i }) => i));
  return kinds.filter((_, i) => there.has(i));
}

/** Gives the rows of one account to another. Returns what went, by kind. */
export async function moveRows(
  ctx: Ctx,
  features: readonly Feature[],
  from: string,
  to: string,
): Promise<Record<string, Went>> {
  const all: Record<string, Went> = {};
  for (const rows of await kindsThere(ctx, features, from, to)) {
    const found = await sql<{ key: string; power: boolean; double: boolean; whole: string | null }>`
      select ${keyOf(rows)} as key, ${power(rows)} as power, ${doubled(rows)} as double,
        ${rows.double === 'aside' ? sql`to_jsonb(t)::text` : sql`null`} as whole
      ${candidates(ctx, rows, from, to)} for update of t`.execute(ctx.trx);
    const going = found.rows.filter(({ double }) => !double);
    const aside = found.rows.filter(({ double }) => double && rows.double === 'aside');
    if (going.length + aside.length === 0) continue;
    const here = (keys: string[]) => sql`t.network_id = ${ctx.network.id}
      and ${sql.ref(`t.${rows.column}`)} = ${from}::uuid and ${keyOf(rows)} = any(${keys}::text[])`;
    await sql`update ${sql.table(rows.table)} as t set ${sql.ref(rows.column)} = ${to}::uuid
      ${rows.power ? sql`, ${sql.ref(rows.power)} = false` : sql``}
      where ${here(going.map(({ key }) => key))}`.execute(ctx.trx);
    if (aside.length > 0)
      await sql`delete from ${sql.table(rows.table)} as t where ${here(aside.map(({ key }) => key))}`.execute(ctx.trx);
    all[nameOf(rows)] = {
      keys: going.map(({ key }) => key),
      powers: going.filter((row) => row.power).map(({ key }) => key),
      aside: aside.map(({ whole }) => whole!),
    };
  }
  return all;
}

/** Gives back what went, as far as it is still where it went to and nothing of hers stands in its place. */
export async function returnRows(
  ctx: Ctx,
  features: readonly Feature[],
  from: string,
  to: string,
  all: Record<string, Went>,
): Promise<void> {
  // The last that went comes back first.
  for (const rows of every(features).reverse()) {
    const went = all[nameOf(rows)];
    if (!went) continue;
    await sql`update ${sql.table(rows.table)} as t set ${sql.ref(rows.column)} = pair.to_id
      ${rows.power ? sql`, ${sql.ref(rows.power)} = ${keyOf(rows)} = any(${went.powers}::text[])` : sql``}
      from ${pairOf(from, to)}
      where t.network_id = ${ctx.network.id} and ${sql.ref(`t.${rows.column}`)} = pair.from_id
        and ${keyOf(rows)} = any(${went.keys}::text[]) and not ${doubled(rows)} and ${condition(rows.back)}`.execute(
      ctx.trx,
    );
    for (const whole of went.aside)
      await sql`insert into ${sql.table(rows.table)} select (jsonb_populate_record(null::${sql.table(rows.table)}, ${whole}::jsonb)).*
        on conflict do nothing`.execute(ctx.trx);
  }
}
