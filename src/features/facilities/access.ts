import type { Context } from 'hono';
import { sql } from 'kysely';
import { type AccountActor, belongs, coordinates, requireRole } from '../../platform/access/index.ts';
import { dayOf, type Env } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Somebody who belongs to the network. Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireMember = (c: Context<Env>): AccountActor => requireRole(c, 'member', 'lead', 'coordinator');

/** Today in the network's time zone, YYYY-MM-DD. */
export const todayOf = (ctx: Pick<Ctx, 'now' | 'network'>): string => dayOf(ctx.now, ctx.network.timeZone);

/**
 * Over `facilities as f`: does the actor keep it? Whoever works with its organisation today and is not suspended; the coordination's own are
 * kept by coordinators, who see no other organisation's before it is released.
 */
export function keeps(ctx: Ctx) {
  const { actor } = ctx;
  if (actor.kind !== 'account' || !belongs(actor)) return sql<boolean>`false`;
  const today = todayOf(ctx);
  const hers = sql<boolean>`(f.organisation_id in (
      select a.organisation_id from affiliations a
       where a.network_id = ${ctx.network.id} and a.account_id = ${actor.id}::uuid
         and a.from_on <= ${today}::date and (a.until_on is null or a.until_on > ${today}::date))
    and not exists (
      select from memberships m
       where m.network_id = ${ctx.network.id} and m.account_id = ${actor.id}::uuid and m.state = 'suspended'))`;
  return coordinates(actor) ? sql<boolean>`(${hers} or f.organisation_id is null)` : hers;
}

/** The audiences to which the actor belongs, the narrower one first. */
const heard = (ctx: Ctx) => (belongs(ctx.actor) ? (['network', 'public'] as const) : (['public'] as const));

/** Over `facilities as f`: was it released as itself to somebody like the actor, and has the day come? */
export function released(ctx: Ctx) {
  const today = todayOf(ctx);
  const one = (audience: 'network' | 'public') =>
    sql<boolean>`(${sql.ref(`f.${audience}_from`)} <= ${today}::date and ${sql.ref(`f.${audience}_precision`)} = 'facility')`;
  return sql<boolean>`(${sql.join(heard(ctx).map(one), sql` or `)})`;
}

/**
 * The one policy of facilities, `as f`: those that the actor may know as themselves. List, page, choices, counts, search, sitemap and the
 * programs' list begin with it. Days are compared here, so that no job can be late.
 */
export const visibleFacilities = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('facilities as f')
    .where('f.network_id', '=', ctx.network.id)
    .where('f.deleted_at', 'is', null)
    .where(sql<boolean>`(${released(ctx)} or ${keeps(ctx)})`);

/** Was it released to somebody like the actor as this wider place, and has the day come? */
const releasedAs = (ctx: Ctx, precision: 'district' | 'region' | 'country') => {
  const today = todayOf(ctx);
  const one = (audience: 'network' | 'public') =>
    sql<boolean>`(${sql.ref(`f.${audience}_from`)} <= ${today}::date and ${sql.ref(`f.${audience}_precision`)} = ${precision})`;
  return sql<boolean>`(${sql.join(heard(ctx).map(one), sql` or `)})`;
};

/**
 * Over `facilities as f`: the wider place as which alone the actor knows it, the finest of those that it was released as to somebody like
 * her; null where she may know the facility itself, and where she knows nothing of it.
 */
const wider = (ctx: Ctx) =>
  sql<string | null>`case when ${released(ctx)} or ${keeps(ctx)} then null
    when ${releasedAs(ctx, 'district')} then coalesce(f.district_id, f.region_id, f.country_id)
    when ${releasedAs(ctx, 'region')} then coalesce(f.region_id, f.country_id)
    when ${releasedAs(ctx, 'country')} then f.country_id end`;

/**
 * The ids, as tags name them, of the facilities that the actor knows only as this wider place: released to her, the day has come, and no
 * finer. What is about one of them is shown there.
 */
export const facilitiesSeenAs = (ctx: Ctx, placeId: string) =>
  ctx.trx
    .selectFrom('facilities as f')
    .select(sql<string>`f.id::text`.as('id'))
    .where('f.network_id', '=', ctx.network.id)
    .where('f.deleted_at', 'is', null)
    .where((eb) =>
      eb.or([eb('f.country_id', '=', placeId), eb('f.region_id', '=', placeId), eb('f.district_id', '=', placeId)]),
    )
    .where(sql<boolean>`${wider(ctx)} = ${placeId}`);

/** Of these facilities, those that the actor may know as themselves, by name. */
export async function namedAmong(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; names: Record<string, string> }[]> {
  if (ids.length === 0) return [];
  const rows = await visibleFacilities(ctx)
    .select(['f.id', 'f.names'])
    .where('f.id', 'in', [...ids])
    .orderBy('f.sort_key')
    .execute();
  return rows.map(({ id, names }) => ({ id, names: names as Record<string, string> }));
}

/** All facilities that the actor knows only as a wider place, as tags name them, with the place: a part of a larger query. */
export const facilitiesSeenWider = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('facilities as f')
    .select([sql<string>`f.id::text`.as('id'), wider(ctx).as('place')])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.deleted_at', 'is', null)
    .where(sql<boolean>`${wider(ctx)} is not null`);

/** Of these facilities, those that the actor knows only as a wider place, each with the place. */
export async function widerAmong(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await facilitiesSeenWider(ctx)
    .where('f.id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, place }) => [id, place!]));
}

/**
 * Of these facilities, ids of the wider places as which alone the actor knows some of them, and the facilities that she knows as themselves.
 * Of the rest nothing is said.
 */
export async function knownAmong(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ facilities: { id: string; names: Record<string, string> }[]; places: string[] }> {
  const facilities = await namedAmong(ctx, ids);
  const rest = ids.filter((id) => !facilities.some((one) => one.id === id));
  return { facilities, places: [...new Set((await widerAmong(ctx, rest)).values())] };
}
