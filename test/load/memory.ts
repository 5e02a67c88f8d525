import { setTimeout as pause } from 'node:timers/promises';
import { startInstallation } from './installation.ts';
import { commandOf, isLinux, pssOf, treeOf } from './processes.ts';
import { bounded, type Result } from './report.ts';
import type { Bench } from './world.ts';

const idleMs = 10_000;

/** Memory of web, worker and database, idle after a first start with the starter kits, as proportional set size. */
export async function memory(bench: Bench): Promise<Result[]> {
  if (!isLinux) return [{ name: 'memory', skipped: 'proportional set size is read from /proc, which only Linux has' }];
  const installation = await startInstallation(bench, bench.folder('memory'));
  await pause(idleMs);
  const parts = { web: 0, worker: 0, database: 0 };
  let unreadable = 0;
  let processes = 0;
  for (const pid of treeOf(installation.pid)) {
    const command = commandOf(pid);
    const pss = pssOf(pid);
    // A process that ended since it was listed counts for nothing.
    if (!command) continue;
    if (pss === undefined) unreadable += 1;
    const part = pid === installation.pid ? 'web' : / worker$/.test(command) ? 'worker' : 'database';
    parts[part] += (pss ?? 0) / 1e6;
    processes += 1;
  }
  await installation.stop();
  if (unreadable > 0)
    return [{ name: 'memory', skipped: `${unreadable} processes of another user may not be looked at` }];
  return [
    bounded({
      name: 'memory',
      what: 'web + worker + database, idle, PSS:',
      value: parts.web + parts.worker + parts.database,
      unit: 'MB',
      bound: 300,
      notes: [
        `web ${parts.web.toFixed(0)}, worker ${parts.worker.toFixed(0)}, database ${parts.database.toFixed(0)} MB in ${processes} processes, ${idleMs / 1000} s after a first start`,
      ],
    }),
  ];
}
