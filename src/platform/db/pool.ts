import type { Writable } from 'node:stream';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';
import type { DB } from './types.ts';

/** A handle for queries. Inside `inNetwork` and `asOwner` it is bound to one open transaction. */
export type Trx = Kysely<DB>;

// bigint counts fit a number here; dates stay calendar days ('2026-08-05'), never instants.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** The two doors to the database: `app` under row-level security, `owner` for migrations, imports and backup. */
export type Database = { url: string; app: pg.Pool; owner: pg.Pool; close(): Promise<void> };

/** A request that gets no connection in this time is answered 503, rather than waiting for ever behind the others. */
const longestWaitMs = 15_000;
/** No statement of a request or job takes nearly so long; one that does would keep its connection from the others. */
const longestStatementMs = 60_000;

/** Opens both pools. No connection is made before the first query. */
export function openDatabase(url: string, sizes: { app?: number; owner?: number } = {}): Database {
  // The role is a start-up option, so that RESET ROLE and DISCARD ALL come back to it.
  const app = new pg.Pool({
    connectionString: url,
    max: sizes.app ?? 12,
    options: `-c role=casement_app -c statement_timeout=${longestStatementMs}`,
    connectionTimeoutMillis: longestWaitMs,
    // What is asked without waiting for the answer before goes out at once (see prepared.ts).
    pipeline: true,
  });
  const owner = new pg.Pool({ connectionString: url, max: sizes.owner ?? 2, idleTimeoutMillis: 5_000 });
  // A lost connection, idle or in use, fails its query at most; the event beside that must not end the process.
  for (const pool of [app, owner]) {
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
  }
  return { url, app, owner, close: async () => void (await Promise.all([app.end(), owner.end()])) };
}

const bound = new WeakMap<pg.PoolClient, Kysely<DB>>();

/** Kysely over one pinned client; the same instance for the life of the client. */
export function kyselyOn(client: pg.PoolClient): Kysely<DB> {
  const existing = bound.get(client);
  if (existing) return existing;
  const made = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PinnedDriver(client),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
    },
  });
  bound.set(client, made);
  clients.set(made, client);
  return made;
}

const clients = new WeakMap<Kysely<DB>, pg.PoolClient>();

/** The client behind a transaction. */
export const clientOf = (trx: Trx): pg.PoolClient => clients.get(trx)!;

/** Where a client writes what it asks. */
export const streamOf = (client: pg.PoolClient): Writable =>
  (client as unknown as { connection: { stream: Writable } }).connection.stream;

/** Another handle on the same client. */
export const knownClient = (trx: Trx, client: pg.PoolClient): void => void clients.set(trx, client);

class PinnedDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(client: pg.PoolClient) {
    this.#connection = new PinnedConnection(client);
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('a transaction is opened by inNetwork or asOwner alone');
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

class PinnedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  constructor(client: pg.PoolClient) {
    this.#client = client;
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#client.query(query.sql, query.parameters as unknown[]);
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }
  // biome-ignore lint/correctness/useYield: Kysely asks for the method; nothing here streams through it.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('exports stream through a cursor of their own');
  }
}
