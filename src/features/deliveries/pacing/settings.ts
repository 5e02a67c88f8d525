import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { paceJobName } from './queue.ts';
import type { Pace } from './rules.ts';

/** The network's own rule stands under no post. */
export const usual = '';

const rows = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('pacing')
    .select(['post_id', 'time_zone', 'weekdays', 'from_minute', 'until_minute', 'per_hour', 'jitter_minutes'])
    .where('network_id', '=', ctx.network.id);

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const paceOfRow = (row: Row): Pace => ({
  timeZone: row.time_zone,
  weekdays: [...new Set(row.weekdays)].map(Number),
  from: row.from_minute,
  until: row.until_minute,
  perHour: row.per_hour,
  jitterMinutes: row.jitter_minutes,
});

/** When letters leave for these posts: each's own rule, else the network's. A post without either is left out. */
export async function pacesOf(ctx: Ctx, postIds: readonly string[]): Promise<Map<string, Pace>> {
  const found = await rows(ctx)
    .where('post_id', '=', sql<string>`any(${[usual, ...postIds]})`)
    .execute();
  const own = new Map(found.map((row) => [row.post_id, paceOfRow(row)]));
  const paces = new Map<string, Pace>();
  for (const postId of postIds) {
    const pace = own.get(postId) ?? own.get(usual);
    if (pace) paces.set(postId, pace);
  }
  return paces;
}

/** The rule that stands under a post itself, or the network's own (`usual`); undefined where there is none. */
export async function paceUnder(ctx: Ctx, postId: string): Promise<Pace | undefined> {
  const row = await rows(ctx).where('post_id', '=', postId).executeTakeFirst();
  return row && paceOfRow(row);
}

/** The posts with a rule of their own. */
export async function postsWithPace(ctx: Ctx): Promise<string[]> {
  const found = await rows(ctx).where('post_id', '!=', usual).orderBy('post_id').execute();
  return found.map((row) => row.post_id);
}

/** Office hours where nothing was set: for campaigns that bundle, and as what a form shows first. */
export const officeHours = (timeZone: string): Pace => ({
  timeZone,
  weekdays: [1, 2, 3, 4, 5],
  from: 540,
  until: 1020,
  perHour: 20,
  jitterMinutes: 2,
});

/** Writes a rule, or takes it away (undefined). What waits is worked out again. */
export async function savePace(ctx: Ctx, postId: string, pace: Pace | undefined): Promise<void> {
  if (pace) {
    const row = {
      time_zone: pace.timeZone,
      weekdays: [...pace.weekdays].sort().join(''),
      from_minute: pace.from,
      until_minute: pace.until,
      per_hour: pace.perHour,
      jitter_minutes: pace.jitterMinutes,
      updated_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      updated_at: ctx.now,
    };
    await ctx.trx
      .insertInto('pacing')
      .values({ network_id: ctx.network.id, post_id: postId, ...row })
      .onConflict((conflict) => conflict.columns(['network_id', 'post_id']).doUpdateSet(row))
      .execute();
  } else {
    await ctx.trx.deleteFrom('pacing').where('network_id', '=', ctx.network.id).where('post_id', '=', postId).execute();
  }
  await planAgain(ctx, postId === usual ? undefined : postId);
  const verb = pace ? 'edited' : 'removed';
  await record(ctx, { verb, noun: 'pace', id: postId || ctx.network.id });
}

/** Which of these campaigns send the letters of a day in one mail. */
export async function withDigests(ctx: Ctx, campaignIds: readonly string[]): Promise<Set<string>> {
  const found = await ctx.trx
    .selectFrom('campaigns')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', sql<string>`any(${[...campaignIds]}::uuid[])`)
    .where('digest', '=', true)
    .execute();
  return new Set(found.map((row) => row.id));
}

/** A campaign's letters go one by one, or bundled by day. Those that wait follow the new choice. */
export async function saveDigest(ctx: Ctx, campaignId: string, digest: boolean): Promise<void> {
  const changed = await ctx.trx
    .updateTable('campaigns')
    .set({ digest, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', campaignId)
    .where('digest', '!=', digest)
    .returning('id')
    .executeTakeFirst();
  if (!changed) return;
  await planAgain(ctx, undefined);
  await record(ctx, { verb: 'edited', noun: 'campaign-digest', id: campaignId, detail: { digest } });
}

/** Letters that wait and were not tried yet are worked out again: those to one post, or all. */
async function planAgain(ctx: Ctx, postId: string | undefined): Promise<void> {
  let query = ctx.trx
    .updateTable('mails')
    .set({ planned: false })
    .where('network_id', '=', ctx.network.id)
    .where('kind', '=', 'letter')
    .where('state', '=', 'queued')
    .where('attempts', '=', 0)
    .where('pace_key', 'is not', null);
  if (postId !== undefined) query = query.where('pace_key', '=', postId);
  await query.execute();
  await enqueue(ctx, paceJobName, {}, { key: paceJobName });
}
