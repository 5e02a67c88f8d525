import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { countFacets, levelsFor, readFilter, type Viewer } from '../directory/index.ts';
import { showsField, visibleOrganisations } from '../organisations/index.ts';
import { listPlaces, type Place } from '../vocabularies/index.ts';
import { type Count, countFor, partsOf, sumOf } from './count.ts';

/** One country or region: how many members and organisations this reader may know of there. */
export type ReachLine = { place: Place; members: Count; organisations: number };

export type Reach = {
  countries: ReachLine[];
  /** What lies within the network's own country, by organisations that chose to say so. */
  regions: { place: Place; organisations: number }[];
  members: Count;
  organisations: number;
};

/** The radius of a country's mark, in the map's own pixels: its area grows with what is there. */
export const radius = (line: ReachLine): number =>
  Math.round(7 + 3 * Math.sqrt(Math.max(1, line.members.sure + line.organisations)));

type Reader = Exclude<Viewer, 'herself'>;
const readers: Reader[] = ['public', 'member', 'coordinator'];
const prefix = 'country:';

/** Where the network is, as this reader may know it. */
export async function reachOf(ctx: Ctx, viewer: Reader): Promise<Reach> {
  // Levels that she does not see are not even asked for.
  const levels = readers.slice(0, levelsFor(viewer).length);
  const of = (type: string) => readFilter((name) => (name === 'type' ? type : ''));
  const [places, regions, ...women] = await Promise.all([
    countFacets(ctx, viewer, of('organisation')),
    organisationsByRegion(ctx, viewer),
    ...levels.map((reader) => countFacets(ctx, reader, of('person'))),
  ]);
  const people = new Map(levels.map((reader, at) => [reader, women[at]!]));
  const ids = new Set<string>();
  for (const counts of [places, ...people.values()])
    for (const term of counts.keys()) if (term.startsWith(prefix)) ids.add(term.slice(prefix.length));
  const known = await listPlaces(ctx, { ids: [...ids, ...regions.keys()] });
  const upTo = (reader: Reader, id: string): number => people.get(reader)?.get(prefix + id) ?? 0;
  const countries = known
    .filter((place) => ids.has(place.id))
    .map((place) => {
      const parts = partsOf(upTo('public', place.id), upTo('member', place.id), upTo('coordinator', place.id));
      return { place, members: countFor(parts, viewer), organisations: places.get(prefix + place.id) ?? 0 };
    });
  return {
    countries,
    regions: known
      .filter((place) => regions.has(place.id))
      .map((place) => ({ place, organisations: regions.get(place.id)! })),
    members: sumOf(countries.map((line) => line.members)),
    organisations: countries.reduce((sum, line) => sum + line.organisations, 0),
  };
}

/** How many organisations name each place finer than a country. */
async function organisationsByRegion(ctx: Ctx, viewer: Reader): Promise<Map<string, number>> {
  const rows = await visibleOrganisations(ctx, viewer)
    .where('o.place_id', 'is not', null)
    .where(showsField('place', viewer))
    .groupBy('o.place_id')
    .select(['o.place_id as id', sql<string>`count(*)`.as('n')])
    .execute();
  return new Map(rows.map(({ id, n }) => [id!, Number(n)]));
}
