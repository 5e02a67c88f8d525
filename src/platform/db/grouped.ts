import type { Database, Trx } from './pool.ts';
import { inNetwork } from './transaction.ts';

type Waiting<Row, Result> = { row: Row; resolve(result: Result): void; reject(error: unknown): void };

const isUnconnected = (error: unknown): boolean =>
  /ECONNREFUSED|timeout exceeded when trying to connect/.test(`${(error as { code?: string }).code} ${error}`);

/**
 * A command for many callers at once: those that wait together are written together, in one transaction with one
 * commit, per network. `write` is given rows and returns one result per row, in order. A caller's promise resolves
 * after the commit. When a group fails it runs again row by row, so that one bad row fails alone;
 * without a connection to the database all fail.
 *
 * `lanes` groups of a network may be under way at once, so that the next one is gathered and sent while the database
 * still writes the last. `write` must then lock rows in one order always.
 */
export function grouped<Row, Result>(
  db: Database,
  write: (trx: Trx, network: string, rows: Row[]) => Promise<Result[]>,
  { largest = 256, lanes = 1 }: { largest?: number; lanes?: number } = {},
): (network: string, row: Row) => Promise<Result> {
  const queues = new Map<string, { waiting: Waiting<Row, Result>[]; busy: number }>();

  async function drain(network: string): Promise<void> {
    const queue = queues.get(network)!;
    queue.busy += 1;
    while (queue.waiting.length > 0) {
      await gather(queue.waiting);
      const group = queue.waiting.splice(0, largest);
      await run(network, group);
    }
    queue.busy -= 1;
    if (queue.busy === 0) queues.delete(network);
  }

  /** Those who arrive together join the same group: waits as long as each turn of the event loop brings more. */
  async function gather(waiting: readonly unknown[]): Promise<void> {
    let seen = 0;
    while (waiting.length > seen && waiting.length < largest) {
      seen = waiting.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function run(network: string, group: Waiting<Row, Result>[]): Promise<void> {
    try {
      const rows = group.map((entry) => entry.row);
      const results = await inNetwork(db, network, (trx) => write(trx, network, rows));
      group.forEach((entry, index) => {
        entry.resolve(results[index]!);
      });
    } catch (error) {
      // Without a connection each row would wait for one in vain, one after the other.
      if (group.length === 1 || isUnconnected(error)) for (const entry of group) entry.reject(error);
      else for (const entry of group) await run(network, [entry]);
    }
  }

  return (network, row) =>
    new Promise((resolve, reject) => {
      let queue = queues.get(network);
      if (!queue) {
        queue = { waiting: [], busy: 0 };
        queues.set(network, queue);
      }
      queue.waiting.push({ row, resolve, reject });
      if (queue.busy < lanes) void drain(network);
    });
}
