import type { Database, Trx } from './pool.ts';
import { inNetwork } from './transaction.ts';

type Waiting<Row, Result> = { row: Row; resolve(result: Result): void; reject(error: unknown): void };

const isUnconnected = (error: unknown): boolean =>
  /ECONNREFUSED|timeout exceeded when trying to connect/.test(`${(error as { code?: string }).code} ${error}`);

type Queue<Row, Result> = {
  waiting: Waiting<Row, Result>[];
  /** Lanes in use, and how many rows are under way in them. */
  busy: number;
  underWay: number;
  /** How many rows were there of late, waiting or under way. */
  usual: number;
  /** The lane that gathers its group: told that one more came, or that another lane's group has ended. */
  gathering: { came(): void; go(): void } | undefined;
};

/** Fewer are never divided: a group costs as much as ten rows, however small. */
const least = 16;
/** With so much of those who were there of late a group leaves although another is under way. */
const worthwhile = 0.4;

/**
 * A command for many callers at once: those that wait together are written together, in one transaction with one
 * commit, per network. `write` is given rows and returns one result per row, in order. A caller's promise resolves
 * after the commit. When a group fails it runs again row by row, so that one bad row fails alone;
 * without a connection to the database all fail.
 *
 * `lanes` groups of a network may be under way at once, so that the next one is gathered and sent while the database
 * still writes the last. `write` must then lock rows in one order always. A group is then no larger than its share (and a third) of those
 * who were there of late: callers who wait for their answer before they come again would else all join one group, and the program
 * and the database would wait for each other in turn.
 */
export function grouped<Row, Result>(
  db: Database,
  write: (trx: Trx, network: string, rows: Row[]) => Promise<Result[]>,
  { largest = 256, lanes = 1 }: { largest?: number; lanes?: number } = {},
): (network: string, row: Row) => Promise<Result> {
  const queues = new Map<string, Queue<Row, Result>>();

  const share = ({ usual }: Queue<Row, Result>): number =>
    lanes === 1 ? largest : Math.min(largest, Math.max(least, Math.ceil((usual * 4) / (3 * lanes))));

  async function drain(network: string, queue: Queue<Row, Result>): Promise<void> {
    queue.busy += 1;
    while (queue.waiting.length > 0) {
      await gather(queue);
      const present = queue.waiting.length + queue.underWay;
      queue.usual = Math.max(present, queue.usual * 0.9);
      const group = queue.waiting.splice(0, share(queue));
      queue.underWay += group.length;
      if (queue.waiting.length > 0 && queue.busy < lanes) void drain(network, queue);
      await run(network, group);
      queue.underWay -= group.length;
      // Another lane has gathered meanwhile: it goes on, and sees to those who are left.
      if (queue.gathering) {
        queue.gathering.go();
        break;
      }
    }
    queue.busy -= 1;
  }

  /**
   * Those who arrive together join the same group. Goes with a whole share at once; with fewer when a turn of the event loop brings no
   * more, or, while another group is under way and they would be few, when that has ended.
   */
  async function gather(queue: Queue<Row, Result>): Promise<void> {
    const { waiting } = queue;
    if (waiting.length >= share(queue)) return;
    await new Promise<void>((resolve) => {
      let seen = 0;
      let looking = false;
      const go = () => {
        queue.gathering = undefined;
        resolve();
      };
      const lookSoon = () => {
        if (!looking) setImmediate(look);
        looking = true;
      };
      const look = () => {
        looking = false;
        if (queue.gathering !== gathering) return;
        if (waiting.length > seen) {
          seen = waiting.length;
          lookSoon();
        } else if (queue.underWay === 0 || waiting.length > queue.usual * worthwhile) go();
      };
      const gathering = { go, came: () => (waiting.length >= share(queue) ? go() : lookSoon()) };
      queue.gathering = gathering;
      lookSoon();
    });
  }

  async function run(network: string, group: Waiting<Row, Result>[]): Promise<void> {
    try {
      const rows = group.map((entry) => entry.row);
      const results = await inNetwork(db, network, (trx) => write(trx, network, rows));
      // The next group goes to the database first: it would else stand still while these are answered.
      setImmediate(() => {
        group.forEach((entry, index) => {
          entry.resolve(results[index]!);
        });
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
        queue = { waiting: [], busy: 0, underWay: 0, usual: 0, gathering: undefined };
        queues.set(network, queue);
      }
      queue.waiting.push({ row, resolve, reject });
      if (queue.gathering) queue.gathering.came();
      else if (queue.busy < lanes) void drain(network, queue);
    });
}
