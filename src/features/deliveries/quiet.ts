import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** The calendar day on the clocks of the network. */
export const networkDay = (ctx: Pick<Ctx, 'now' | 'network'>): string =>
  Temporal.Instant.fromEpochMilliseconds(ctx.now.getTime())
    .toZonedDateTimeISO(ctx.network.timeZone)
    .toPlainDate()
    .toString();

/** Which of these posts nothing is sent to now, each with the last day of its quiet period. */
export async function restingPosts(ctx: Ctx, postIds: readonly string[]): Promise<Map<string, string>> {
  if (postIds.length === 0) return new Map();
  const day = networkDay(ctx);
  const { rows } = await sql<{ id: string; until: string }>`
    select p.id, max(q.until_day) as until
    from quiet_periods q
    join known_bodies b on (b.id = q.body_id or b.country = q.country) and (b.network_id is null or b.network_id = q.network_id)
    join known_roles r on r.body_id = b.id and (r.network_id is null or r.network_id = q.network_id)
    join known_posts p on p.role_id = r.id and (p.network_id is null or p.network_id = q.network_id)
    where q.network_id = ${ctx.network.id} and q.removed_at is null
      and q.from_day <= ${day}::date and q.until_day >= ${day}::date and p.id = any(${[...postIds]})
    group by p.id`.execute(ctx.trx);
  return new Map(rows.map((row) => [row.id, row.until]));
}

/** The note of a letter that waits until the end of this day. */
export const quietNote = (until: string): string => `quiet ${until}`;
