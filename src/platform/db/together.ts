import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type QueryResult } from 'kysely';
import { clientOf, knownClient, type Trx } from './pool.ts';
import type { DB } from './types.ts';

/** A column as PostgreSQL describes it: its name, and the number of its type. */
type Column = { name: string; dataTypeID: number };
type Asked = {
  text: string;
  values: readonly unknown[];
  resolve(rows: Record<string, unknown>[]): void;
  reject(error: unknown): void;
};

/** Types that come through JSON as they would come alone: boolean, integers, text, uuid, days, JSON, lists of text and uuid. */
const plainTypes = new Set([16, 21, 23, 20, 25, 1043, 19, 2950, 1082, 114, 3802, 1009, 2951]);
const instant = 1184;
const numeric = 1700;

/** The columns of statements that were asked once, by their text. Their texts are the program's own, so they are few. */
const described = new Map<string, Column[]>();
const mostDescribed = 2_000;

/**
 * A handle on the same open transaction, for pages that ask many small things which do not depend on each other: what is asked
 * without waiting for an answer goes to the database as one statement. Reading alone. The first time that a text is asked it
 * goes by itself, because only its answer says of what types its columns are.
 */
export function askTogether(trx: Trx): Trx {
  const client = clientOf(trx);
  let asked: Asked[] = [];
  let turn: Promise<void> = Promise.resolve();
  const ask = (text: string, values: readonly unknown[]) =>
    new Promise<Record<string, unknown>[]>((resolve, reject) => {
      if (asked.length === 0) {
        // After everything that is ready to ask has asked.
        setImmediate(() => {
          const all = asked;
          asked = [];
          turn = turn.then(() => answer(all));
        });
      }
      asked.push({ text, values, resolve, reject });
    });

  async function answer(all: Asked[]): Promise<void> {
    const joinable = all.filter((one) => isJoinable(one.text));
    const alone = joinable.length > 1 ? all.filter((one) => !joinable.includes(one)) : all;
    try {
      for (const { text, values, resolve } of alone) {
        const { rows, fields } = await client.query(text, values as unknown[]);
        if (described.size > mostDescribed) described.clear();
        described.set(
          text,
          fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
        );
        resolve(rows);
      }
      if (joinable.length > 1) {
        const { text, values } = joinedStatement(joinable);
        const { rows } = await client.query(text, values);
        const row = rows[0] as Record<string, Record<string, unknown>[]>;
        for (const [at, { text, resolve }] of joinable.entries()) resolve(typed(row[`q${at}`]!, described.get(text)!));
      }
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }

  const together = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => ({
          async executeQuery<R>(query: { sql: string; parameters: readonly unknown[] }): Promise<QueryResult<R>> {
            return { rows: (await ask(query.sql, query.parameters)) as R[] };
          },
          // biome-ignore lint/correctness/useYield: Kysely asks for the method; nothing here streams through it.
          async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
            throw new Error('exports stream through a cursor of their own');
          },
        }),
        beginTransaction: async () => {
          throw new Error('a transaction is opened by inNetwork or asOwner alone');
        },
        commitTransaction: async () => {},
        rollbackTransaction: async () => {},
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
  });
  knownClient(together, client);
  return together;
}

/** The quoted texts of a statement: what looks like a parameter there is none. */
const literals = (text: string): string[] => text.match(/'(?:[^']|'')*'/g) ?? [];

/** Whether a statement's answer can come through JSON unchanged, among others. */
export function isJoinable(text: string): boolean {
  const columns = described.get(text);
  if (!columns || !/^\s*(select|with)\b/i.test(text) || literals(text).some((one) => /\$\d/.test(one))) return false;
  const names = new Set(columns.map(({ name }) => name));
  return (
    names.size === columns.length &&
    columns.every(({ dataTypeID: type }) => plainTypes.has(type) || type === instant || type === numeric)
  );
}

/** One statement that answers all: a column of rows for each, its parameters numbered on. */
export function joinedStatement(asked: readonly { text: string; values: readonly unknown[] }[]): {
  text: string;
  values: unknown[];
} {
  const values: unknown[] = [];
  const columns = asked.map((one, at) => {
    const before = values.length;
    values.push(...one.values);
    const text = one.text.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + before}`);
    return `(select coalesce(json_agg(q), '[]') from (${text}\n) as q) as q${at}`;
  });
  return { text: `select ${columns.join(',\n')}`, values };
}

/** Rows that came through JSON, as they would have come alone. */
export function typed(rows: Record<string, unknown>[], columns: readonly Column[]): Record<string, unknown>[] {
  for (const row of rows) {
    for (const { name, dataTypeID } of columns) {
      const value = row[name];
      if (value === null) continue;
      if (dataTypeID === instant) row[name] = new Date(value as string);
      else if (dataTypeID === numeric) row[name] = String(value);
    }
  }
  return rows;
}
