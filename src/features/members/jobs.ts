import { inNetwork } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { eraseJoined } from './own/departure.ts';
import { remindAndEnd } from './renewal/commands.ts';

/** Reminders and endings of the day, batch by batch, each in a transaction of its own; and what is left of women who deleted their account. */
export const renewalsRun: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  for (let after: string | undefined; ; ) {
    const next = await inNetwork(deps.db, id, (trx) => {
      const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() };
      return remindAndEnd(ctx, after);
    });
    if (!next) break;
    after = next;
  }
  await inNetwork(deps.db, id, async (trx) => {
    const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() };
    await eraseJoined(ctx, deps.features, deps.messages.for(ctx.locale)('members.former'));
  });
};
