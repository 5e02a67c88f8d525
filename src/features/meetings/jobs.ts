import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { toRemind } from './queries.ts';
import { forgetAnswers, remind } from './record.ts';

export const clockJob = 'meetings.clock';

/** Reminds of what begins within a day, each meeting in a transaction of its own; forgets answers that are kept until the end alone. */
export const keepTime: JobHandler = async ({ deps, network }) => {
  const place = await deps.networks.byId(network);
  if (!place) return;
  const ctxIn = (trx: Ctx['trx']): Ctx => ({
    trx,
    actor: { kind: 'system' },
    network: place,
    locale: place.locales[0]!,
    now: deps.clock(),
  });
  await inNetwork(deps.db, network, (trx) => forgetAnswers(ctxIn(trx)));
  const due = await readNetwork(deps.db, network, (trx) => toRemind(ctxIn(trx)));
  for (const id of due) await inNetwork(deps.db, network, (trx) => remind(ctxIn(trx), id));
};
