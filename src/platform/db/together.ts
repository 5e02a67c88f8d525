import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type QueryResult } from 'kysely';
import pg from 'pg';
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
 * Statements that were asked so often have a name, by which a connection that knows it neither reads nor plans them again. Few: each
 * connection keeps a plan of some ten kilobytes for each.
 */
const oftenEnough = 5;
const mostNamed = 40;
const asks = new Map<string, number>();
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= mostNamed) return name;
  if (asks.size > mostDescribed) asks.clear();
  const times = (asks.get(text) ?? 0) + 1;
  asks.set(text, times);
  if (times >= oftenEnough) names.set(text, `often-${names.size + 1}`);
  return names.get(text);
}

/** The handles that ask together already, and whether their transaction is over. */
const handles = new WeakMap<Trx, { over: boolean }>();

/**
 * A handle on the same open transaction, for pages that ask many small things which do not depend on each other: what is asked
 * without waiting for an answer goes to the database as one statement. Reading alone. The first time that a text is asked, the
 * database describes its columns on the same way; only what JSON would change is then asked once more, by itself. With `plansKept`, plans of
 * what is asked often are kept: for statements whose best plan does not depend on their parameters.
 */
export function askTogether(trx: Trx, plansKept = false): Trx {
  if (handles.has(trx)) return trx;
  const client = clientOf(trx);
  const transaction = { over: false };
  const named = (text: string) => (plansKept ? nameOf(text) : undefined);
  let asked: Asked[] = [];
  let turn: Promise<void> = Promise.resolve();
  const ask = (text: string, values: readonly unknown[]) =>
    new Promise<Record<string, unknown>[]>((resolve, reject) => {
      if (transaction.over) return reject(new Error(tooLate));
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
    const candidates = all.filter((one) => mayJoin(one.text));
    const joined = candidates.length > 1 ? candidates : [];
    try {
      if (transaction.over) throw new Error(tooLate);
      if (joined.length > 0) {
        const unknown = [...new Set(joined.map(({ text }) => text).filter((text) => !described.has(text)))];
        const { text, values } = joinedStatement(joined);
        const [row] = await describing(client, { text, values, name: named(text) }, unknown);
        for (const [at, { text, resolve }] of joined.entries())
          if (isJoinable(text)) resolve(typed(row![`q${at}`]!, described.get(text)!));
      }
      for (const one of all) {
        if (joined.includes(one) && isJoinable(one.text)) continue;
        if (transaction.over) throw new Error(tooLate);
        const { text, values } = one;
        const { rows, fields } = await client.query({ text, values: values as unknown[], name: named(text) });
        learn(one.text, fields);
        one.resolve(rows);
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
  handles.set(together, transaction);
  return together;
}

const tooLate = 'the transaction is over';

/** Nothing more is asked on this handle: what somebody failed to wait for must not reach the connection's next transaction. */
export function asksNoMore(together: Trx): void {
  handles.get(together)!.over = true;
}

/** The quoted texts of a statement: what looks like a parameter there is none. */
const literals = (text: string): string[] => text.match(/'(?:[^']|'')*'/g) ?? [];

/** Whether a statement can be asked among others: it reads, and what is known of its columns does not speak against it. */
function mayJoin(text: string): boolean {
  if (!/^\s*(select|with)\b/i.test(text) || /\b(insert into|update|delete from)\b/i.test(text)) return false;
  if (/\bfor (no key update|update|share|key share)\b/i.test(text)) return false;
  return !literals(text).some((one) => /\$\d/.test(one)) && (!described.has(text) || isJoinable(text));
}

/** Whether a statement's answer can come through JSON unchanged, among others. */
export function isJoinable(text: string): boolean {
  const columns = described.get(text);
  if (!columns) return false;
  const names = new Set(columns.map(({ name }) => name));
  return (
    names.size === columns.length &&
    columns.every(({ dataTypeID: type }) => plainTypes.has(type) || type === instant || type === numeric)
  );
}

/** Keeps of what types a text's columns are. */
function learn(text: string, fields: readonly Column[]): void {
  if (described.size > mostDescribed) described.clear();
  described.set(
    text,
    fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
  );
}

/** What goes over a connection to the server, and comes back; the driver does not name it. */
type Wire = { parse(what: { text: string; name: string }): void; describe(what: { type: 'S'; name: string }): void };
type Message = { fields: Column[] };

/** A statement before which the server describes others, without running them: one way there and back. */
class Describing extends (pg.Query as unknown as new (
  config: { text: string; values: unknown[]; name: string | undefined; queryMode: string },
  callback: (error: Error | undefined, result: pg.QueryResult) => void,
) => { prepare(wire: Wire): void; handleRowDescription(message: Message): void }) {
  unknown: readonly string[] = [];
  #next = 0;

  override prepare(wire: Wire): void {
    for (const text of this.unknown) {
      wire.parse({ text, name: '' });
      wire.describe({ type: 'S', name: '' });
    }
    super.prepare(wire);
  }

  override handleRowDescription(message: Message): void {
    const text = this.unknown[this.#next++];
    if (text === undefined) super.handleRowDescription(message);
    else learn(text, message.fields);
  }
}

function describing(
  client: pg.PoolClient,
  statement: { text: string; values: unknown[]; name: string | undefined },
  unknown: readonly string[],
): Promise<Record<string, Record<string, unknown>[]>[]> {
  return new Promise((resolve, reject) => {
    const query = new Describing({ ...statement, queryMode: 'extended' }, (error, result) =>
      error ? reject(error) : resolve(result.rows),
    );
    query.unknown = unknown;
    client.query(query as unknown as pg.Submittable);
  });
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
