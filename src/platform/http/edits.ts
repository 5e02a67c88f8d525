import { sql } from 'kysely';
import { type Database, inNetwork, type Trx } from '../db/index.ts';

/** Tells everything that keeps public content in memory that a network's content changed. */
export type Edits = {
  /** Called with the id of the network, or '' for all of them. */
  on(listener: (network: string) => void): void;
  emit(network: string): void;
};

/** Tells within this process that something of a network was edited, so that what was remembered of it goes. */
export function openEdits(): Edits {
  const listeners: ((network: string) => void)[] = [];
  return {
    on: (listener) => void listeners.push(listener),
    emit: (network) => {
      for (const listener of listeners) listener(network);
    },
  };
}

/**
 * A transaction that changes public content. Other processes hear of it by NOTIFY at commit; this one forgets
 * what it keeps before the answer is sent, so that the person sees her own change.
 */
export async function edit<T>(
  deps: { db: Database; edits: Edits },
  network: string,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  const result = await inNetwork(deps.db, network, async (trx) => {
    const done = await work(trx);
    await sql`select pg_notify('casement_edits', ${network})`.execute(trx);
    return done;
  });
  deps.edits.emit(network);
  return result;
}
