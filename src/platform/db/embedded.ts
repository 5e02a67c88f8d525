import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../process/port.ts';
import { type Account, serverAccount } from './embedded/account.ts';
import { type Binaries, binaries } from './embedded/binaries.ts';
import { majorOf, passwordOf, prepare } from './embedded/cluster.ts';
import { endOrphan } from './embedded/orphan.ts';

export { removeCluster } from './embedded/cluster.ts';
export { makeLogRoom } from './embedded/log-room.ts';

/** A running PostgreSQL server of our own. `url` names the owner and the database `casement`. */
export type EmbeddedServer = {
  url: string;
  pid: number;
  /** Settles when the server has ended, for whatever reason, with the last lines it wrote. Never rejects. */
  ended: Promise<{ log: string }>;
  /** Fast shutdown: open transactions are rolled back, everything committed is written out. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** A package in node_modules with other binaries than this platform's own, e.g. of another major version. */
  package?: string;
  /** More server settings, as name=value. */
  settings?: string[];
};

/** The major versions of the database in `folder` (undefined: none yet) and of the PostgreSQL that would run it. */
export function embeddedVersions(folder: string, packageName?: string): { data: number | undefined; programs: number } {
  return { data: majorOf(folder), programs: binaries(serverAccount(), dirname(folder), packageName).major };
}

/**
 * Starts the embedded PostgreSQL on `folder` (made on the first start), listening on loopback alone.
 * One caller at a time per folder: a server found running on it is taken for an orphan and ended.
 */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const account = serverAccount();
  const programs = binaries(account, dirname(resolve(folder)), options.package);
  const env = { PATH: process.env.PATH, LD_LIBRARY_PATH: join(programs.folder, 'lib'), LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const cluster = prepare(resolve(folder), programs, account, env);
  await endOrphan(cluster);
  for (let attempt = 1; ; attempt += 1) {
    const server = await launch(cluster, programs, account, env, options.settings ?? []);
    if ('url' in server) return server;
    // Somebody took the port between the look and the start; or the last sessions of a killed server are still ending.
    const passes =
      /Address already in use|could not bind|shared memory block .* still in use|lock file .* already exists/i;
    if (attempt === 20 || !passes.test(server.log)) throw new Error(`PostgreSQL ended at once:\n${server.log}`);
    await pause(500);
  }
}

async function launch(
  cluster: string,
  programs: Binaries,
  account: Account | undefined,
  env: NodeJS.ProcessEnv,
  more: string[],
): Promise<EmbeddedServer | { log: string }> {
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'shared_buffers=64MB',
    'max_connections=60',
    // The log keeps one size: a file that it has to make anew holds up every commit (see embedded/log-room.ts).
    'max_wal_size=512MB',
    'min_wal_size=512MB',
    'log_destination=stderr',
    'logging_collector=off',
    // Statements and key values are personal data: they stay out of the log.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    ...more,
  ];
  // In a process group of its own: Ctrl-C in a terminal reaches us alone, and we stop it after the last request.
  const child = spawn(
    join(programs.folder, 'bin/postgres'),
    ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
    {
      env,
      ...account,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    },
  );
  let log = '';
  child.stderr!.on('data', (chunk) => {
    log = (log + chunk).slice(-4_000);
  });
  const ended = new Promise<{ log: string }>((resolve) => {
    child.once('error', (error) => resolve({ log: String(error) }));
    child.once('exit', () => setImmediate(() => resolve({ log })));
  });
  const url = `postgres://casement:${encodeURIComponent(passwordOf(cluster))}@127.0.0.1:${port}/casement`;
  const early = await Promise.race([ended, accepts(child, url).then(() => undefined)]);
  return early ?? { url, pid: child.pid!, ended, stop: () => stop(child, ended) };
}

/** Resolves when the server takes connections and has our database; never when it has ended. */
async function accepts(child: ChildProcess, url: string): Promise<void> {
  const admin = url.replace(/\/casement$/, '/postgres');
  const began = Date.now();
  while (child.exitCode === null && child.signalCode === null) {
    const client = new pg.Client({ connectionString: admin, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query(`select 1 from pg_database where datname = 'casement'`);
      if (rows.length === 0) await client.query('create database casement');
      return;
    } catch (error) {
      // Recovery after a power cut may take long on a large database.
      if (Date.now() - began > 600_000) throw new Error(`PostgreSQL did not come up in ten minutes: ${error}`);
      await pause(30);
    } finally {
      await client.end().catch(() => {});
    }
  }
  await new Promise(() => {});
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const hung = setTimeout(() => child.kill('SIGQUIT'), 30_000);
  await ended;
  clearTimeout(hung);
}
