import { inNetwork } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { addresseesOf } from './addressee.ts';
import { followSeats } from './changes.ts';
import { planLetters } from './pacing/plan.ts';
import { holdForQuiet, resumeDeliveries } from './waiting.ts';

/** Works out when letters leave, and bundles those of campaigns that want it. */
export const paceJob: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  for (;;) {
    const more = await inNetwork(deps.db, id, (trx) =>
      planLetters({ trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() }),
    );
    if (!more) return;
  }
};

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
    const resolve = async (postIds: string[]) =>
      new Map(addresseesOf(lookup, postIds, now).map((one) => [one.postId, one]));
    await resumeDeliveries(ctx, 'quiet', resolve);
    // A new list of people may name another address, or somebody else.
    await resumeDeliveries(ctx, 'suspended', resolve);
  });
};
