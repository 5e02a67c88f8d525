import { readdirSync, readFileSync } from 'node:fs';

export const isLinux = process.platform === 'linux';

/** A process and all that it started, by /proc (Linux). */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** Seconds of processor time that these processes have used so far (user and system); those that ended count as 0. */
export function cpuSeconds(pids: readonly number[]): number {
  const ticks = pids.reduce((sum, pid) => {
    const fields = statOf(pid);
    return sum + (fields ? Number(fields[11]) + Number(fields[12]) : 0);
  }, 0);
  // USER_HZ is 100 on every Linux.
  return ticks / 100;
}

/**
 * The processors' ticks so far, and how many of them the host of a rented machine gave to others (Linux). A processor that has nothing to do for
 * a moment is given away, and comes back late: at its worst that doubles what letters and pages take.
 */
export function processorTicks(): { all: number; taken: number } {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
  return { all: fields.reduce((sum, field) => sum + field, 0), taken: fields[7] ?? 0 };
}

/** Proportional set size in bytes: what is shared by n processes counts a n-th in each. Undefined where it cannot be read. */
export function pssOf(pid: number): number | undefined {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** What the process was started with, for telling roles apart; '' when it ended. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** The fields of /proc/PID/stat after the name, from the state on. */
function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  } catch {
    return undefined;
  }
}

/** Milliseconds of processor time for each of `count` requests, for reading. */
export const perRequest = ({ seconds, count }: { seconds: number; count: number }): string =>
  ((seconds / count) * 1000).toFixed(3);
