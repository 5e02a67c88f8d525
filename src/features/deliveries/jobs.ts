import { inNetwork } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { addresseesOf } from './addressee.ts';
import { followSeats } from './changes.ts';
import { holdForQuiet, resumeDeliveries } from './waiting.ts';

export const quietJobName = 'deliveries.quiet';

/** Holds letters back whose seat has another holder or where a quiet period has begun; lets go on what waited for one that is over. */
export const quietJob: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  const lookup = await representativesOf(deps.db).of(network);
  const now = deps.clock();
  await inNetwork(deps.db, id, async (trx) => {
    const ctx = { trx, actor: { kind: 'system' } as const, network, locale: network.locales[0]!, now };
    await followSeats(ctx, lookup);
    await holdForQuiet(ctx);
    await resumeDeliveries(
      ctx,
      'quiet',
      async (postIds) => new Map(addresseesOf(lookup, postIds, now).map((one) => [one.postId, one])),
    );
  });
};
