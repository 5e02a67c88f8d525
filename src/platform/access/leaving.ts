import type { Context } from 'hono';
import { type Export, recordExport } from '../audit/index.ts';
import { askTogether, inNetwork } from '../db/index.ts';
import type { Deps } from '../http/deps.ts';
import type { Env } from '../http/env.ts';
import { ctxOf } from '../http/view.ts';
import type { Ctx } from '../tenancy/ctx.ts';
import { requireProof } from './index.ts';

/**
 * For everything that names many people, or holds what is not public, and leaves the house as a file or on paper: asks anew who she is
 * (throws as `requireProof`), loads it, and puts on record that it leaves. `load` throws (404) for what is not hers to see, and nothing is on record then.
 */
export function takeAway<T>(
  c: Context<Env>,
  deps: Pick<Deps, 'db'>,
  load: (ctx: Ctx) => Promise<{ taken: T; what: Export }>,
): Promise<T> {
  requireProof(c);
  return inNetwork(deps.db, c.var.network.id, async (trx) => {
    const ctx = ctxOf(c, trx);
    // What it asks without waiting goes to the database as one statement, as on a page.
    const { taken, what } = await load({ ...ctx, trx: askTogether(trx) });
    await recordExport(ctx, what);
    return taken;
  });
}
