import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/platform/db/index.ts';
import { type Bench, ended, printed } from './world.ts';

/** A real `bin/casement start` on a data folder of its own. */
export type Installation = {
  child: ChildProcess;
  /** Seconds from the command to "Casement is ready". */
  took: number;
  /** The web process, from which worker and database descend. */
  pid: number;
  stop(): Promise<void>;
};

/** Starts the program as npm start does: bin/casement.mjs, which hands over to the pinned Node. */
export async function startInstallation({ closing }: Bench, data: string): Promise<Installation> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin/casement.mjs'), 'start'], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '/',
      CASEMENT_DATA: data,
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  closing.add(() => ended(child));
  await printed(child, /Casement is ready:\s+(http\S+)/);
  const took = (performance.now() - began) / 1000;
  const lock = join(data, 'lock');
  if (!existsSync(lock)) throw new Error('the installation has no lock file');
  const { pid } = JSON.parse(readFileSync(lock, 'utf8')) as { pid: number };
  return { child, took, pid, stop: () => ended(child) };
}
