import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../crypto/ids.ts';
import { isRunning, startOf } from './identity.ts';

/** Who works on a data folder. `started` tells this process from a later one of the same number. */
export type Holder = { pid: number; started: string | undefined; host: string; doing: string };

/** The data folder is in use by another process. */
export class InUse extends Error {
  readonly holder: Holder;
  constructor(folder: string, holder: Holder) {
    super(`"casement ${holder.doing}" (process ${holder.pid}) already works on the data folder ${folder}.`);
    this.holder = holder;
  }
}

const fileIn = (folder: string) => join(folder, 'lock');

/**
 * Takes the data folder for this process alone. What a killed process left is taken over.
 * @throws InUse
 */
export async function lockFolder(folder: string, doing: string): Promise<{ release(): void }> {
  const file = fileIn(folder);
  const id = newId();
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname(), doing, id });
  const draft = `${file}.${id}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      if (linked(draft, file)) {
        // Two that took over the same stale lock at the same instant: the one whose text stayed has it.
        await pause(20);
        if (read(file) === mine) break;
        continue;
      }
      const text = read(file);
      if (text === undefined) continue;
      const holder = parsed(text);
      if (holder && works(holder)) throw new InUse(folder, holder);
      takeAway(file, text, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release() {
      if (read(file) === mine) rmSync(file, { force: true });
    },
  };
}

/** Who holds the data folder now; undefined when nobody does. */
export function holderOf(folder: string): Holder | undefined {
  const holder = parsed(read(fileIn(folder)) ?? '');
  return holder && works(holder) ? holder : undefined;
}

/** A hard link appears whole or not at all, and never over another. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a stale lock, unless it has become somebody's fresh one in the meantime: that is put back. */
function takeAway(file: string, stale: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) linked(aside, file);
  rmSync(aside, { force: true });
}

function works({ pid, started, host }: Holder): boolean {
  // Another machine's or container's process cannot be seen from here; its number means nothing.
  if (host !== hostname() || !isRunning(pid)) return false;
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parsed(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Holder;
    return Number.isInteger(value.pid) ? value : undefined;
  } catch {
    return undefined;
  }
}
