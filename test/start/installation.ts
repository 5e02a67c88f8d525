import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { removeCluster, root } from '../../src/platform/db/index.ts';
import { commandLineOf, isRunning } from '../../src/platform/process/identity.ts';

export type Account = { uid: number; gid: number };
export const isRoot = process.getuid?.() === 0;
export const isLinux = process.platform === 'linux';

/** A copy of the program as a clone has it: no node_modules of its own unless asked for, no dist, no var. */
export type Tree = { folder: string; data: string };

const leftOut = new Set(['node_modules', 'dist', 'var', '.git', 'test-results']);

/**
 * @param place where to make it, below a folder of its own: 'clone', 'a path with spaces/clone' …
 * @param modules link: the tests' own; copy: hard links, for another user; none: as in a fresh clone
 */
export function copyTree(place: string, modules: 'link' | 'copy' | 'none', account?: Account): Tree {
  const home = mkdtempSync(join(tmpdir(), 'casement-start-'));
  chmodSync(home, 0o755);
  homes.push(home);
  const folder = join(home, place);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root)) {
    if (!leftOut.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  if (modules === 'link') symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  if (modules === 'copy') copyModules(join(folder, 'node_modules'));
  if (account) {
    // Not into node_modules: hard-linked files are the tests' own.
    give(home, account);
    const modulesFolder = join(folder, 'node_modules');
    if (existsSync(modulesFolder)) chownSync(modulesFolder, account.uid, account.gid);
  }
  return { folder, data: join(folder, 'var') };
}

/** Hard links where the file system allows it (an instant), else copies. */
function copyModules(target: string): void {
  const from = join(root, 'node_modules');
  try {
    execFileSync('cp', ['-aLl', from, target], { stdio: 'ignore' });
  } catch {
    rmSync(target, { recursive: true, force: true });
    execFileSync('cp', ['-aL', from, target]);
  }
}

function give(folder: string, account: Account): void {
  lchownSync(folder, account.uid, account.gid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) give(path, account);
    else lchownSync(path, account.uid, account.gid);
  }
}

export type Launched = {
  child: ChildProcess;
  /** Everything it has written, both streams. */
  said(): string;
  /** The exit code, or the signal's name. */
  ended: Promise<number | string>;
  /** Its address, as soon as it prints that it is ready. Rejects, with what it said, when it ends before. */
  ready: Promise<string>;
};

const launched: Launched[] = [];
const homes: string[] = [];
const dataFolders = new Set<string>();

/** `casement ARGS` in the tree, by the machine's own Node, with nothing of our environment but what a shell has. */
export function casement(
  tree: Tree,
  args: string[],
  options: { env?: Record<string, string>; account?: Account; npm?: boolean } = {},
): Launched {
  const env = {
    PATH: shellPath(),
    HOME: options.account ? tree.folder : (process.env.HOME ?? '/'),
    PORT: '0',
    LOG_LEVEL: 'warn',
    CASEMENT_DATA: tree.data,
    ...options.env,
  };
  dataFolders.add(env.CASEMENT_DATA);
  const [command, ...words] = options.npm ? ['npm', ...args] : ['node', join(tree.folder, 'bin/casement.mjs'), ...args];
  const child = spawn(command!, words, {
    cwd: tree.folder,
    env,
    ...options.account,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout!.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal!)),
  );
  const ready = (async () => {
    let over: number | string | undefined;
    void ended.then((how) => {
      over = how;
    });
    for (;;) {
      const url = /Casement is ready:\s+(http\S+)/.exec(text)?.[1];
      // The last line of the welcome: everything is announced by then.
      if (url && text.includes('Ctrl-C')) return url;
      if (over !== undefined) throw new Error(`it ended (${over}):\n${text}`);
      await pause(20);
    }
  })();
  ready.catch(() => {});
  const made: Launched = { child, said: () => text, ended, ready };
  launched.push(made);
  return made;
}

/** Without the tests' own node_modules/.bin: a newcomer has it not. */
const shellPath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter);

/** Ends it as an operator does, and waits. */
export async function stop(it: Launched): Promise<number | string> {
  it.child.kill('SIGTERM');
  return it.ended;
}

/** The processes of what runs on a data folder, by their roles. */
export function processes(data: string): { main: number; worker: number | undefined; postgres: number | undefined } {
  const main = (JSON.parse(readFileSync(join(data, 'lock'), 'utf8')) as { pid: number }).pid;
  const worker = readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .find((pid) => parentOf(pid) === main && / worker $/.test(commandLineOf(pid)));
  const pidFile = join(data, 'postgres/postmaster.pid');
  const postgres = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : undefined;
  return { main, worker, postgres };
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Ports that these processes listen on, with the address in the kernel's notation: 0100007F is 127.0.0.1. */
export function listeners(pids: number[]): { address: string; port: number }[] {
  const inodes = new Set(
    pids.flatMap((pid) =>
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
        } catch {
          return [];
        }
      }),
    ),
  );
  const listening = '0A';
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === listening && inodes.has(fields[9]!))
      .map((fields) => ({ address: fields[1]!.split(':')[0]!, port: Number.parseInt(fields[1]!.split(':')[1]!, 16) })),
  );
}

/** A connection as the owner to what serves from the data folder. */
export async function connected(data: string): Promise<pg.Client> {
  const { databaseUrl } = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as { databaseUrl: string };
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  return client;
}

export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await pause(20))
    if (Date.now() > end) throw new Error(`waited too long until ${what}`);
}

/** Ends whatever the tests left running, and removes what they made. */
export async function cleanUp(): Promise<void> {
  for (const it of launched.splice(0)) {
    if (it.child.exitCode === null && it.child.signalCode === null) it.child.kill('SIGTERM');
    await Promise.race([it.ended, pause(20_000)]);
  }
  for (const data of dataFolders) {
    const pidFile = join(data, 'postgres/postmaster.pid');
    if (existsSync(pidFile)) {
      const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
      if (isRunning(pid) && commandLineOf(pid).includes('postgres')) process.kill(pid, 'SIGQUIT');
      await until(() => !isRunning(pid), 'PostgreSQL ended');
    }
    if (existsSync(data)) removeCluster(join(data, 'postgres'));
  }
  dataFolders.clear();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
}
