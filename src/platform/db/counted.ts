import { type Expression, sql } from 'kysely';
import type { Trx } from './pool.ts';

/** How far things are counted; beyond it is "more than". */
export const mostCounted = 10_000;

/** How many rows a query has, counted to `most`; `most + 1` where there are more. */
export async function countUpTo(
  trx: Trx,
  query: Expression<unknown> & { limit(most: number): Expression<unknown> },
  most = mostCounted,
): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::integer as n from (${query.limit(most + 1)}) as counted`.execute(trx);
  return rows[0]!.n;
}
