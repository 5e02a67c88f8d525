import { type ChildProcess, execFile, fork } from 'node:child_process';
import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../db/root.ts';
import type { Refusal } from './kinds.ts';
import type { Done, Part, Task } from './tasks.ts';

/** Beside the program where it is built, beside us where it is not. */
const built = !import.meta.url.endsWith('.ts');
const reader = fileURLToPath(new URL(built ? './reader.js' : './reader.ts', import.meta.url));

export type Limits = {
  /** How long it may take, in seconds. */
  seconds: number;
  /** How much memory it may hold, in megabytes. */
  megabytes: number;
};

/** At most this many wait for their turn in this process; whoever comes then is told to come back. */
const longestLine = 12;
let waiting = 0;
let turn: Promise<unknown> = Promise.resolve();

/**
 * Has a document read by a process of its own, one after another. It gets the open file and nothing else: no other file but our
 * program's own, no child processes, no network, little memory and little time; it is ended by its number when it takes more.
 * `take` is given what it answers piece by piece, and holds it up until it is done. Never throws for what a document does: it says
 * why it is not read. What `take` throws ends the process and is thrown.
 * @param to where a cleaned document is written
 */
export async function readSafely(
  path: string,
  task: Task,
  limits: Limits,
  take: (part: Part) => Promise<void> = async () => {},
  to?: string,
): Promise<Done> {
  if (waiting >= longestLine) return { done: false, refusal: 'busy' };
  waiting += 1;
  const mine = turn.then(() => run(path, task, limits, take, to));
  turn = mine
    .catch(() => {})
    .finally(() => {
      waiting -= 1;
    });
  return mine;
}

async function run(
  path: string,
  task: Task,
  limits: Limits,
  take: (part: Part) => Promise<void>,
  to?: string,
): Promise<Done> {
  const from = await open(path, 'r');
  // Without a place to write to it is given the document twice, and may not write to it.
  const into = to ? await open(to, 'w', 0o600) : from;
  try {
    return await attend(start(from, into, task), task, limits, take);
  } finally {
    await from.close();
    if (into !== from) await into.close();
  }
}

/** Bytes that it may write. */
const largestWritten = 400_000_000;
/** Megabytes of the JavaScript heap; the documents themselves lie beside it. */
const heapMegabytes = 384;

function start(from: FileHandle, into: FileHandle, task: Task): ChildProcess {
  const readable = [join(root, built ? 'dist' : 'src'), join(root, 'node_modules'), join(root, 'package.json')];
  return fork(reader, [], {
    serialization: 'advanced',
    env: { PATH: '' },
    execArgv: [
      '--permission',
      ...readable.map((one) => `--allow-fs-read=${one}`),
      // The library that makes pictures is native code; nothing else here is.
      ...(task.do === 'pages' ? ['--allow-addons'] : []),
      `--max-old-space-size=${heapMegabytes}`,
      '--disallow-code-generation-from-strings',
      '--no-warnings',
    ],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc', from.fd, into.fd],
  });
}

function attend(child: ChildProcess, task: Task, limits: Limits, take: (part: Part) => Promise<void>): Promise<Done> {
  return new Promise<Done>((resolve, reject) => {
    let ended: Refusal | undefined;
    let over = false;
    const finish = (settle: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(late);
      clearInterval(watch);
      child.kill('SIGKILL');
      settle();
    };
    const stop = (refusal: Refusal) => {
      ended ??= refusal;
      child.kill('SIGKILL');
    };
    const late = setTimeout(() => stop('late'), limits.seconds * 1000);
    const watch = setInterval(async () => {
      if (child.pid && (await memoryOf(child.pid)) > limits.megabytes) stop('memory');
    }, 100);
    child.once('spawn', () => {
      // When the machine has no memory left, this one goes first.
      if (process.platform === 'linux') {
        writeFile(`/proc/${child.pid}/oom_score_adj`, '1000').catch(() => {});
        // Should we be gone before its time is over, the system ends it. Where the command is missing, our clock alone does.
        const held = ['--pid', String(child.pid), `--cpu=${limits.seconds * 2}`, `--fsize=${largestWritten}`];
        execFile('prlimit', held, () => {});
      }
      child.send(task);
    });
    child.once('error', (error) => finish(() => reject(error)));
    child.once('exit', (_code, signal) =>
      // Out of heap it ends itself with SIGABRT; killed by another hand it is memory, too: that is whom the system picks.
      finish(() => resolve({ done: false, refusal: ended ?? (signal ? 'memory' : 'damaged') })),
    );
    child.on('message', (message: Part | Done) => {
      if ('done' in message) return finish(() => resolve(message));
      take(message).then(
        () => child.connected && child.send('on', () => {}),
        (error) => finish(() => reject(error)),
      );
    });
  });
}

/** What a process holds in memory, in megabytes; 0 where the system does not say. */
async function memoryOf(pid: number): Promise<number> {
  if (process.platform === 'linux') {
    const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
    return (Number(statm.split(' ')[1] ?? 0) * 4096) / 1e6;
  }
  if (process.platform === 'win32') return 0;
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, out) => resolve(error ? 0 : Number(out) / 1000));
  });
}
