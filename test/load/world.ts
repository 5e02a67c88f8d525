import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { memoryOptions } from '../../bin/memory.mjs';
import { Closing } from '../../src/commands/opened.ts';
import { readConfig } from '../../src/config.ts';
import { openDeps } from '../../src/deps.ts';
import { loadKits } from '../../src/features/kits/index.ts';
import { newId } from '../../src/platform/crypto/ids.ts';
import { makeLogRoom, migrate, removeCluster, root, startEmbedded } from '../../src/platform/db/index.ts';
import type { Deps } from '../../src/platform/http/index.ts';
import { installationSecret } from '../../src/platform/process/data-folder.ts';

/** A database with the starter kits, on which figures are measured; no worker touches it. */
export type World = {
  /** The program's parts on this database, in the benchmark's own process. */
  deps: Deps;
  /** The process of the database server. */
  databasePid: number;
  /** `bin/casement web` on it, started at the first call. Its log goes to a file, as an operator's would. */
  web(): Promise<Web>;
  /** The environment of a process of the program on this database. */
  env: Record<string, string>;
};

export type Web = { url: string; port: number; pid: number };

/** The campaign that is measured. */
export const campaignPath = '/daylight/en/campaigns/five-asks';

/** What one run of the benchmark has open. */
export type Bench = {
  full: boolean;
  /** Progress, on standard error. */
  say(line: string): void;
  /** Undone last first at the end, or on Ctrl-C. */
  closing: Closing;
  world(): Promise<World>;
  /** A folder of our own, removed at the end; `bin/casement start` may make a database in it. */
  folder(name: string): string;
};

export function openBench(options: { full: boolean; say(line: string): void }): Bench {
  const closing = new Closing();
  const home = mkdtempSync(join(tmpdir(), 'casement-bench-'));
  chmodSync(home, 0o711);
  closing.add(() => rmSync(home, { recursive: true, force: true }));
  let world: Promise<World> | undefined;
  const bench: Bench = {
    ...options,
    closing,
    folder(name) {
      const path = join(home, name);
      mkdirSync(path, { recursive: true });
      closing.add(() => removeCluster(join(path, 'postgres')));
      return path;
    },
    world: () => {
      world ??= openWorld(bench);
      return world;
    },
  };
  return bench;
}

async function openWorld({ say, closing, folder }: Bench): Promise<World> {
  const data = folder('world');
  say('Making a database with the starter kits …');
  // Room for 64 clients of pgbench beside the program.
  const server = await startEmbedded(join(data, 'postgres'), { settings: ['max_connections=120'] });
  closing.add(() => server.stop());
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: server.url,
    CASEMENT_DATA: data,
    PORT: '0',
    // Callers of the load generator have addresses of their own, by X-Forwarded-For: limits stay as they are.
    CASEMENT_TRUST_PROXY: '1',
  };
  const config = readConfig({ ...env, LOG_LEVEL: 'warn' });
  const deps = openDeps(config, server.url, installationSecret(data), { app: 8, owner: 2 });
  closing.add(() => deps.db.close());
  await migrate(deps.db);
  await loadKits(deps, () => {});
  await deps.db.owner.query('insert into installation (id) values ($1)', [newId()]);
  // As `bin/casement start` does a minute later.
  await makeLogRoom(server.url, data);
  let web: Promise<Web> | undefined;
  return {
    deps,
    databasePid: server.pid,
    env,
    web: () => {
      web ??= startWeb({ env, closing, log: join(data, 'web.log') });
      return web;
    },
  };
}

async function startWeb({
  env,
  closing,
  log,
}: {
  env: Record<string, string>;
  closing: Closing;
  log: string;
}): Promise<Web> {
  const file = openSync(log, 'a');
  const options = process.env.CASEMENT_BENCH_NODE_OPTIONS?.split(' ') ?? [];
  const child = spawn(
    process.execPath,
    [
      ...memoryOptions,
      ...options,
      '--import',
      pathToFileURL(join(root, 'bin/source-maps.mjs')).href,
      join(root, 'dist/casement.js'),
      'web',
    ],
    {
      env,
      cwd: root,
      stdio: ['ignore', 'pipe', file, 'ipc'],
      detached: true,
    },
  );
  closeSync(file);
  closing.add(() => ended(child));
  const url = await printed(child, /serves on (http:\S+)/);
  return { url, port: Number(new URL(url).port), pid: child.pid! };
}

/** Waits until the process has printed what `pattern` finds; rejects with what it said when it ends before. */
export function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk;
      const found = pattern.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended (${code}):\n${said}`)));
  });
}

/** Ends a process in order and waits for it. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await over;
}
