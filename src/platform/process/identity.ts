import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process started, as text that only compares with itself: a number that is used again for another process has
 * another start. Undefined when there is no such process, or where the system does not tell.
 */
export function startOf(pid: number): string | undefined {
  try {
    // proc(5): the name in parentheses may hold anything, so count after the last one; starttime is field 22.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    // A zombie has ended; only its parent has not looked yet.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux' || process.platform === 'win32') return undefined;
    return told(['-o', 'lstart=', '-p', String(pid)]);
  }
}

/** The command line of a running process, its words joined by spaces; empty when it cannot be read. */
export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    if (process.platform === 'linux' || process.platform === 'win32') return '';
    return told(['-o', 'command=', '-p', String(pid)]) ?? '';
  }
}

/** Whether a process of this number exists, ours or another's, not counting zombies. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || startOf(pid) !== undefined;
}

function told(args: string[]): string | undefined {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined;
  } catch {
    return undefined;
  }
}
