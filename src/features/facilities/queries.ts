import { type ExpressionBuilder, sql } from 'kysely';
import type { DB } from '../../platform/db/index.ts';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import { type Ctx, inLocale, languageOf } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { referencesOf } from '../vocabularies/index.ts';
import { keeps, released, todayOf, visibleFacilities } from './access.ts';
import type { Facility, FacilityKind, Precision } from './facility.ts';

export const pageSize = 50;
/** So many can be chosen from in a form, and are looked through for doubles. */
const mostChoices = 2_000;

const columns = (ctx: Ctx) =>
  [
    'f.id',
    'f.organisation_id',
    'f.names',
    'f.former_names',
    'f.kind',
    'f.women',
    'f.women_held',
    'f.women_held_on',
    'f.women_held_source',
    'f.unit',
    'f.unit_places',
    'f.unit_source',
    'f.country_id',
    'f.region_id',
    'f.district_id',
    'f.place_id',
    'f.locality',
    'f.latitude',
    'f.longitude',
    'f.position_shown',
    'f.source_url',
    'f.checked_on',
    'f.network_from',
    'f.network_precision',
    'f.public_from',
    'f.public_precision',
    'f.stopped_at',
    'f.stop_reason',
    'f.stop_note',
    'f.sample',
    'f.updated_at',
    'f.deleted_at',
    keeps(ctx).as('kept'),
  ] as const;

type Row = Awaited<ReturnType<typeof rowsOf>>[number];
const rowsOf = (ctx: Ctx) => visibleFacilities(ctx).select(columns(ctx)).execute();

const facilityOf = (row: Row): Facility => ({
  id: row.id,
  organisationId: row.organisation_id,
  names: row.names as Record<string, string>,
  formerNames: row.former_names,
  kind: row.kind as FacilityKind,
  women: row.women as Facility['women'],
  womenHeld: row.women_held,
  womenHeldOn: row.women_held_on,
  womenHeldSource: row.women_held_source,
  unit: row.unit as Facility['unit'],
  unitPlaces: row.unit_places,
  unitSource: row.unit_source,
  countryId: row.country_id,
  regionId: row.region_id,
  districtId: row.district_id,
  placeId: row.place_id,
  locality: row.locality,
  position:
    row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
  positionShown: row.position_shown as Facility['positionShown'],
  sourceUrl: row.source_url,
  checkedOn: row.checked_on,
  releases: {
    network: row.network_from ? { from: row.network_from, precision: row.network_precision as Precision } : null,
    public: row.public_from ? { from: row.public_from, precision: row.public_precision as Precision } : null,
  },
  stopped:
    row.kept && row.stopped_at
      ? {
          at: row.stopped_at,
          reason: row.stop_reason as NonNullable<Facility['stopped']>['reason'],
          note: row.stop_note,
        }
      : null,
  sample: row.sample,
  updatedAt: row.updated_at,
  deletedAt: row.deleted_at,
  kept: row.kept,
});

const lyingIn = (eb: ExpressionBuilder<DB & { f: DB['facilities'] }, 'f'>, place: string) =>
  eb.or([eb('f.country_id', '=', place), eb('f.region_id', '=', place), eb('f.district_id', '=', place)]);

/** One page of those that the actor may know, by name: all of them, those in a place, or those of one kind. */
export async function listFacilities(
  ctx: Ctx,
  { place, kind, after, mine }: { place?: string; kind?: string; after?: string; mine?: boolean },
  limit = pageSize,
): Promise<{ facilities: Facility[]; next?: string }> {
  let query = visibleFacilities(ctx).select(columns(ctx));
  if (place) query = query.where((eb) => lyingIn(eb, place));
  if (kind) query = query.where('f.kind', '=', kind);
  if (mine) query = query.where(keeps(ctx));
  if (after && /^[0-9a-f-]{36}$/.test(after))
    query = query.where(
      sql<boolean>`(f.sort_key, f.id) > (
        select a.sort_key, a.id from facilities a where a.network_id = ${ctx.network.id} and a.id = ${after}::uuid
          and a.id in ${visibleFacilities(ctx).select('f.id')})`,
    );
  const rows = await query
    .orderBy('f.sort_key')
    .orderBy('f.id')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  return { facilities: shown.map(facilityOf), next: rows.length > limit ? shown.at(-1)?.id : undefined };
}

/** One that the actor may know, or undefined. */
export async function findFacility(ctx: Ctx, id: string): Promise<Facility | undefined> {
  const row = await visibleFacilities(ctx).select(columns(ctx)).where('f.id', '=', id).executeTakeFirst();
  return row && facilityOf(row);
}

/** One that the actor keeps, or undefined; nobody else changes it until the commit. `gone`: one that was taken away. */
export async function lockKept(ctx: Ctx, id: string, gone = false): Promise<Facility | undefined> {
  const row = await ctx.trx
    .selectFrom('facilities as f')
    .select(columns(ctx))
    .where('f.network_id', '=', ctx.network.id)
    .where('f.id', '=', id)
    .where('f.deleted_at', gone ? 'is not' : 'is', null)
    .where(keeps(ctx))
    .forUpdate('f')
    .executeTakeFirst();
  return row && facilityOf(row);
}

/** A facility as a form offers it. */
export type FacilityChoice = { id: string; names: Record<string, string>; countryId: string };

/** Those that the actor may know, for a form's list. */
export async function facilityChoices(ctx: Ctx): Promise<FacilityChoice[]> {
  const rows = await visibleFacilities(ctx)
    .select(['f.id', 'f.names', 'f.country_id as countryId'])
    .orderBy('f.sort_key')
    .limit(mostChoices)
    .execute();
  return rows.map((row) => ({ ...row, names: row.names as Record<string, string> }));
}

/** Joins `facilities as f` with what is about them, `tags as t`: a tag names by text what has an id. */
export const facilityTagged = () => sql<boolean>`t.noun_id = f.id::text`;

/** Facilities in a place, by name. */
export function facilitiesPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  if (noun.kind !== 'place') return Promise.resolve([]);
  const pointing = visibleFacilities(ctx)
    .select('f.id')
    .where((eb) => lyingIn(eb, noun.id));
  return referencesOf(ctx, page, 'facility', pointing, async () => {
    let query = pointing.select('f.names').orderBy('f.sort_key').orderBy('f.id');
    if (page.after)
      query = query.where(
        sql<boolean>`(f.sort_key, f.id) > (
          select a.sort_key, a.id from facilities a where a.network_id = ${ctx.network.id} and a.id = ${page.after}::uuid and a.id in ${pointing})`,
      );
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return (await query.limit(page.limit).execute()).map(({ id, names }) => ({
      id,
      title: inLocale(names as Record<string, string>, ctx.locale),
      locale: languageOf(names as Record<string, string>, ctx.locale),
      href: urls.facilities.show(at, id),
    }));
  });
}

/** Those that everybody may know now, with the day of their release; for the sitemap and programs. */
export async function publicFacilities(ctx: Ctx, limit = 10_000): Promise<Facility[]> {
  const own: Ctx = { ...ctx, actor: { kind: 'public' } };
  const rows = await visibleFacilities(own).select(columns(own)).orderBy('f.sort_key').limit(limit).execute();
  return rows.map(facilityOf);
}

/**
 * Facilities of the same name in the same place, among those that the actor may know: groups of two and more. What she may not know makes no
 * group, so that nothing can be tried out by names.
 */
export async function doublesOf(ctx: Ctx): Promise<{ key: string; facilities: FacilityChoice[] }[]> {
  const rows = await visibleFacilities(ctx)
    .innerJoinLateral(sql<{ key: string }>`(select distinct unnest(f.name_keys) as key)`.as('k'), (join) =>
      join.onTrue(),
    )
    .select(['f.id', 'f.names', 'f.country_id as countryId', 'f.place_id as placeId', 'k.key'])
    .orderBy('k.key')
    .limit(mostChoices)
    .execute();
  return [...Map.groupBy(rows, (row) => `${row.placeId} ${row.key}`).values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      key: group[0]!.key,
      facilities: group.map((row) => ({ ...row, names: row.names as Record<string, string> })),
    }));
}

/** The organisations for whose facilities somebody answers today, by name. */
export async function organisationsOf(ctx: Ctx, accountId: string): Promise<{ id: string; name: string }[]> {
  const today = todayOf(ctx);
  return ctx.trx
    .selectFrom('affiliations as a')
    .innerJoin('organisations as o', (join) =>
      join.onRef('o.network_id', '=', 'a.network_id').onRef('o.id', '=', 'a.organisation_id'),
    )
    .select(['o.id', 'o.name'])
    .distinct()
    .where('a.network_id', '=', ctx.network.id)
    .where('a.account_id', '=', accountId)
    .where('a.from_on', '<=', today)
    .where((eb) => eb.or([eb('a.until_on', 'is', null), eb('a.until_on', '>', today)]))
    .where('o.closed_at', 'is', null)
    .where(
      sql<boolean>`not exists (select from memberships m
        where m.network_id = a.network_id and m.account_id = a.account_id and m.state = 'suspended')`,
    )
    .orderBy('o.name')
    .execute();
}

export { released };
