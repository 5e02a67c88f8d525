import {
  type ChainFault,
  type ChainHead,
  chainReader,
  genesis,
  headSealOf,
  sealRows,
} from '../../platform/audit/index.ts';
import { sameBytes } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import * as queries from './queries.ts';

type SealDeps = Pick<Deps, 'db' | 'secret'>;

const batch = 1000;

/** Seals everything that is not sealed yet in a network, oldest first. Returns how many rows. May run twice at once. */
export async function sealChain(deps: SealDeps, network: string): Promise<number> {
  let all = 0;
  for (;;) {
    const sealed = await inNetwork(deps.db, network, async (trx) => {
      await queries.lockChain(trx, network);
      const rows = await queries.unsealedRows(trx, network, batch);
      if (rows.length === 0) return 0;
      const known = await queries.readHead(trx, network);
      const last = await queries.lastSealed(trx, network);
      const sound = known ? isSound(deps, network, known) : !last;
      // After the head rather than after the last row: a chain that was cut off must not grow together again.
      const { sealed, head } = sealRows(deps.secret, (sound ? known : last) ?? genesis, rows);
      await queries.writeSeals(trx, network, sealed);
      // A head that somebody changed or removed is left as it is, so that it goes on being told.
      if (sound) await queries.writeHead(trx, network, head, headSealOf(deps.secret, network, head));
      return rows.length;
    });
    all += sealed;
    if (sealed < batch) return all;
  }
}

/** `faults` is empty for a whole chain; at most a thousand are told. */
export type ChainReport = { sealed: number; unsealed: number; faults: ChainFault[] };

/** Reads a network's whole chain and tells every row that was changed or removed since it was sealed. Changes nothing. */
export async function verifyChain(deps: SealDeps, network: string): Promise<ChainReport> {
  const report: ChainReport = { sealed: 0, unsealed: 0, faults: [] };
  const chain = chainReader(deps.secret);
  // The head is read first: what is sealed while we read lies behind it.
  const { head, unsealed } = await readNetwork(deps.db, network, async (trx) => ({
    head: await queries.readHead(trx, network),
    unsealed: await queries.countUnsealed(trx, network),
  }));
  report.unsealed = unsealed;
  for (;;) {
    const rows = await readNetwork(deps.db, network, (trx) =>
      queries.sealedRows(trx, network, chain.last().position, batch),
    );
    for (const row of rows) report.faults.push(...chain.read(row));
    report.sealed += rows.length;
    if (rows.length < batch || report.faults.length >= batch) break;
  }
  const last = chain.last();
  // Without a head: rows may have been sealed for the first time since it was looked for.
  const sound = head ? isSound(deps, network, head) : last.position === 0 || (await headStands(deps, network));
  if (!sound) report.faults.push({ kind: 'head' });
  else if (head && last.position < head.position)
    report.faults.push({ kind: 'cut', position: last.position, head: head.position });
  return report;
}

const isSound = (deps: SealDeps, network: string, head: ChainHead & { headSeal: Buffer }): boolean =>
  sameBytes(headSealOf(deps.secret, network, head), head.headSeal);

async function headStands(deps: SealDeps, network: string): Promise<boolean> {
  const head = await readNetwork(deps.db, network, (trx) => queries.readHead(trx, network));
  return head !== undefined && isSound(deps, network, head);
}
