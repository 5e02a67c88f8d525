import { readNetwork } from '../../platform/db/index.ts';
import { isKey } from '../../platform/files/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import { keptKeys } from './queries.ts';

const hourMs = 60 * 60 * 1000;

/** Takes away the bytes of deleted rows. Harmless to repeat; bytes that have a row again stay. */
export const removal: JobHandler = async ({ deps, network, payload }) => {
  const keys = Array.isArray(payload.keys) ? payload.keys.filter((key) => typeof key === 'string' && isKey(key)) : [];
  await removeUnkept(deps, network, keys);
};

/**
 * Finds what crashes left behind: bytes without a row, an hour old at least, since an upload writes bytes first;
 * and parts of uploads, a day old.
 */
export const sweep: JobHandler = async ({ deps, network }) => {
  const now = deps.clock().getTime();
  for await (const keys of deps.files.keys(network, new Date(now - hourMs))) await removeUnkept(deps, network, keys);
  await deps.files.discardPartials(new Date(now - 24 * hourMs));
};

async function removeUnkept(deps: Deps, network: string, keys: string[]): Promise<void> {
  const kept = await readNetwork(deps.db, network, (trx) => keptKeys(trx, network, keys));
  for (const key of keys.filter((one) => !kept.has(one))) {
    await deps.files.remove(network, key, async () =>
      (await readNetwork(deps.db, network, (trx) => keptKeys(trx, network, [key]))).has(key),
    );
  }
}
