import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { testRoom } from '../bin/room.mjs';
import { migrate, openDatabase, startEmbedded } from '../src/platform/db/index.ts';

/**
 * One PostgreSQL for the whole run, with a migrated template that each test file clones, and a folder that says which databases
 * were filled for copies meanwhile (`beginnings.ts`).
 * `TEST_DATABASE_URL` names another server; otherwise the embedded one is started in a folder of its own, in memory where there is room.
 */
export default async function engine(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const folder = mkdtempSync(join(testRoom(), 'casement-test-'));
  chmodSync(folder, 0o711);
  const server = given
    ? undefined
    : await startEmbedded(join(folder, 'postgres'), { settings: ['fsync=off', 'max_connections=200'] });
  // Ended from outside, vitest takes nothing down: the server would run on, and its data stay in memory.
  if (server) {
    process.once('exit', () => removeAtOnce(folder));
    // A second signal, as `timeout npm test` sends it, would end this process before it has heard the first to its end.
    process.on('SIGTERM', () => {});
  }
  const base = given ?? server!.url;
  const admin = openDatabase(base);
  const template = `casement_template_${process.pid}`;
  await admin.owner.query(`create database ${template} template template0 encoding 'UTF8'`);
  const url = new URL(base);
  url.pathname = `/${template}`;
  const db = openDatabase(url.href);
  await migrate(db);
  await db.close();
  process.env.CASEMENT_TEST_SERVER = base;
  process.env.CASEMENT_TEST_TEMPLATE = template;
  const beginnings = join(folder, 'beginnings');
  mkdirSync(beginnings);
  process.env.CASEMENT_TEST_BEGINNINGS = beginnings;
  return async () => {
    for (const name of readdirSync(beginnings)) {
      const { left } = JSON.parse(readFileSync(join(beginnings, name), 'utf8'));
      await admin.owner.query(`drop database ${left.database} with (force)`);
      rmSync(left.folder, { recursive: true, force: true });
    }
    await admin.owner.query(`drop database ${template} with (force)`);
    await admin.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Ends the server in `folder`, if it still runs, without waiting for anybody, and removes the folder. */
function removeAtOnce(folder: string): void {
  const running = join(folder, 'postgres/postmaster.pid');
  if (existsSync(running)) process.kill(Number.parseInt(readFileSync(running, 'utf8'), 10), 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
