import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Bill, LobbyingMark, QuietPeriod, Work } from './law.ts';

/** The bills a campaign is about, in the order in which they were named. */
export async function billsOf(ctx: Ctx, campaignId: string): Promise<Bill[]> {
  return ctx.trx
    .selectFrom('campaign_bills')
    .select(['id', 'number', 'jurisdiction', 'title', 'url'])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** The kind of lobbying the campaign itself was marked as. */
export async function markOf(ctx: Ctx, campaignId: string): Promise<LobbyingMark> {
  const row = await ctx.trx
    .selectFrom('campaigns')
    .select('lobbying')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return row.lobbying as LobbyingMark;
}

/** The log of a campaign, the newest day first; also what was taken out. */
export async function workOf(ctx: Ctx, campaignId: string): Promise<Work[]> {
  const rows = await ctx.trx
    .selectFrom('campaign_work')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .orderBy('worked_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    workedOn: row.worked_on,
    who: row.who,
    what: row.what,
    minutes: row.minutes,
    cost: row.cost === null ? null : { amount: row.cost, currency: row.currency! },
    lobbying: row.lobbying as LobbyingMark,
    removed: row.removed_at !== null,
  }));
}

export type PeriodLine = QuietPeriod & { body: Record<string, string> | null };

/** Quiet periods that are not over before `day`, and those that ended since, the next one first. */
export async function periodsFrom(ctx: Ctx, day: string): Promise<PeriodLine[]> {
  const rows = await ctx.trx
    .selectFrom('quiet_periods as q')
    .leftJoin('known_bodies as b', (join) =>
      join
        .onRef('b.id', '=', 'q.body_id')
        .on((eb) => eb.or([eb('b.network_id', 'is', null), eb('b.network_id', '=', ctx.network.id)])),
    )
    .select(['q.id', 'q.name', 'q.body_id', 'q.country', 'q.from_day', 'q.until_day', 'q.mode', 'b.name as body'])
    .where('q.network_id', '=', ctx.network.id)
    .where('q.removed_at', 'is', null)
    .where('q.until_day', '>=', day)
    .orderBy('q.from_day')
    .orderBy('q.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    bodyId: row.body_id,
    country: row.country,
    from: row.from_day,
    until: row.until_day,
    mode: row.mode as QuietPeriod['mode'],
    body: row.body as Record<string, string> | null,
  }));
}

/** How many letters wait for the end of a quiet period now. */
export async function waitingLetters(ctx: Ctx): Promise<number> {
  const row = await ctx.trx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'composed')
    .where('note', 'like', 'quiet %')
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export type KnownBody = { id: string; name: Record<string, string>; country: string };

/** The bodies that the installation and this network know, by country; committees rest with the country alone. */
export async function knownBodies(ctx: Ctx): Promise<KnownBody[]> {
  const rows = await ctx.trx
    .selectFrom('known_bodies')
    .select(['id', 'name', 'country'])
    .where((eb) => eb.or([eb('network_id', 'is', null), eb('network_id', '=', ctx.network.id)]))
    .where('committee', '=', false)
    .orderBy('country')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id!, country: row.country!, name: row.name as Record<string, string> }));
}
