import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLineOf, isRunning } from '../../process/identity.ts';

/**
 * Ends the server that a killed program left running on `cluster`, and waits for it: it has written everything out then.
 * A pid file whose number belongs to some other process by now is removed, since PostgreSQL would take it for a server.
 * Returns whether there was one. The caller holds the data folder, so nobody else can have started it on purpose.
 */
export async function endOrphan(cluster: string): Promise<boolean> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!Number.isInteger(pid) || pid <= 1 || !isRunning(pid)) return false;
  if (!commandLineOf(pid).includes(`-D ${cluster} `)) {
    rmSync(file, { force: true });
    return false;
  }
  // Fast shutdown first; immediate if it hangs (then the next start replays the log); by force at last.
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPERM')
        throw new Error(`PostgreSQL (process ${pid}) still runs on ${cluster} under another user.`);
    }
    for (let waited = 0; waited < seconds * 20; waited += 1) {
      if (!isRunning(pid)) return true;
      await pause(50);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) runs on ${cluster} and does not end.`);
}
