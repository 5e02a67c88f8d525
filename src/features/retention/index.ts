import { record } from '../../platform/audit/index.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';

/**
 * Lets every feature delete what is past its time in one network, each in a transaction of its own. Returns how many rows
 * by feature. A feature that fails does not keep the others from theirs; the first failure is thrown at the end.
 */
export async function retain(deps: Deps, networkId: string): Promise<Record<string, number>> {
  const network = await deps.networks.byId(networkId);
  if (!network) return {};
  const removed: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const feature of deps.features) {
    if (!feature.retain) continue;
    try {
      const count = await inNetwork(deps.db, networkId, async (trx) => {
        const ctx = {
          trx,
          actor: { kind: 'system' } as const,
          network,
          locale: network.locales[0]!,
          now: deps.clock(),
        };
        const count = await feature.retain!(ctx, deps.features);
        if (count > 0) await record(ctx, { verb: 'removed', noun: 'expired', id: feature.name, detail: { count } });
        return count;
      });
      if (count > 0) removed[feature.name] = count;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return removed;
}

export const feature: Feature = {
  name: 'retention',
  jobs: {
    retention: async ({ deps, network }) => {
      await retain(deps, network);
    },
  },
  recurring: [{ job: 'retention', everyMinutes: 60 }],
};
