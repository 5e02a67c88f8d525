import { startInstallation } from './installation.ts';
import { bounded, type Result } from './report.ts';
import type { Bench } from './world.ts';

/** The second start of an installation with the starter kits, from the command to "Casement is ready". */
export async function start(bench: Bench): Promise<Result[]> {
  const data = bench.folder('start');
  const first = await startInstallation(bench, data);
  await first.stop();
  const second = await startInstallation(bench, data);
  await second.stop();
  return [
    bounded({
      name: 'start',
      what: 'second start until ready:',
      value: second.took,
      unit: 's',
      bound: 5,
      notes: [
        `the first one, which makes the database and loads the kits, took ${first.took.toFixed(1)} s (dependencies and build were there)`,
      ],
    }),
  ];
}
