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
    super(`"bin/casement ${holder.doing}" (process ${holder.pid}) already works on the data folder ${folder}.`);
    this.holder = holder;
  }
}

const fileIn = (folder: string) => join(folder, 'lock');

/** A data folder that is ours. */
export type Lock = {
  /** Tells others what we do now, e.g. that we are about to stop. */
  tell(doing: string): void;
  release(): void;
};

/**
 * Takes the data folder for this process alone. What a killed process left is taken over.
 * @throws InUse
 */
export async function lockFolder(folder: string, doing: string): Promise<Lock> {
  const file = fileIn(folder);
  const id = newId();
  const started = startOf(process.pid);
  const text = (now: string) => JSON.stringify({ pid: process.pid, started, host: hostname(), doing: now, id });
  let mine = text(doing);
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
      const theirs = read(file);
      if (theirs === undefined) continue;
      const holder = parsed(theirs);
      if (holder && works(holder)) throw new InUse(folder, holder);
      takeAway(file, theirs, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    tell(now) {
      if (read(file) !== mine) return;
      mine = text(now);
      writeFileSync(draft, mine, { mode: 0o600 });
      renameSync(draft, file);
    },
    release() {
      if (read(file) === mine) rmSync(file, { force: true });
    },
  };
}

/**
 * As `lockFolder`, but waits a little for one that is just ending: `briefMs` for any, a minute for one that says it is
 * stopping. So a start right after a stop needs no luck.
 */
export async function lockWhenFree(
  folder: string,
  doing: string,
  say: (line: string) => void,
  briefMs = 1_500,
): Promise<Lock> {
  const began = Date.now();
  for (let told = false; ; await pause(50)) {
    try {
      return await lockFolder(folder, doing);
    } catch (error) {
      if (!(error instanceof InUse)) throw error;
      const stops = error.holder.doing === stopping;
      if (Date.now() - began > (stops ? 60_000 : briefMs)) throw error;
      if (stops && !told) say(`Waiting for the one before (process ${error.holder.pid}) to stop …`);
      told ||= stops;
    }
  }
}

/** What a program that has been asked to stop tells as its doing. */
export const stopping = 'stopping';

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
