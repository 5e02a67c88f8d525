import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { closeDecision } from './counting.ts';
import { dueDecisions } from './queries.ts';

export const closingJob = 'decisions.close';

/** Counts out what is over, each decision in a transaction of its own. */
export const closeDue: JobHandler = async ({ deps, network }) => {
  const place = await deps.networks.byId(network);
  if (!place) return;
  const ctxIn = (trx: Ctx['trx']): Ctx => ({
    trx,
    actor: { kind: 'system' },
    network: place,
    locale: place.locales[0]!,
    now: deps.clock(),
  });
  const due = await readNetwork(deps.db, network, (trx) => dueDecisions(ctxIn(trx)));
  for (const id of due) await inNetwork(deps.db, network, (trx) => closeDecision(ctxIn(trx), id));
};
