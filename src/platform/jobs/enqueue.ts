import { sql } from 'kysely';
import type { Ctx } from '../tenancy/ctx.ts';

/**
 * Asks for a job in the change's own transaction; it runs only when that commits. The payload holds ids, never content.
 * A `key` folds waiting jobs of the same key in the network into one. Priority: 0 runs before 10.
 */
export async function enqueue(
  ctx: Pick<Ctx, 'trx'>,
  task: string,
  payload: Record<string, unknown> = {},
  options: { key?: string; runAt?: Date; priority?: number } = {},
): Promise<void> {
  const body = JSON.stringify(payload);
  await sql`select enqueue_job(${task}, ${body}::json, ${options.key ?? null}, ${options.runAt ?? null}::timestamptz, ${options.priority ?? null}::integer)`.execute(
    ctx.trx,
  );
}
