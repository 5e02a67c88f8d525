import { parseCronItems, run } from 'graphile-worker';
import { failureFacts } from '../db/failure.ts';
import type { Deps } from '../http/deps.ts';
import { listNetworks } from '../tenancy/directory.ts';
import { quietLogger } from './logger.ts';

/** Jobs that the features bring, by name. */
function handlers(deps: Deps) {
  return new Map(deps.features.flatMap((feature) => Object.entries(feature.jobs ?? {})));
}

/** Runs one job; for the worker and for tests. Unknown names throw, so that the job is kept and seen. */
export async function runJob(
  deps: Deps,
  task: string,
  payload: { network: string } & Record<string, unknown>,
): Promise<void> {
  const handler = handlers(deps).get(task);
  if (!handler) throw new Error(`no feature brings the job ${task}`);
  const { network, ...rest } = payload;
  await handler({ deps, network, payload: rest });
}

/** Runs a recurring job for every network. One network's trouble does not keep it from the others; the first is thrown at the end. */
export async function runRecurring(deps: Deps, job: string): Promise<void> {
  const failures: unknown[] = [];
  for (const network of await listNetworks(deps.db)) {
    try {
      await runJob(deps, job, { network: network.id });
    } catch (error) {
      deps.log.error({ job, network: network.slug, ...failureFacts(error) }, 'job failed');
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** The worker: takes jobs until stopped. A failed job is retried by the queue with growing pauses. */
export async function startWorker(deps: Deps): Promise<{ stop(): Promise<void> }> {
  const recurring = deps.features.flatMap((feature) => feature.recurring ?? []);
  const names = [...handlers(deps).keys()];
  const tasks = Object.fromEntries(
    names.map((name) => [
      name,
      async (payload: unknown) => {
        try {
          await runJob(deps, name, payload as { network: string });
        } catch (error) {
          deps.log.error({ job: name, ...failureFacts(error) }, 'job failed');
          throw error;
        }
      },
    ]),
  );
  // The clock asks for a recurring job once; this hands it to every network.
  const everyNetwork = (payload: unknown) => runRecurring(deps, (payload as { job: string }).job);
  const runner = await run({
    pgPool: deps.db.owner,
    concurrency: 2,
    noHandleSignals: true,
    logger: quietLogger,
    pollInterval: 2_000,
    taskList: { ...tasks, 'every-network': everyNetwork },
    parsedCronItems: parseCronItems(
      recurring.map(({ job, everyMinutes }) => ({
        task: 'every-network',
        match: everyMinutes >= 60 ? `0 */${Math.round(everyMinutes / 60)} * * *` : `*/${everyMinutes} * * * *`,
        payload: { job },
        identifier: job,
      })),
    ),
  });
  return { stop: () => runner.stop() };
}
