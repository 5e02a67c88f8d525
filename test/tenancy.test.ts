import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../src/platform/crypto/ids.ts';
import { type Database, inNetwork, inNoNetwork } from '../src/platform/db/index.ts';
import { createTestDatabase } from './app.ts';

/** Reference tables of the installation, without a network. Written by the operator's imports; the app may read them. */
const reference = [
  'bodies',
  'boundaries',
  'boundary_sets',
  'contacts',
  'divisions',
  'imports',
  'installation',
  'instrument_versions',
  'instruments',
  'issues',
  'networks',
  'officials',
  'places',
  'postal_divisions',
  'postal_points',
  'posts',
  'provision_links',
  'provisions',
  'roles',
  'tenures',
];
/** The migrator's own bookkeeping: the app may not even read it. */
const bookkeeping = ['kysely_migration', 'kysely_migration_lock'];

let db: Database;
let drop: () => Promise<void>;
type Column = { name: string; type: string; required: boolean };
type Tenant = { table: string; key: string[]; columns: Column[] };
let tenants: Tenant[];

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await db.owner.query<T>(text, values)).rows;
const mine = newId();
const theirs = newId();

beforeAll(async () => {
  ({ db, drop } = await createTestDatabase());
  tenants = await rows<{ table: string; key: string[]; columns: Column[] }>(`
      select c.relname as table,
        (select array_agg(a.attname::text order by k.position) from pg_index i, unnest(i.indkey) with ordinality k (attnum, position)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary) as key,
        (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull and not a.atthasdef) order by a.attnum)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'network_id' and not a.attisdropped)
      order by c.relname`);
  for (const [id, slug] of [
    [mine, 'mine'],
    [theirs, 'theirs'],
  ]) {
    await db.owner.query(`insert into networks (id, slug, name, locales) values ($1, $2, '{"en":"n"}', '{en}')`, [
      id,
      slug,
    ]);
  }
  // One row of the other network in every tenant table, its constraints and triggers aside: what counts here is who may see it.
  const client = await db.owner.connect();
  try {
    for (const { table } of tenants) {
      const constraints = await client.query<{ name: string }>(
        `select conname as name from pg_constraint where conrelid = $1::regclass and contype in ('c', 'f')`,
        [table],
      );
      for (const { name } of constraints.rows)
        await client.query(`alter table ${table} drop constraint "${name}" cascade`);
      await client.query(`alter table ${table} disable trigger user`);
    }
    for (const tenant of tenants) await client.query(insertOf(tenant, theirs));
  } finally {
    client.release();
  }
});
afterAll(() => drop());

/** A row of any table with something in each column that asks for it. */
function insertOf({ table, columns }: Tenant, network: string): string {
  const needed = columns.filter((column) => column.required);
  const value = ({ name, type }: Column) => {
    if (name === 'network_id') return `'${network}'`;
    if (type === 'uuid') return `'${newId()}'`;
    if (type === 'bytea') return `'\\x${newId().replaceAll('-', '')}'`;
    if (type === 'text[]') return `'{x}'`;
    if (type.startsWith('timestamp') || type === 'date') return `'2026-01-01'`;
    if (/^(integer|bigint|smallint|double|numeric)/.test(type)) return '1';
    if (type === 'boolean') return 'false';
    if (type.startsWith('bit(')) return `0::${type}`;
    if (type === 'jsonb' || type === 'json' || type === 'tstzmultirange') return `'{}'`;
    return `'${newId()}'`;
  };
  return `insert into ${table} (${needed.map((column) => column.name).join(', ')}) values (${needed.map(value).join(', ')})`;
}

describe('the second lock, on every tenant table of the catalogue', () => {
  test('there are tenant tables, and every other table is on the short list', async () => {
    expect(tenants.length).toBeGreaterThan(15);
    const all = await rows<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    const others = all.map((row) => row.name).filter((name) => !tenants.some((tenant) => tenant.table === name));
    expect(others.sort()).toEqual([...reference, ...bookkeeping].sort());
  });

  test('network_id leads the primary key and every index', async () => {
    expect(tenants.filter((tenant) => tenant.key?.[0] !== 'network_id').map((tenant) => tenant.table)).toEqual([]);
    const wrong = await rows<{ index: string }>(
      `
      select i.indexrelid::regclass::text as index from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where c.relname = any($1) and a.attname <> 'network_id'`,
      [tenants.map((tenant) => tenant.table)],
    );
    expect(wrong).toEqual([]);
  });

  test('no citext, no enum: their operators use no index under row-level security', async () => {
    const wrong = await rows(`
      select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (t.typtype = 'e' or t.typname = 'citext')`);
    expect(wrong).toEqual([]);
  });

  test('another network’s rows can neither be read, changed, removed nor written', async () => {
    for (const tenant of tenants) {
      const seen = await inNetwork(db, mine, (trx) =>
        sql<{ n: number }>`select count(*)::int as n from ${sql.table(tenant.table)}`.execute(trx),
      );
      expect([tenant.table, seen.rows[0]!.n]).toEqual([tenant.table, 0]);
      // The owner sees that the row is there.
      expect([tenant.table, (await rows<{ n: number }>(`select count(*)::int n from ${tenant.table}`))[0]!.n]).toEqual([
        tenant.table,
        1,
      ]);
      const changed = await inNetwork(db, mine, (trx) =>
        sql`update ${sql.table(tenant.table)} set network_id = network_id`.execute(trx),
      ).then(
        (result) => Number(result.numAffectedRows),
        (error) => (error.code === '42501' ? 0 : Promise.reject(error)),
      );
      expect([tenant.table, changed]).toEqual([tenant.table, 0]);
      const removed = await inNetwork(db, mine, (trx) => sql`delete from ${sql.table(tenant.table)}`.execute(trx)).then(
        (result) => Number(result.numAffectedRows),
        (error) => (error.code === '42501' ? 0 : Promise.reject(error)),
      );
      expect([tenant.table, removed]).toEqual([tenant.table, 0]);
      await expect(
        inNetwork(db, mine, (trx) => sql.raw(insertOf(tenant, theirs)).execute(trx)),
        tenant.table,
      ).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('its own network sees the row: the lock is no wall', async () => {
    for (const tenant of tenants) {
      const seen = await inNetwork(db, theirs, (trx) =>
        sql<{ n: number }>`select count(*)::int as n from ${sql.table(tenant.table)}`.execute(trx),
      );
      expect([tenant.table, seen.rows[0]!.n]).toEqual([tenant.table, 1]);
    }
  });

  test('without a network no tenant row is there', async () => {
    for (const tenant of tenants) {
      const seen = await inNoNetwork(db, (trx) =>
        sql<{ n: number }>`select count(*)::int as n from ${sql.table(tenant.table)}`.execute(trx),
      );
      expect([tenant.table, seen.rows[0]!.n]).toEqual([tenant.table, 0]);
    }
  });

  test('the application’s role writes no reference table, makes no network, and comes back to itself', async () => {
    for (const table of [...reference, ...bookkeeping]) {
      await expect(
        inNetwork(db, mine, (trx) => sql`delete from ${sql.table(table)}`.execute(trx)),
        table,
      ).rejects.toMatchObject({ code: '42501' });
    }
    const other = await inNetwork(db, mine, (trx) =>
      sql`update networks set accent = '#000000' where id = ${theirs}`.execute(trx),
    );
    expect(Number(other.numAffectedRows)).toBe(0);
    const role = await inNetwork(db, mine, async (trx) => {
      await sql`reset role`.execute(trx);
      return sql<{ who: string }>`select current_user as who`.execute(trx);
    });
    expect(role.rows[0]!.who).toBe('casement_app');
  });

  test('a job is stamped with the network of the transaction, whatever the payload says', async () => {
    await inNetwork(db, mine, (trx) =>
      sql`select enqueue_job('x', ${JSON.stringify({ network: theirs })}::json)`.execute(trx),
    );
    const [job] = await rows<{ payload: { network: string } }>('select payload from graphile_worker._private_jobs');
    expect(job!.payload.network).toBe(mine);
    await expect(inNoNetwork(db, (trx) => sql`select enqueue_job('x', '{}'::json)`.execute(trx))).rejects.toThrow(
      'a job needs a network',
    );
    await expect(
      inNetwork(db, mine, (trx) => sql`select graphile_worker.add_job('x')`.execute(trx)),
    ).rejects.toMatchObject({ code: '42501' });
  });

  test('a network id that is none is refused before it reaches the database', async () => {
    await expect(inNetwork(db, "x'; drop table people; --", async () => 0)).rejects.toThrow('not a network id');
  });

  test('a transaction that the server rolled back is never taken for committed', async () => {
    const swallowed = inNetwork(db, mine, async (trx) => {
      await sql`select 1/0`.execute(trx).catch(() => {});
    });
    await expect(swallowed).rejects.toThrow('commit was answered ROLLBACK');
  });
});
