import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Config, readConfig } from '../config.ts';
import { openDeps, type PoolSizes } from '../deps.ts';
import { type EmbeddedServer, startEmbedded } from '../platform/db/index.ts';
import { engineFacts, migrationState, unsuitable } from '../platform/db/state.ts';
import { upgradeIfNeeded } from '../platform/db/upgrade.ts';
import type { Deps } from '../platform/http/index.ts';
import { installationSecret, openDataFolder, runningOn } from '../platform/process/data-folder.ts';
import { lockFolder } from '../platform/process/lock.ts';
import { freePort } from '../platform/process/port.ts';
import { aborted, stopSignal } from '../platform/process/signals.ts';

/** Steps that undo what was opened, run last first. A step that fails is told, and the others still run. */
export class Closing {
  readonly #steps: (() => unknown)[] = [];
  add(step: () => unknown): void {
    this.#steps.push(step);
  }
  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        console.error(`casement: while stopping: ${(error as Error).message}`);
      }
    }
  }
}

/** The settings with what only the machine can tell: the data folder's absolute path, and a port when any will do. */
export async function settled(given: Config): Promise<Config> {
  const dataFolder = openDataFolder(given.dataFolder);
  if (given.port !== 0) return Object.freeze({ ...given, dataFolder });
  const port = await freePort(given.host);
  return Object.freeze({ ...readConfig({ ...process.env, PORT: String(port) }), dataFolder });
}

/** Ends the pools. A query that still runs after three seconds is left to the server's own end, or to the process's. */
export async function closeDatabase(deps: Pick<Deps, 'db'>): Promise<void> {
  await Promise.race([deps.db.close(), pause(3_000, undefined, { ref: false })]);
}

/** @throws when the database cannot be reached or is of a kind that cannot be used */
export async function checkEngine(deps: Pick<Deps, 'db'>): Promise<void> {
  const facts = await engineFacts(deps.db).catch((error: Error & { errors?: Error[] }) => {
    const { host } = new URL(deps.db.url);
    throw new Error(
      `The database at ${host} cannot be used: ${error.message || error.errors?.[0]?.message}. See DATABASE_URL.`,
    );
  });
  const problems = unsuitable(facts);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** @throws unless the database's schema is the one of this program */
export async function checkSchema(deps: Pick<Deps, 'db'>): Promise<void> {
  const { missing, unknown } = await migrationState(deps.db);
  if (unknown.length > 0) {
    throw new Error(
      `The database was made by a newer Casement (it has ${unknown.join(', ')}). Start that version, or restore a backup.`,
    );
  }
  if (missing.length > 0) {
    throw new Error(
      `The database lacks ${missing.length} migration(s), from ${missing[0]} on. Run "bin/casement migrate" (or "npm start", which does it).`,
    );
  }
}

/**
 * Runs `work` on the installation's database: DATABASE_URL; or the embedded server of the installation that serves
 * from the data folder; or, when none does, that server started for just as long. A signal ends it in order.
 * `anyEngine` leaves out the check that the database can be used at all.
 */
export async function withDeps(
  given: Config,
  doing: string,
  work: (deps: Deps) => Promise<number>,
  options: { anyEngine?: boolean } = {},
): Promise<number> {
  const stop = stopSignal();
  const closing = new Closing();
  const config = Object.freeze({ ...given, dataFolder: openDataFolder(given.dataFolder) });
  try {
    const url =
      config.databaseUrl ?? runningOn(config.dataFolder)?.databaseUrl ?? (await ownServer(config, doing, closing));
    const sizes: PoolSizes = { app: 4, owner: 4 };
    const deps = openDeps(config, url, installationSecret(config.dataFolder), sizes);
    closing.add(() => closeDatabase(deps));
    if (!options.anyEngine) await checkEngine(deps);
    return await Promise.race([work(deps), aborted(stop).then(() => 130)]);
  } finally {
    await closing.run();
  }
}

async function ownServer(config: Config, doing: string, closing: Closing): Promise<string> {
  const lock = await lockFolder(config.dataFolder, doing);
  closing.add(() => lock.release());
  const server = await startOwnServer(config.dataFolder, (line) => console.error(line));
  closing.add(() => server.stop());
  return server.url;
}

/** The installation's own PostgreSQL, its data brought to the newer major first where needed. The caller holds the lock. */
export async function startOwnServer(dataFolder: string, say: (line: string) => void): Promise<EmbeddedServer> {
  const folder = join(dataFolder, 'postgres');
  await upgradeIfNeeded(folder, say, new Date());
  return startEmbedded(folder);
}
