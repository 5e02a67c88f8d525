import { inNetwork } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { remindAndEnd } from './renewal/commands.ts';

/** Reminders and endings of the day, batch by batch, each in a transaction of its own. */
export const renewalsRun: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  for (let after: string | undefined; ; ) {
    const next = await inNetwork(deps.db, id, (trx) => {
      const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() };
      return remindAndEnd(ctx, after);
    });
    if (!next) return;
    after = next;
  }
};
