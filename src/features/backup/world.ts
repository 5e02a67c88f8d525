import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, newToken } from '../../platform/crypto/ids.ts';
import { type Connection, inOwnerTransaction, inSnapshot, readTables } from '../../platform/db/copy.ts';
import { type Database, openDatabase } from '../../platform/db/index.ts';

/*
 * For tests: databases of their own, and rows in every table of the catalogue, whatever tables there are,
 * with the texts and numbers that copying gets wrong first.
 */

/** A new database on the test server: a clone of the migrated template, or empty. `owner` may be a role that is no superuser. */
export async function newDatabase(
  kind: 'migrated' | 'empty',
  owner?: { name: string; password: string },
): Promise<{ db: Database; drop(): Promise<void> }> {
  const server = process.env.CASEMENT_TEST_SERVER!;
  const name = `casement_backup_${newId().replaceAll('-', '')}`;
  const admin = openDatabase(server, { owner: 1 });
  const template = kind === 'migrated' ? process.env.CASEMENT_TEST_TEMPLATE : 'template0';
  await admin.owner.query(
    `create database ${name} template ${template} strategy file_copy${owner ? ` owner ${owner.name}` : ''}`,
  );
  const url = new URL(server);
  url.pathname = `/${name}`;
  if (owner) Object.assign(url, { username: owner.name, password: owner.password });
  const db = openDatabase(url.href, { owner: 4 });
  return {
    db,
    async drop() {
      await db.close();
      await admin.owner.query(`drop database ${name} with (force)`);
      await admin.close();
    },
  };
}

/** A data folder with an installation secret. */
export function newDataFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'casement-backup-'));
  writeFileSync(join(folder, 'secret'), newToken());
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** All rows of all tables as text, in one snapshot: table → sorted rows. With `like`: only the columns that its tables have. */
export async function allRows(db: Database, like: Database = db): Promise<Map<string, string[]>> {
  const { rows: listed } = await like.owner.query<{ name: string; columns: string }>(
    `select attrelid::regclass::text as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns
     from pg_attribute join pg_class c on c.oid = attrelid
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped group by 1`,
  );
  const columns = new Map(listed.map((table) => [table.name, table.columns]));
  return inSnapshot(db, async (connection) => {
    const found = new Map<string, string[]>();
    for (const { name } of await readTables(connection)) {
      if (!columns.has(name)) continue;
      const { rows } = await connection.query<{ row: string }>(
        `select row(${columns.get(name)})::text as row from public."${name}"`,
      );
      found.set(name, rows.map(({ row }) => row).sort());
    }
    return found;
  });
}

type Column = { name: string; type: string; nullable: boolean };
type ForeignKey = { columns: string[]; parent: string; parentColumns: string[] };
type Shape = { name: string; columns: Column[]; keys: ForeignKey[]; checks: string[] };
type Values = Record<string, unknown>;

const awkward = [
  'plain',
  'tab\there, line\nfeed, return\r, back\\slash, \\N, \\. and \\\\.',
  `quotes ' " and {braces, "commas"}, \u0001\u007f`,
  'Étienne 🪟 ภาษาไทย עברית \u202e',
  '  spaces  ',
];

/** Puts a few rows into every table of schema public, in the order of their foreign keys. Throws for a table it cannot fill. */
export async function fillEveryTable(db: Database, rowsPerTable = 4): Promise<void> {
  await inOwnerTransaction(db, async (connection) => {
    const shapes = await readShapes(connection);
    // Their own triggers rest: they would write rows of their own from what means nothing.
    for (const { name } of shapes) await connection.query(`alter table public."${name}" disable trigger user`);
    const filled = new Map<string, Values[]>();
    while (filled.size < shapes.length) {
      const ready = shapes.filter(
        (shape) =>
          !filled.has(shape.name) &&
          // The hot tables name no network by a foreign key; their rows are a network's all the same.
          (filled.has('networks') || !shape.columns.some(({ name }) => name === 'network_id')) &&
          shape.keys.every(({ parent }) => parent === shape.name || filled.has(parent)),
      );
      if (ready.length === 0) throw new Error('the tables refer to each other in a circle');
      for (const shape of ready) filled.set(shape.name, await fill(connection, shape, filled, rowsPerTable));
    }
    for (const { name } of shapes) await connection.query(`alter table public."${name}" enable trigger user`);
  });
}

async function fill(
  connection: Connection,
  shape: Shape,
  filled: Map<string, Values[]>,
  count: number,
): Promise<Values[]> {
  const { rows: already } = await connection.query<Values>(`select * from public."${shape.name}"`);
  const rows = already;
  for (let index = 0; index < count; index += 1) {
    const parents = new Map(filled).set(shape.name, rows);
    let refusal: unknown;
    let done = false;
    for (const { choice, turn } of ways(shape)) {
      const values = rowOf(shape, parents, index, choice, turn);
      if (!values) continue;
      await connection.query('savepoint one_row');
      try {
        rows.push(await insert(connection, shape, values));
        done = true;
        break;
      } catch (error) {
        refusal = error;
        await connection.query('rollback to savepoint one_row');
      }
    }
    // A table that takes only one row (the installation's) has it after the first turn.
    if (!done && rows.length === 0) throw new Error(`no row fits into ${shape.name}: ${refusal}`);
  }
  return rows;
}

/** Which nullable columns get a value: all, none, each alone. Checks between columns let one of them pass. */
function* choices(shape: Shape): Generator<(column: Column) => boolean> {
  const nullable = shape.columns.filter((column) => column.nullable);
  yield () => true;
  yield () => false;
  for (const one of nullable) yield (column) => column === one;
  for (const one of nullable) yield (column) => column !== one;
}

/** All choices with the row's own values, then with those of the row after it: checks between columns let one of them pass. */
function* ways(shape: Shape): Generator<{ choice: (column: Column) => boolean; turn: number }> {
  for (const turn of [0, 1]) for (const choice of choices(shape)) yield { choice, turn };
}

function rowOf(
  shape: Shape,
  parents: Map<string, Values[]>,
  index: number,
  has: (column: Column) => boolean,
  turn: number,
): Values | undefined {
  const values: Values = {};
  const wanted = (name: string) => {
    const column = shape.columns.find((candidate) => candidate.name === name)!;
    return !column.nullable || has(column);
  };
  const networks = parents.get('networks') ?? [];
  if (shape.columns.some(({ name }) => name === 'network_id'))
    values.network_id = networks[index % Math.min(2, networks.length)]!.id;
  for (const { columns, parent, parentColumns } of shape.keys) {
    if (!columns.every(wanted)) continue;
    const fitting = parents
      .get(parent)!
      .filter((row) =>
        columns.every((column, at) => values[column] === undefined || values[column] === row[parentColumns[at]!]),
      );
    // Two keys into one table lead to two rows where a check wants them to differ, or the one before the other.
    const unlike = shape.checks.some((check) =>
      columns.some((column) => check.includes(`<> ${column}`) || check.includes(`< ${column})`)),
    );
    const chosen = fitting[(index + (unlike ? 1 : 0)) % fitting.length];
    if (!chosen && columns.every((column) => !shape.columns.find(({ name }) => name === column)!.nullable))
      return undefined;
    for (const [at, column] of columns.entries()) values[column] ??= chosen?.[parentColumns[at]!];
  }
  for (const column of shape.columns) {
    if (values[column.name] !== undefined) continue;
    const key = shape.keys.some(({ columns }) => columns.includes(column.name));
    // A later column holds a later number or moment: an end comes after its beginning.
    const place = shape.columns.indexOf(column);
    values[column.name] = key || !wanted(column.name) ? null : valueFor(column, shape.checks, index + turn, place);
  }
  return values;
}

const candidates = [
  'plain',
  'en',
  'CA',
  'a'.repeat(64),
  '#a8361c',
  'a@b.invalid',
  '2026-01-31',
  '+15550100',
  'https://a.invalid',
  '0',
  'a',
  'a/b',
  'a:b',
  '12345',
  'ABCDE',
];

function valueFor(column: Column, checks: string[], index: number, place: number): unknown {
  const found = (after: string) =>
    checks.map((check) => new RegExp(`\\b${column.name}${after}`).exec(check)?.[1]).find(Boolean);
  const list = found(' = ANY \\(\\(?ARRAY\\[(.*?)\\]');
  if (list) return [...list.matchAll(/'([^']*)'/g)].map((match) => match[1])[index % list.split(',').length];
  const only = found(" = '([^']*)'");
  if (only) return only;
  const pattern = found(" ~ '([^']+)'");
  if (pattern) {
    const fits = new RegExp(pattern);
    return [
      ...candidates.map((text) => text.slice(0, -1) + 'abcdef'[index % 6]),
      ...candidates.map((text) => `${text}-${index}`),
      ...candidates,
    ].find((text) => fits.test(text));
  }
  // Signs are forbidden here: a plain word has none.
  if (found(" !~ '([^']+)'")) return `plain${index}`;
  const text = `${awkward[index % awkward.length]} ${index}`;
  switch (column.type) {
    case 'uuid':
      return newId();
    case 'text':
      return text;
    case 'text[]':
      return index % 2 ? [text, '', 'NULL', 'null'] : ['en'];
    case 'jsonb':
    case 'json':
      // A list where a check wants one.
      if (checks.some((check) => check.includes(`jsonb_typeof(${column.name}) = 'array'`)))
        return JSON.stringify([text, 1.5]);
      return JSON.stringify({ en: text, 'a"b': [1.5, null, true, '\\n'] });
    case 'tsvector':
      return `'a\\\\b ''c' 'plain ${index}'`;
    case 'tstzmultirange':
      return '{[2026-01-01 00:00+00,2026-02-01 00:00+00),[2026-03-01 00:00+00,)}';
    case 'bit(4096)':
      return String(index % 2).repeat(4096);
    case 'bytea':
      return Buffer.from([0, 9, 10, 13, 92, 46, 255, index]);
    case 'boolean':
      return index % 2 === 0;
    case 'smallint':
    case 'integer':
    case 'bigint':
      return Math.max(index + 1 + place, Number(found(' >= (\\d+)') ?? 0));
    case 'double precision':
    case 'numeric':
      return index + 0.1 + 0.2;
    case 'date':
      return `20${20 + index}-02-28`;
    case 'timestamp without time zone':
      return `2026-11-0${1 + (index % 9)} ${String(place % 24).padStart(2, '0')}:00`;
    case 'timestamp with time zone':
      return `2026-11-0${1 + (index % 9)} 01:02:03.45678${index % 10}+05:30`;
    default:
      return text;
  }
}

async function insert(connection: Connection, shape: Shape, values: Values): Promise<Values> {
  const names = Object.keys(values);
  const types = new Map(shape.columns.map(({ name, type }) => [name, type]));
  const { rows } = await connection.query<Values>(
    `insert into public."${shape.name}" (${names.map((name) => `"${name}"`).join(', ')}) overriding system value
     values (${names.map((name, at) => `$${at + 1}::${types.get(name)}`).join(', ')}) returning *`,
    names.map((name) => values[name]),
  );
  return rows[0]!;
}

async function readShapes(connection: Connection): Promise<Shape[]> {
  const tables = await readTables(connection);
  const { rows: columns } = await connection.query<Column & { table: string }>(
    `select attrelid::regclass::text as table, attname::text as name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable
     from pg_attribute where attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' and attrelid::regclass::text = any ($1) order by attnum`,
    [tables.map(({ name }) => name)],
  );
  const { rows: keys } = await connection.query<ForeignKey & { table: string }>(
    `select conrelid::regclass::text as table, confrelid::regclass::text as parent,
       array(select attname::text from unnest(conkey) with ordinality k (num, at) join pg_attribute on attrelid = conrelid and attnum = num order by at) as columns,
       array(select attname::text from unnest(confkey) with ordinality k (num, at) join pg_attribute on attrelid = confrelid and attnum = num order by at) as "parentColumns"
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by cardinality(conkey) desc, conname`,
  );
  const { rows: checks } = await connection.query<{ table: string; definition: string }>(
    `select conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace`,
  );
  return tables.map(({ name }) => ({
    name,
    columns: columns.filter(({ table }) => table === name),
    keys: keys.filter(({ table }) => table === name),
    checks: checks.filter(({ table }) => table === name).map(({ definition }) => definition),
  }));
}
