import { sql } from 'kysely';
import { inNetwork, instantArray, plainArray } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/index.ts';

/** Counts letters by the block of addresses they come from; the database holds digests of blocks, and only for two days. */
export type Arrivals = { count(network: string, block: string, now: Date): void; settle(): Promise<void> };

const everyMs = 10_000;
/** More blocks than this in ten seconds are no trend of one of them: the smallest are left out. */
const mostBlocks = 2_000;

/**
 * In memory first, so that a letter waits for nothing; written down together every few seconds. What a crash loses is a few
 * seconds of counting, no letter.
 */
export function openArrivals(deps: Deps): Arrivals {
  let counts = new Map<string, Map<string, number>>();
  let timer: NodeJS.Timeout | undefined;

  async function settle(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = undefined;
    const taken = counts;
    counts = new Map();
    for (const [network, blocks] of taken) await write(deps, network, blocks);
  }

  return {
    count(network, block, now) {
      if (block === '') return;
      let blocks = counts.get(network);
      if (!blocks) {
        blocks = new Map();
        counts.set(network, blocks);
      }
      const key = `${Math.floor(now.getTime() / 3_600_000)} ${block}`;
      blocks.set(key, (blocks.get(key) ?? 0) + 1);
      timer ??= setTimeout(() => {
        settle().catch((error) => deps.log.warn({ error: String(error) }, 'arrivals were not counted'));
      }, everyMs).unref();
    },
    settle,
  };
}

async function write(deps: Deps, network: string, blocks: Map<string, number>): Promise<void> {
  const rows = [...blocks]
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostBlocks)
    .map(([key, letters]) => {
      const space = key.indexOf(' ');
      const hour = new Date(Number(key.slice(0, space)) * 3_600_000);
      // A key of the day, so that nobody can follow a block from one day to the next.
      const use = `arrivals ${hour.toISOString().slice(0, 10)}`;
      const block = Buffer.from(deps.secret.sign(use, `${network} ${key.slice(space + 1)}`, 12), 'base64url');
      return { block, hour, letters };
    })
    // Two processes lock the same rows in one order.
    .sort((a, b) => Buffer.compare(a.block, b.block));
  await inNetwork(deps.db, network, (trx) =>
    sql`insert into arrivals (network_id, block, hour, letters)
      select ${network}::uuid, * from unnest(${rows.map((row) => row.block)}::bytea[], ${instantArray(rows.map((row) => row.hour))}::timestamptz[],
        ${plainArray(rows.map((row) => String(row.letters)))}::integer[])
      on conflict (network_id, block, hour) do update set letters = arrivals.letters + excluded.letters`.execute(trx),
  );
}
