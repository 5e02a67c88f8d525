import { inNetwork } from '../../../platform/db/index.ts';
import { edit } from '../../../platform/http/index.ts';
import type { JobHandler } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';

/** Rows of one part, each part in a transaction of its own. */
export const partRows = 500;

/** The first line of a part. What is passed over is this line and no other: somebody else may have gone on meanwhile. */
export type Place = { line?: number };

/**
 * A job that does something with a list of members part by part, until `part` says that nothing is left. Killed and begun again, it goes on
 * after the last part that was committed: how far it is stands in the transaction of the rows. A row that the database refuses is found
 * by smaller parts, and handed to `passOver`.
 */
export const inParts =
  (
    part: (ctx: Ctx, list: string, most: number, at: Place) => Promise<boolean>,
    passOver: (ctx: Ctx, list: string, line: number | undefined) => Promise<boolean>,
  ): JobHandler =>
  async ({ deps, network: id, payload }) => {
    const network = await deps.networks.byId(id);
    if (!network) return;
    const list = String(payload.import);
    const ctxOf = (trx: Ctx['trx']): Ctx => ({
      trx,
      actor: { kind: 'system' },
      network,
      locale: network.locales[0]!,
      now: deps.clock(),
    });
    for (let rows = partRows, more = true; more; ) {
      const at: Place = {};
      try {
        more = await inNetwork(deps.db, id, (trx) => part(ctxOf(trx), list, rows, at));
        rows = Math.min(partRows, rows * 2);
      } catch (error) {
        if (!isOfTheRow(error)) throw error;
        if (rows > 1) rows = Math.ceil(rows / 8);
        else more = await inNetwork(deps.db, id, (trx) => passOver(ctxOf(trx), list, at.line));
      }
    }
    await edit(deps, id, async () => {});
  };

/** Data and constraints (SQLSTATE 22 and 23): it would be refused again. Anything else is tried again later. */
const isOfTheRow = (error: unknown): boolean => /^2[23]/.test((error as { code?: string }).code ?? '');
