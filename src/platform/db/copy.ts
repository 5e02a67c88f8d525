import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Database } from './pool.ts';

/** One pinned connection of the owner, inside a transaction. */
export type Connection = pg.ClientBase;

/** A table of schema public. `columns` are those that hold data of their own: generated ones are computed again. */
export type Table = { name: string; columns: string[] };
export type Sequence = { name: string; lastValue: string; called: boolean };

/** The two tables in which Kysely records what ran; their content is the list that `appliedMigrations` gives. */
const migrationTables = ['kysely_migration', 'kysely_migration_lock'];
const quoted = pg.escapeIdentifier;

// Both sides of a copy write and read values the same way, whatever the server's own settings are.
const settings = `
  set local row_security = off; set local search_path = public; set local client_encoding = 'UTF8';
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local xmloption = 'content';
  set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0;`;

/** Runs `work` on one unchanging view of the database (repeatable read, read only), while others go on writing. */
export async function inSnapshot<T>(db: Database, work: (connection: Connection) => Promise<T>): Promise<T> {
  return pinned(db, 'begin isolation level repeatable read read only', work);
}

/** Runs `work` in one transaction of the owner, with the same settings as `inSnapshot`. */
export async function inOwnerTransaction<T>(db: Database, work: (connection: Connection) => Promise<T>): Promise<T> {
  return pinned(db, 'begin', work);
}

async function pinned<T>(db: Database, begin: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const client = await db.owner.connect();
  // A connection that breaks says so twice: to the query that waits, and as an event that would end the process.
  const ignore = () => {};
  client.on('error', ignore);
  try {
    await client.query(begin);
    await client.query(settings);
    const result = await work(client);
    const answer = await client.query('commit');
    if (answer.command !== 'COMMIT') throw new Error(`commit was answered ${answer.command}`);
    client.off('error', ignore);
    client.release();
    return result;
  } catch (error) {
    // A copy may have ended half-way: the connection is closed, which rolls back, rather than used again.
    client.release(true);
    throw error;
  }
}

/**
 * Every table of schema public, read from the catalogue so that none is forgotten, by name. Tables that belong to an
 * extension and the migrations' own are left out. Throws on a kind of relation that holds rows but cannot be copied.
 */
export async function readTables(connection: Connection): Promise<Table[]> {
  const { rows: strange } = await connection.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('m', 'f')`,
  );
  if (strange.length > 0) throw new Error(`cannot copy ${strange[0]!.name}: a materialised view or foreign table`);
  const { rows } = await connection.query<Table>(
    `select c.relname::text as name,
       coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attnum is not null), '{}') as columns
     from pg_class c
     left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     group by c.relname order by c.relname`,
    [migrationTables],
  );
  return rows;
}

/** Where every sequence of schema public stands, identity columns' own among them. */
export async function readSequences(connection: Connection): Promise<Sequence[]> {
  const { rows } = await connection.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1`,
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const state = await connection.query<{ lastValue: string; called: boolean }>(
      `select last_value::text as "lastValue", is_called as called from public.${quoted(name)}`,
    );
    sequences.push({ name, ...state.rows[0]! });
  }
  return sequences;
}

/** The names of the migrations that ran, in order; empty in a database that has no schema yet. */
export async function appliedMigrations(connection: Connection): Promise<string[]> {
  const { rows: known } = await connection.query(`select to_regclass('public.kysely_migration') as found`);
  if (!known[0].found) return [];
  const { rows } = await connection.query<{ name: string }>('select name from public.kysely_migration order by name');
  return rows.map(({ name }) => name);
}

/** Keeps the shape of `tables` as it is until the transaction ends; reading and writing rows goes on. */
export async function holdShape(connection: Connection, tables: Table[]): Promise<void> {
  if (tables.length > 0) await connection.query(`lock table ${tables.map(named).join(', ')} in access share mode`);
}

/**
 * The rows of a table as a stream in COPY's text format: one line per row, a line feed only at its end.
 * Read it to its end before the connection is used again.
 */
export function copyOut(connection: Connection, table: Table): Readable {
  return connection.query(copyTo(`copy ${named(table)} ${columnList(table)} to stdout`));
}

/** Loads what `copyOut` gave into a table of the same name and columns. Returns how many rows the server counted. */
export async function copyIn(connection: Connection, table: Table, lines: AsyncIterable<Buffer>): Promise<number> {
  const into = connection.query(copyFrom(`copy ${named(table)} ${columnList(table)} from stdin`));
  await pipeline(lines, into);
  return into.rowCount;
}

const columnList = (table: Table) => `(${table.columns.map(quoted).join(', ')})`;
const named = (table: Table) => `public.${quoted(table.name)}`;

type ForeignKey = { table: string; name: string; definition: string };

/**
 * Empties `tables`, runs `load`, and has everything checked afterwards. Foreign keys are dropped and added again
 * (all rows are then checked at once, in whatever order or circle the tables refer to each other) and the tables'
 * own triggers rest meanwhile (the rows come as they were). An owner who is no superuser may do all of it.
 * Must run inside one transaction: until it commits, nobody sees a table without its keys.
 */
export async function loading(connection: Connection, tables: Table[], load: () => Promise<void>): Promise<void> {
  if (tables.length === 0) return load();
  const { rows: keys } = await connection.query<ForeignKey>(
    `select conrelid::regclass::text as table, conname::text as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`,
  );
  const { rows: triggers } = await connection.query<{ table: string; name: string; enabled: string }>(
    `select tgrelid::regclass::text as table, tgname::text as name, tgenabled::text as enabled
     from pg_trigger join pg_class c on c.oid = tgrelid
     where not tgisinternal and tgenabled <> 'D' and c.relnamespace = 'public'::regnamespace order by 1, 2`,
  );
  for (const key of keys) await connection.query(`alter table ${key.table} drop constraint ${quoted(key.name)}`);
  for (const { table, name } of triggers)
    await connection.query(`alter table ${table} disable trigger ${quoted(name)}`);
  await connection.query(`truncate ${tables.map(named).join(', ')}`);
  await load();
  const again: Record<string, string> = { O: 'enable', A: 'enable always', R: 'enable replica' };
  for (const { table, name, enabled } of triggers) {
    await connection.query(`alter table ${table} ${again[enabled]!} trigger ${quoted(name)}`);
  }
  for (const key of keys) {
    await connection.query(`alter table ${key.table} add constraint ${quoted(key.name)} ${key.definition}`);
  }
}

/** Puts sequences where they stood, so that no number is given twice. A name that is not here is passed over. */
export async function setSequences(connection: Connection, sequences: Sequence[]): Promise<void> {
  for (const { name, lastValue, called } of sequences) {
    await connection.query(`select setval(to_regclass($1), $2::bigint, $3) where to_regclass($1) is not null`, [
      `public.${quoted(name)}`,
      lastValue,
      called,
    ]);
  }
}

/** How many rows a table holds. */
export async function countRows(connection: Connection, table: Table): Promise<number> {
  const { rows } = await connection.query<{ count: string }>(`select count(*)::text as count from ${named(table)}`);
  return Number(rows[0]!.count);
}

/**
 * A fingerprint of all rows of a table whatever their order: their number and two sums over halves of the MD5 of each
 * row's text. Equal tables give equal text on every server of the versions we run. For accidents, not for enemies.
 */
export async function fingerprint(connection: Connection, table: Table): Promise<string> {
  const half = (from: number) => `coalesce(sum(('x' || substr(hash, ${from}, 15))::bit(60)::bigint), 0)::text`;
  const row = `row(${table.columns.map((column) => `t.${quoted(column)}`).join(', ')})`;
  const { rows } = await connection.query<{ print: string }>(
    `select concat_ws(':', count(*)::text, ${half(1)}, ${half(17)}) as print
     from (select md5(${row}::text) as hash from ${named(table)} t) hashes`,
  );
  return rows[0]!.print;
}

/**
 * Removes what the migrations made in schema public (tables, views, sequences, functions, types of this owner), so
 * that they can run again from the first one. Extensions and what belongs to them stay, and so does the job queue.
 */
export async function clearSchema(connection: Connection): Promise<void> {
  const ours = (catalogue: string) =>
    `not exists (select from pg_depend d where d.classid = '${catalogue}'::regclass and d.objid = o.oid and d.deptype in ('e', 'i'))`;
  const { rows } = await connection.query<{ drop: string }>(
    `select format('drop %s if exists %s cascade',
        case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, o.oid::regclass) as drop
       from pg_class o where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S') and ${ours('pg_class')}
     union all
     select format('drop routine if exists %s cascade', o.oid::regprocedure)
       from pg_proc o where pronamespace = 'public'::regnamespace and ${ours('pg_proc')}
     union all
     select format('drop type if exists %s cascade', o.oid::regtype)
       from pg_type o where typnamespace = 'public'::regnamespace and typtype in ('e', 'd') and ${ours('pg_type')}
     union all
     select format('drop text search configuration if exists %s cascade', o.oid::regconfig)
       from pg_ts_config o where cfgnamespace = 'public'::regnamespace and ${ours('pg_ts_config')}`,
  );
  for (const statement of rows) await connection.query(statement.drop);
}
