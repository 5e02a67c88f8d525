import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWorkerUtils } from 'graphile-worker';
import { Kysely, type Migration, type MigrationProvider, Migrator, PostgresDialect, sql } from 'kysely';
import { quietLogger } from '../jobs/logger.ts';
import type { Database } from './pool.ts';
import { root } from './root.ts';

const folder = join(root, 'db/migrations');

/** Plain .sql files, run once each, in the order of their names, each in its own transaction. */
class SqlFiles implements MigrationProvider {
  async getMigrations(): Promise<Record<string, Migration>> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    const entries = await Promise.all(
      names.map(async (name) => {
        const text = await readFile(join(folder, name), 'utf8');
        return [
          name.replace(/\.sql$/, ''),
          { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) },
        ] as const;
      }),
    );
    return Object.fromEntries(entries as [string, Migration][]);
  }
}

/**
 * Brings the schema up to the newest migration: the job queue's own schema first (ours refers to it).
 * `upTo` stops after the named migration (a restore of an older archive). Returns the names that ran now.
 */
export async function migrate(db: Database, upTo?: string): Promise<string[]> {
  const utils = await makeWorkerUtils({ pgPool: db.owner, logger: quietLogger });
  try {
    await utils.migrate();
  } finally {
    await utils.release();
  }
  // Not destroyed: that would end the owner's pool, which goes on serving.
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: db.owner }) });
  const migrator = new Migrator({ db: kysely, provider: new SqlFiles() });
  const { error, results } = upTo ? await migrator.migrateTo(upTo) : await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
