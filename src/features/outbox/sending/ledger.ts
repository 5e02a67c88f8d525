import { setTimeout as pause } from 'node:timers/promises';
import { failureFacts, inNetwork } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/http/index.ts';
import type { Ctx, Network } from '../../../platform/tenancy/index.ts';
import { markSending, writeResults } from './queries.ts';
import type { Result } from './rules.ts';
import { tellOwners } from './settle.ts';

/** Where marks and results of one run are written. Both promises settle after the commit. */
export type Ledger = {
  /** "Its sending begins": false when the mail was withdrawn or is no longer this run's. */
  mark(id: string): Promise<boolean>;
  record(id: string, result: Result): Promise<void>;
};

type Entry = { id: string; result: Result | undefined; done(marked: boolean): void; failed(error: unknown): void };

/** How long results wait for a database that went away. */
const patienceMs = 60_000;

/**
 * Groups what arrives while the previous write is under way into the next one: one transaction for all of it, with at
 * most one statement for results and one for marks. Results come first, so a connection's next mark is never committed
 * before its last result.
 */
export function openLedger(deps: Deps, network: Network, run: string): Ledger {
  let waiting: Entry[] = [];
  let writing = false;

  async function write(group: Entry[], tell: boolean): Promise<void> {
    const marked = await inNetwork(deps.db, network.id, async (trx) => {
      const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() };
      const results = group.flatMap(({ id, result }) => (result ? [{ id, result }] : []));
      const marks = group.filter(({ result }) => !result).map(({ id }) => id);
      if (results.length > 0) {
        const settled = await writeResults(trx, network.id, run, ctx.now, results);
        if (tell) await tellOwners(deps, ctx, settled);
      }
      return marks.length > 0 ? markSending(trx, network.id, run, marks) : new Set<string>();
    });
    for (const entry of group) entry.done(marked.has(entry.id));
  }

  /** A group that fails is written row by row, so that one bad row fails alone. */
  async function writeOne(entry: Entry): Promise<void> {
    const until = performance.now() + patienceMs;
    for (;;) {
      try {
        return await write([entry], true);
      } catch (error) {
        const away = isAway(error);
        if (!away && entry.result) {
          // Its owner could not take the news; that the mail left must be known all the same.
          deps.log.error({ mail: entry.id, ...failureFacts(error) }, 'the owner of a mail did not take its outcome');
          return await write([entry], false);
        }
        if (!away || performance.now() > until) throw error;
        await pause(500);
      }
    }
  }

  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group, true);
      } catch {
        for (const entry of group) await writeOne(entry).catch(entry.failed);
      }
    }
    writing = false;
  }

  const add = (id: string, result: Result | undefined) =>
    new Promise<boolean>((done, failed) => {
      waiting.push({ id, result, done, failed });
      // On the next turn, so that what happens together is written together.
      if (!writing) {
        writing = true;
        setImmediate(() => void drain());
      }
    });

  return { mark: (id) => add(id, undefined), record: async (id, result) => void (await add(id, result)) };
}

/** The database is restarting or out of reach: the same write will do later. */
function isAway(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|57P0[1-3]|53300|08\w{3}|40001|40P01)$/.test(code) ||
    /Connection terminated|timeout exceeded/.test(String(error))
  );
}
