import type { Reference } from '../queries.ts';
import type { Place } from '../types.ts';
import type { Lines, SetRow } from './lines.ts';
import type { Shapes } from './places.ts';
import type { PostalIndex } from './postal-index.ts';

type Around = {
  ids: string[];
  state: 'found' | 'several' | 'centroid';
  from: { source: string; asOf: string } | undefined;
};

/** The divisions in which an Open Civic Data division lies: the state of a district, the country of a state. */
export function* around(id: string): Generator<string> {
  for (let cut = id.lastIndexOf('/'); cut > 0; cut = id.lastIndexOf('/', cut - 1)) yield id.slice(0, cut);
}

/**
 * Roles of whole states or provinces (a senator, a governor) have no lines of their own. Their division is read from the
 * ids of the districts that lie in it: by the lines of other roles, also ended ones, for states outlive their districts;
 * by codes assigned to districts; by what the list of codes says of the state.
 */
export function createWider(reference: Reference, lines: Lines, postal: PostalIndex, shapes: Shapes) {
  const assigned = Map.groupBy(reference.assignments, (each) => `${each.country} ${each.code}`);
  const withAssignments = new Set(reference.assignments.map((each) => each.role_id));
  const countries = new Map(reference.roles.map((each) => [each.id, each.country]));
  /** For each such role its posts' divisions, and the sets whose districts lie in one of them. */
  const wide = new Map<string, { divisions: Set<string>; sets: SetRow[] }>();
  for (const [roleId, posts] of lines.postsOfRole) {
    if (lines.setsOfRole.has(roleId) || withAssignments.has(roleId)) continue;
    const divisions = new Set(
      posts.flatMap((each) => (each.division_id?.startsWith('ocd-') ? [each.division_id] : [])),
    );
    if (divisions.size > 0) wide.set(roleId, { divisions, sets: [] });
  }
  if (wide.size > 0) {
    const within = new Map<string, Set<string>>();
    for (const { set_id, division_id } of reference.members)
      for (const id of around(division_id)) within.set(set_id, (within.get(set_id) ?? new Set()).add(id));
    for (const role of wide.values())
      for (const set of lines.sets.values())
        if ([...(within.get(set.id) ?? [])].some((id) => role.divisions.has(id))) role.sets.push(set);
  }

  function find(place: Place, roleId: string): Around | undefined {
    const { divisions, sets } = wide.get(roleId)!;
    const found = new Set<string>();
    let from: Around['from'] | undefined;
    const add = (districts: Iterable<string>, told: { source: string; as_of: string } | undefined) => {
      for (const district of districts)
        for (const id of [district, ...around(district)])
          if (divisions.has(id)) {
            found.add(id);
            from ??= told && { source: told.source, asOf: told.as_of };
          }
    };
    const answer = (state?: 'centroid'): Around | undefined =>
      found.size === 0
        ? undefined
        : { ids: [...found], state: state ?? (found.size === 1 ? 'found' : 'several'), from };
    if (place.by === 'division') {
      for (const id of place.ids) {
        const set = lines.setsOfDivision.get(id)?.map((each) => lines.sets.get(each.set_id)!)[0];
        const code = lines.assignedRoles.get(id)?.values().next().value;
        add([id], set ?? code);
      }
      return answer();
    }
    if (place.by === 'point') {
      for (const set of sets) add(shapes(set.id)?.at(place.longitude, place.latitude).ids ?? [], set);
      return answer();
    }
    if (countries.get(roleId) !== place.country) return undefined;
    const centroids = postal.centroids(place.country, place.code);
    for (const each of centroids) if (each.region) add([each.region], { source: each.source, as_of: each.asOf });
    for (const each of assigned.get(`${place.country} ${postal.code(place.country, place.code)}`) ?? [])
      add([each.division_id], each);
    if (found.size > 0) return answer();
    for (const set of sets)
      for (const { longitude, latitude, radius } of centroids)
        add(
          (shapes(set.id)?.near(longitude, latitude, radius) ?? []).map((each) => each.id),
          set,
        );
    return answer('centroid');
  }

  return {
    has: (roleId: string) => wide.has(roleId),
    /** The sets whose shapes `find` reads for a point or a code. */
    setsOf: (roleId: string): readonly SetRow[] => wide.get(roleId)?.sets ?? [],
    find,
  };
}
