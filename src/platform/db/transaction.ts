import { setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import { type Database, kyselyOn, streamOf, type Trx } from './pool.ts';
import { asksNoMore, askTogether } from './together.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The transaction was rolled back by the server although COMMIT was sent; nothing of it was kept. */
export class NotCommitted extends Error {}

/**
 * Runs `work` in one transaction that sees and writes the rows of one network only.
 * Throws what `work` throws (after ROLLBACK), or `NotCommitted` when COMMIT answers anything but COMMIT.
 */
export async function inNetwork<T>(db: Database, network: string, work: (trx: Trx) => Promise<T>): Promise<T> {
  if (!uuid.test(network)) throw new Error('not a network id');
  // One message for both statements; the id was checked above, so it needs no quoting.
  return transaction(db.app, `begin; set local casement.network = '${network}'`, work);
}

/**
 * As `inNetwork`, but the transaction refuses every write: for pages. What is asked without waiting for an answer goes out as one
 * statement (`askTogether`); with `plansKept` each connection keeps the plans of what is asked often. Its end is not waited for: it decides nothing.
 */
export async function readNetwork<T>(
  db: Database,
  network: string,
  work: (trx: Trx) => Promise<T>,
  { plansKept = false } = {},
): Promise<T> {
  if (!uuid.test(network)) throw new Error('not a network id');
  const begin = `begin read only; set local casement.network = '${network}'`;
  const read = async (trx: Trx) => {
    const together = askTogether(trx, plansKept);
    try {
      return await work(together);
    } finally {
      asksNoMore(together);
    }
  };
  return transaction(db.app, begin, read, false);
}

/** The application's role without a network: sees reference tables and the list of networks, no tenant row. */
export async function inNoNetwork<T>(db: Database, work: (trx: Trx) => Promise<T>): Promise<T> {
  return transaction(db.app, 'begin', work);
}

/** The owner's transaction, for migrations, kits, imports and backup: no row-level security stands in its way. */
export async function asOwner<T>(db: Database, work: (trx: Trx) => Promise<T>): Promise<T> {
  return transaction(db.owner, 'begin', work);
}

async function transaction<T>(
  pool: pg.Pool,
  begin: string,
  work: (trx: Trx) => Promise<T>,
  endMatters = true,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let ending: Promise<unknown> | undefined;
  const trx = kyselyOn(client);
  const open: Open = { client, begin, committing: undefined };
  opened.set(trx, open);
  try {
    // Where the connection takes it, the first statement goes out together with the beginning. A beginning fails only with its
    // connection; and without a network the policies would let nothing through.
    const begun = pool.options.pipeline ? withWhatFollows(client, begin) : client.query(begin);
    if (pool.options.pipeline) begun.catch(() => {});
    else await begun;
    const result = await work(trx);
    await begun;
    const end = () => open.committing ?? client.query('commit');
    if (endMatters) committed(await end());
    // First the page is made of what was read, in this very turn: to send the end takes a tenth of a millisecond.
    else ending = turn().then(end);
    return result;
  } catch (error) {
    await client.query('rollback').catch((failed: Error) => {
      broken = failed;
    });
    throw error;
  } finally {
    // The connection is the next one's when its transaction is over.
    if (ending)
      ending.then(
        () => client.release(),
        (failed: Error) => client.release(failed),
      );
    else client.release(broken);
  }
}

/** Sends it in one message with what is asked in this same turn: two would wake the database twice. */
function withWhatFollows(client: pg.PoolClient, text: string): Promise<pg.QueryResult> {
  const stream = streamOf(client);
  stream.cork();
  process.nextTick(() => stream.uncork());
  return client.query(text);
}

type Open = { client: pg.PoolClient; begin: string; committing: Promise<pg.QueryResult> | undefined };
const opened = new WeakMap<Trx, Open>();

/**
 * Sends the commit at once behind what was asked already, instead of when the work is done: where the answers decide nothing more, one
 * wait for the database is saved. What fails before it turns it into a rollback, as ever. After it nothing more may be asked,
 * unless `beginAgain` comes first.
 */
export function commitAlong(trx: Trx): void {
  const open = opened.get(trx)!;
  if (open.client.pipeline === false) return;
  open.committing = open.client.query('commit');
  open.committing.catch(() => {});
}

/** After `commitAlong`: waits for that commit and opens another transaction of the same kind for what is left to do. */
export async function beginAgain(trx: Trx): Promise<void> {
  const open = opened.get(trx)!;
  if (!open.committing) return;
  committed(await open.committing);
  open.committing = undefined;
  await open.client.query(open.begin);
}

/** A COMMIT of an aborted transaction is answered ROLLBACK, without an error. */
function committed(answer: pg.QueryResult): void {
  if (answer.command !== 'COMMIT') throw new NotCommitted(`commit was answered ${answer.command}`);
}
