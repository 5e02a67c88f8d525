import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, secretOf } from '../../platform/crypto/ids.ts';
import { appliedMigrations, inSnapshot } from '../../platform/db/copy.ts';
import { type Database, migrate, openDatabase } from '../../platform/db/index.ts';
import { openFileStore } from '../../platform/files/index.ts';
import { backUp, leftOut } from './backup.ts';
import type { Manifest } from './format.ts';
import { NotEmpty } from './refusal.ts';
import { restore } from './restore.ts';
import { allRows, fillEveryTable, newDatabase, newDataFolder } from './world.ts';

const passphrase = 'four words in a row';
const now = new Date('2026-11-21T12:00:00Z');
const undo: (() => unknown)[] = [];
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

async function database(...args: Parameters<typeof newDatabase>): Promise<Database> {
  const { db, drop } = await newDatabase(...args);
  undo.push(drop);
  return db;
}

function dataFolder(): string {
  const { folder, remove } = newDataFolder();
  undo.push(remove);
  return folder;
}

const quiet = () => {};

type Stored = { network: string; key: string };
/** Where the file store of a data folder keeps a file. */
const pathOf = (folder: string, { network, key }: Stored) =>
  openFileStore(join(folder, 'files'), secretOf(Buffer.alloc(32))).path(network, key);

const count = async (db: Database, sql: string): Promise<number> => Number((await db.owner.query(sql)).rows[0].count);

/** Names every constraint, trigger and policy of the schema, as the server spells them. */
async function shapeOf(db: Database): Promise<string[]> {
  const { rows } = await db.owner.query(`
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint where connamespace = 'public'::regnamespace
    union all select tgrelid::regclass || ' ' || pg_get_triggerdef(t.oid) || tgenabled::text from pg_trigger t where not tgisinternal
    union all select schemaname || tablename || policyname || qual from pg_policies where schemaname = 'public' order by 1`);
  return rows.map(({ line }) => line);
}

/** Writes numbered transactions over three tables until told to stop. */
function startWriter(db: Database, network: string) {
  let stopped = false;
  const writer = { written: 0, stop: async () => {} };
  const work = (async () => {
    for (let n = 1; !stopped; n += 1) {
      const client = await db.owner.connect();
      const person = newId();
      await client.query('begin');
      await client.query(
        `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at) values ($1, $2, $3, $3, $3, $3, 'en', now())`,
        [network, person, `writer-${n}.`],
      );
      await client.query(
        `insert into consents (network_id, id, person_id, purpose, event, source, at) values ($1, $2, $3, $4, 'given', 'form', now())`,
        [network, newId(), person, `writer-${n}.`],
      );
      await client.query(
        `insert into audit (network_id, id, at, actor_kind, verb, noun) values ($1, $2, now(), 'system', 'tried', $3)`,
        [network, newId(), `writer-${n}.`],
      );
      await client.query('commit');
      client.release();
      writer.written = n;
    }
  })();
  writer.stop = async () => {
    stopped = true;
    await work;
  };
  return writer;
}

/** Tables of things whose addresses are of letters of any script. */
const addressed = [
  'campaigns',
  'groups',
  'library_works',
  'library_slugs',
  'news_items',
  'news_slugs',
  'organisations',
  'practices',
  'stories',
];

describe('an installation that serves', () => {
  let source: Database;
  let target: Database;
  let sourceFolder: string;
  let targetFolder: string;
  let archive: string;
  let manifest: Manifest;
  let missing: Stored;
  let stored: Stored[];
  let stray: Stored;
  const during = { first: 0, last: 0, after: 0 };

  beforeAll(async () => {
    source = await database('migrated');
    sourceFolder = dataFolder();
    await fillEveryTable(source);
    for (const table of addressed)
      await source.owner.query(
        `update ${table} set slug = 'ยุติการค้นตัว-' || md5(row(t.*)::text) from ${table} t where ${table}.ctid = t.ctid`,
      );
    const network = (await source.owner.query('select id from networks order by slug')).rows[0].id;
    // Enough rows that the writer is heard between the first table and the last.
    await source.owner.query(
      `insert into audit (network_id, id, at, actor_kind, verb, noun) select $1, gen_random_uuid(), now(), 'system', 'filled', 'row' from generate_series(1, 20000)`,
      [network],
    );
    const { rows: named } = await source.owner.query<Stored>(
      'select network_id::text as network, key from files order by key',
    );
    [missing, ...stored] = named as [Stored, ...Stored[]];
    for (const [index, file] of stored.entries()) {
      mkdirSync(dirname(pathOf(sourceFolder, file)), { recursive: true });
      writeFileSync(pathOf(sourceFolder, file), Buffer.alloc(100_000 + index, index));
    }
    // One that no row names.
    stray = { network, key: 'f'.repeat(64) };
    mkdirSync(dirname(pathOf(sourceFolder, stray)), { recursive: true });
    writeFileSync(pathOf(sourceFolder, stray), 'stray');

    const writer = startWriter(source, network);
    while (writer.written < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    archive = join(sourceFolder, 'backup.casement');
    manifest = await backUp(source, {
      dataFolder: sourceFolder,
      file: archive,
      passphrase,
      now,
      progress: () => {
        during.first ||= writer.written;
        during.last = writer.written;
      },
    });
    await writer.stop();
    during.after = writer.written;
    target = await database('empty');
    targetFolder = dataFolder();
    await restore(target, { dataFolder: targetFolder, file: archive, passphrase, now, out: quiet });
  }, 120_000);

  test('has rows in every table of the catalogue, so that the comparison means something', async () => {
    const empty = [...(await allRows(source))].filter(([, rows]) => rows.length === 0).map(([name]) => name);
    expect(empty).toEqual([]);
  });

  test('comes back row by row, as it stood at one instant while a writer went on', async () => {
    expect(during.last).toBeGreaterThan(during.first);
    const before = await allRows(source);
    const after = await allRows(target);
    expect([...after.keys()]).toEqual([...before.keys()]);
    const written = (rows: string[]) => rows.flatMap((row) => row.match(/writer-\d+\./)?.[0] ?? []).sort();
    const seen = written(after.get('people')!);
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(seen.length).toBeLessThan(during.after);
    // What one transaction wrote is there wholly or not at all, and no number is skipped.
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => `writer-${index + 1}.`).sort());
    for (const [name, rows] of before) {
      const restored = after.get(name)!;
      if (leftOut.includes(name)) expect([name, restored]).toEqual([name, []]);
      else if (name === 'installation') expect(restored).toHaveLength(1);
      else if (['people', 'consents', 'audit'].includes(name)) {
        expect(written(restored)).toEqual(seen);
        const known = new Set(seen);
        const snapshot = rows.filter((row) => known.has(row.match(/writer-\d+\./)?.[0] ?? seen[0]!));
        expect(restored).toEqual(snapshot);
      } else expect([name, restored]).toEqual([name, rows]);
    }
    expect(await shapeOf(target)).toEqual(await shapeOf(source));
    expect(manifest.tables.find(({ name }) => name === 'people')!.rows).toBe(after.get('people')!.length);
  });

  test('brings its files and its secret, and says which file was missing', () => {
    expect(manifest.missingFiles).toEqual([missing.key]);
    expect(stored.length).toBeGreaterThan(1);
    for (const file of stored) {
      expect(readFileSync(pathOf(targetFolder, file)).equals(readFileSync(pathOf(sourceFolder, file)))).toBe(true);
    }
    expect(existsSync(pathOf(targetFolder, stray))).toBe(false);
    expect(readFileSync(join(targetFolder, 'secret'))).toEqual(readFileSync(join(sourceFolder, 'secret')));
    expect(statSync(join(targetFolder, 'secret')).mode & 0o777).toBe(0o600);
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    expect(existsSync(`${archive}.partial`)).toBe(false);
  });

  test('has its addresses in their letters', async () => {
    for (const table of addressed)
      expect([table, await count(target, `select count(*) from ${table} where slug not like 'ยุติการค้นตัว-%'`)]).toEqual([
        table,
        0,
      ]);
  });

  test('holds its mail, and has a job for the mail that waits', async () => {
    const { rows } = await target.owner.query('select id, mail_held_at from installation');
    expect(rows[0].mail_held_at).toEqual(now);
    expect(rows[0].id).toBe((await source.owner.query('select id from installation')).rows[0].id);
    const waiting = await target.owner.query(
      `select distinct network_id::text as id from mails where state in ('queued', 'claimed', 'sending') order by 1`,
    );
    const jobs = await target.owner.query(`select key, task_identifier as task from graphile_worker.jobs order by 1`);
    expect(waiting.rows.length).toBeGreaterThan(0);
    expect(jobs.rows).toEqual(waiting.rows.map(({ id }) => ({ key: `${id}:mails.send`, task: 'mails.send' })));
  });

  test('goes on counting where it stood', async () => {
    const { rows } = await target.owner.query(
      `insert into contacts (official_id, kind, value) select id, 'website', 'https://a.invalid' from officials limit 1 returning id > (select max(id) from contacts) as beyond`,
    );
    expect(rows[0].beyond).toBe(true);
  });

  test('is not restored over: an installation with a network is refused and stays as it is', async () => {
    const before = await allRows(target);
    await expect(
      restore(target, { dataFolder: targetFolder, file: archive, passphrase, now, out: quiet }),
    ).rejects.toBeInstanceOf(NotEmpty);
    expect(await allRows(target)).toEqual(before);
  });

  test('a restore that fails half-way leaves the database empty and can be given again', async () => {
    const db = await database('migrated');
    const folder = dataFolder();
    const secret = readFileSync(join(folder, 'secret'));
    // The files come after the tables: a file in the way of their folder stops it late.
    writeFileSync(join(folder, 'files'), '');
    const request = { dataFolder: folder, file: archive, passphrase, now, out: quiet };
    await expect(restore(db, request)).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect([...(await allRows(db)).values()].flat()).toEqual([]);
    expect(readFileSync(join(folder, 'secret'))).toEqual(secret);
    rmSync(join(folder, 'files'));
    await restore(db, request);
    expect(await count(db, 'select count(*) from networks')).toBe(
      manifest.tables.find(({ name }) => name === 'networks')!.rows,
    );
  });

  test('never overwrites a file, and leaves nothing half-written behind', async () => {
    const request = { dataFolder: sourceFolder, file: archive, passphrase, now };
    await expect(backUp(source, request)).rejects.toThrow('exists already');
    const folder = dataFolder();
    const file = join(folder, 'other.casement');
    const broken = dataFolder();
    rmSync(join(broken, 'secret'));
    mkdirSync(join(broken, 'secret'));
    await expect(backUp(source, { ...request, dataFolder: broken, file })).rejects.toThrow('EISDIR');
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.partial`)).toBe(false);
    // The pool is whole after a copy that was broken off.
    expect(await count(source, 'select count(*) from networks')).toBeGreaterThan(0);
  });
});

test('whatever lets somebody in stays out, and nothing that is carried depends on it', async () => {
  const db = await database('migrated');
  const { rows } = await db.owner.query(
    `select table_name::text as name from information_schema.columns where table_schema = 'public' and column_name = 'token_hash' order by 1`,
  );
  expect(rows.map(({ name }) => name).filter((name) => !leftOut.includes(name))).toEqual([]);
  const { rows: depending } = await db.owner.query(
    `select conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = any ($1::regclass[])`,
    [leftOut],
  );
  expect(depending.map(({ name }) => name).filter((name) => !leftOut.includes(name))).toEqual([]);
});

test.each([
  ['as old as can be', '0001_ground'],
  ['from before addresses were of any script', '0155_many_found_bit_by_bit'],
])(
  'an archive of an older schema, %s, is restored over a newer empty one and brought up to date',
  { timeout: 120_000 },
  async (_, until) => {
    const source = await database('empty');
    await migrate(source, until);
    await fillEveryTable(source);
    const folder = dataFolder();
    const file = join(folder, 'old.casement');
    const { migrations } = await backUp(source, { dataFolder: folder, file, passphrase, now });
    expect(migrations.at(-1)).toBe(until);
    const target = await database('migrated');
    const newest = await inSnapshot(target, appliedMigrations);
    const shape = await shapeOf(target);
    await restore(target, { dataFolder: dataFolder(), file, passphrase, now, out: quiet });
    expect(await inSnapshot(target, appliedMigrations)).toEqual(newest);
    expect(await shapeOf(target)).toEqual(shape);
    // What later migrations added to a table stands behind what the archive brought.
    const after = await allRows(target, source);
    for (const [name, rows] of await allRows(source)) {
      if (![...leftOut, 'installation'].includes(name)) expect([name, after.get(name)]).toEqual([name, rows]);
    }
  },
);

test('an owner who is no superuser can back up and restore', { timeout: 120_000 }, async () => {
  const admin = openDatabase(process.env.CASEMENT_TEST_SERVER!, { owner: 1 });
  const owner = { name: `casement_owner_${newId().slice(-12)}`, password: 'only-here' };
  await admin.owner.query(`create role ${owner.name} login createrole password '${owner.password}'`);
  await admin.owner.query(`grant casement_app to ${owner.name} with admin option`);
  undo.push(async () => {
    await admin.owner.query(`drop role ${owner.name}`);
    await admin.close();
  });
  const source = await database('empty', owner);
  await migrate(source);
  await fillEveryTable(source);
  const folder = dataFolder();
  const file = join(folder, 'foreign.casement');
  await backUp(source, { dataFolder: folder, file, passphrase, now });
  const target = await database('empty', owner);
  // Newer than the archive in nothing, but not fresh either: the schema is cleared and made again.
  await migrate(target, '0001_ground');
  await target.owner.query(`insert into kysely_migration values ('0000_elsewhere', now()::text)`);
  await restore(target, { dataFolder: dataFolder(), file, passphrase, now, out: quiet });
  const after = await allRows(target);
  for (const [name, rows] of await allRows(source)) {
    if (![...leftOut, 'installation'].includes(name)) expect([name, after.get(name)]).toEqual([name, rows]);
  }
});
