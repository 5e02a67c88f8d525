import { type Secret, sameBytes } from '../crypto/ids.ts';

/** One audit row as it is sealed: every column as text, instants to the microsecond in UTC. */
export type ChainRow = {
  network: string;
  id: string;
  at: string;
  actorKind: string;
  actorId: string | null;
  verb: string;
  noun: string;
  nounId: string | null;
  detail: string;
};

/** The place of the last sealed row, and its seal. */
export type ChainHead = { position: number; seal: Buffer };

/** Before the first row. */
export const genesis: ChainHead = { position: 0, seal: Buffer.alloc(32) };

/**
 * The seal of a row: HMAC-SHA-256 under the installation's audit key over the seal before it, its position and all
 * its columns. JSON keeps the columns apart, so that no text can reach into the next column.
 */
function sealOf(secret: Secret, previous: Buffer, position: number, row: ChainRow): Buffer {
  const { network, id, at, actorKind, actorId, verb, noun, nounId, detail } = row;
  const columns = [previous.toString('hex'), position, network, id, at, actorKind, actorId, verb, noun, nounId, detail];
  return Buffer.from(secret.sign('audit', JSON.stringify(columns)), 'base64url');
}

/** The seal over a network's head, so that the end of the chain cannot be cut off and an earlier head put there. */
export function headSealOf(secret: Secret, network: string, head: ChainHead): Buffer {
  return Buffer.from(
    secret.sign('audit head', JSON.stringify([network, head.position, head.seal.toString('hex')])),
    'base64url',
  );
}

/** Seals rows in the order given, after `head`. Returns each row's place and seal, and the new head. */
export function sealRows(
  secret: Secret,
  head: ChainHead,
  rows: ChainRow[],
): { sealed: (ChainHead & { id: string })[]; head: ChainHead } {
  let last = head;
  const sealed = rows.map((row) => {
    const position = last.position + 1;
    last = { position, seal: sealOf(secret, last.seal, position, row) };
    return { id: row.id, ...last };
  });
  return { sealed, head: last };
}

/**
 * What is wrong with a chain. changed: the row does not fit its seal. missing: no row stands at these places.
 * cut: the chain ends before its head. head: the head itself was changed or removed.
 */
export type ChainFault =
  | { kind: 'changed'; position: number; id: string }
  | { kind: 'missing'; position: number; count: number }
  | { kind: 'cut'; position: number; head: number }
  | { kind: 'head' };

/**
 * Follows a chain row by row in the order of its places. A changed row is told once, since the next row is checked against
 * the seal that stands there. After a gap the next row cannot be checked (its predecessor's seal is gone), and is not accused.
 */
export function chainReader(secret: Secret): { read(row: ChainRow & ChainHead): ChainFault[]; last(): ChainHead } {
  let last = genesis;
  return {
    last: () => last,
    read(row) {
      const faults: ChainFault[] = [];
      const gap = row.position - last.position - 1;
      if (gap > 0) faults.push({ kind: 'missing', position: last.position + 1, count: gap });
      else if (!sameBytes(sealOf(secret, last.seal, row.position, row), row.seal)) {
        faults.push({ kind: 'changed', position: row.position, id: row.id });
      }
      last = { position: row.position, seal: row.seal };
      return faults;
    },
  };
}
