import type { PointIndex } from '../../platform/geo/index.ts';
import { foldName, inNaturalOrder, normalisePostalCode } from './names.ts';
import { createPostalIndex } from './postal-index.ts';
import type { Reference } from './queries.ts';
import type {
  Contact,
  DivisionChoice,
  FindingState,
  Official,
  Place,
  RoleFinding,
  RoleSummary,
  Serving,
  Texts,
} from './types.ts';

/** The shapes of one dated set; undefined where they were not loaded. */
export type Shapes = (setId: string) => PointIndex | undefined;

export type Lookup = {
  roles: readonly RoleSummary[];
  /** Countries of which postal codes are known. */
  postalCountries: readonly string[];
  /** The sets whose shapes a lookup of this place asks for. */
  setsFor(place: Place, roleIds: readonly string[], on: string): string[];
  /** The sets by which these roles are looked up on that day: those in force, else those that ended. */
  setsOf(roleIds: readonly string[], on: string): string[];
  lookup(place: Place, roleIds: readonly string[], on: string): RoleFinding[];
  /** For each post or division named, in their order: who serves there on that day, for these roles. */
  serving(ids: readonly string[], roleIds: readonly string[], on: string): Serving[];
  /** All posts of a role on that day, by family name (the vacant ones last) or by district. */
  list(roleId: string, on: string, by: 'name' | 'district'): Serving[];
  division(id: string): DivisionChoice | undefined;
  post(id: string): { id: string; roleId: string; divisionId: string | null } | undefined;
};

type SetRow = Reference['sets'][number];
type PostRow = Reference['posts'][number];

/** How far from the edge a point outside every district may lie (a pier, a simplified shore) to have candidates, in metres. */
const shore = 500;

/** Builds the maps behind lookups. Pure: days are texts ('2026-11-21'), shapes come through `shapes`. */
export function createLookup(reference: Reference, shapes: Shapes): Lookup {
  const choices = new Map<string, DivisionChoice>(
    reference.divisions.map((each) => {
      const names = each.names as Texts;
      return [each.id, Object.freeze({ id: each.id, name: Object.keys(names).length > 0 ? names : { en: each.name } })];
    }),
  );
  const posts = new Map(reference.posts.map((each) => [each.id, each]));
  const postsOfRole = Map.groupBy(reference.posts, (each) => each.role_id);
  const postsOfDivision = Map.groupBy(
    reference.posts.filter((each) => each.division_id !== null),
    (each) => each.division_id!,
  );
  const sets = new Map(reference.sets.map((each) => [each.id, each]));
  const setsOfRole = Map.groupBy(reference.sets, (each) => each.role_id);
  const setsOfDivision = Map.groupBy(reference.members, (each) => each.division_id);
  const assigned = Map.groupBy(reference.assignments, (each) => `${each.country} ${each.code} ${each.role_id}`);
  /** For each division that codes were assigned to, one assignment for each role: where that is known from. */
  const assignedRoles = new Map<string, Map<string, Reference['assignments'][number]>>();
  for (const each of reference.assignments) {
    assignedRoles.set(each.division_id, (assignedRoles.get(each.division_id) ?? new Map()).set(each.role_id, each));
  }
  const officials = new Map(reference.officials.map((each) => [each.id, each]));
  const tenures = Map.groupBy(reference.tenures, (each) => each.post_id);
  const officialContacts = Map.groupBy(
    reference.contacts.filter((each) => each.official_id !== null),
    (each) => each.official_id!,
  );
  const postContacts = Map.groupBy(
    reference.contacts.filter((each) => each.post_id !== null),
    (each) => each.post_id!,
  );
  const roles = new Map<string, RoleSummary>(
    reference.roles.map((each) => [
      each.id,
      {
        id: each.id,
        name: each.name as Texts,
        body: { id: each.body_id, name: each.body_name as Texts, level: each.level, country: each.country },
        sample: each.sample,
        posts: postsOfRole.get(each.id)?.length ?? 0,
      },
    ]),
  );
  const postal = createPostalIndex(reference.points);

  // The lines of a role on a day: of those in force, the ones that came into force last.
  const inForce = new Map<string, readonly SetRow[]>();
  function linesOf(roleId: string, on: string): readonly SetRow[] {
    const key = `${roleId} ${on}`;
    let found = inForce.get(key);
    if (!found) {
      const valid = (setsOfRole.get(roleId) ?? []).filter((each) => holds(each, on));
      const latest = valid
        .map((each) => each.valid_from)
        .sort()
        .at(-1);
      found = valid.filter((each) => each.valid_from === latest);
      // One day's worth of roles is all that is ever asked for; a stray date from outside must not fill the memory.
      if (inForce.size > 1_000) inForce.clear();
      inForce.set(key, found);
    }
    return found;
  }
  const formerLines = (roleId: string, on: string) => (setsOfRole.get(roleId) ?? []).filter((each) => !holds(each, on));

  const finding = (
    roleId: string,
    state: FindingState,
    divisions: readonly DivisionChoice[],
    from?: { source: string; asOf: string },
  ): RoleFinding => ({
    roleId,
    state: divisions.length === 0 && state !== 'lines-ended' ? 'unknown' : state,
    divisions,
    source: from?.source ?? null,
    asOf: from?.asOf ?? null,
  });
  const fromSet = (set: SetRow) => ({ source: set.source, asOf: set.as_of });
  const choose = (ids: Iterable<string>): DivisionChoice[] => {
    const found: DivisionChoice[] = [];
    for (const id of ids) {
      const choice = choices.get(id);
      if (choice) found.push(choice);
    }
    return found;
  };
  const inOrder = (ids: Iterable<string>) => choose(ids).sort((a, b) => inNaturalOrder(nameOf(a), nameOf(b)));

  function byPoint(roleId: string, longitude: number, latitude: number, on: string): RoleFinding {
    for (const set of linesOf(roleId, on)) {
      const index = shapes(set.id);
      if (!index) continue;
      const { ids } = index.at(longitude, latitude);
      if (ids.length > 0) return finding(roleId, ids.length === 1 ? 'found' : 'several', choose(ids), fromSet(set));
      const near = index.near(longitude, latitude, shore);
      if (near.length > 0) return finding(roleId, 'several', choose(near.map((each) => each.id)), fromSet(set));
    }
    return ended(roleId, on, (index) => index.at(longitude, latitude).ids.length > 0);
  }

  /** Ended lines name nobody: they only tell that the place was theirs. */
  function ended(roleId: string, on: string, holdsPlace: (index: PointIndex) => boolean): RoleFinding {
    if (linesOf(roleId, on).length > 0) return finding(roleId, 'unknown', []);
    for (const set of formerLines(roleId, on)) {
      const index = shapes(set.id);
      if (index && holdsPlace(index)) return finding(roleId, 'lines-ended', [], fromSet(set));
    }
    return finding(roleId, 'unknown', []);
  }

  function byPostal(roleId: string, country: string, text: string, on: string): RoleFinding {
    const code = normalisePostalCode(country, text);
    if (code === undefined) return finding(roleId, 'unknown', []);
    const rows = assigned.get(`${country} ${code} ${roleId}`);
    if (rows) {
      const holding = rows.filter((each) => each.valid_until === null || on < each.valid_until);
      const from = { source: rows[0]!.source, asOf: rows[0]!.as_of };
      if (holding.length === 0) return finding(roleId, 'lines-ended', [], from);
      return finding(
        roleId,
        holding.length === 1 ? 'found' : 'several',
        inOrder(holding.map((each) => each.division_id)),
        from,
      );
    }
    const centroids = postal.centroids(country, code);
    for (const set of linesOf(roleId, on)) {
      const index = shapes(set.id);
      if (!index) continue;
      const near = new Map<string, number>();
      for (const { latitude, longitude, radius } of centroids) {
        for (const { id, metres } of index.near(longitude, latitude, radius))
          near.set(id, Math.min(metres, near.get(id) ?? metres));
      }
      if (near.size > 0) {
        const nearestFirst = [...near].sort(([, a], [, b]) => a - b).map(([id]) => id);
        const dates = [set.as_of, ...centroids.map((each) => each.asOf)].sort();
        const sources = [...new Set([...centroids.map((each) => each.source), set.source])].join('; ');
        return finding(roleId, 'centroid', choose(nearestFirst), { source: sources, asOf: dates[0]! });
      }
    }
    // Nothing is known of where the code lies, but the role's lines ended wherever it lies in that country.
    const former = centroids.length === 0 && linesOf(roleId, on).length === 0 ? formerLines(roleId, on)[0] : undefined;
    if (former && roles.get(roleId)!.body.country === country)
      return finding(roleId, 'lines-ended', [], fromSet(former));
    return ended(roleId, on, (index) =>
      centroids.some(({ latitude, longitude, radius }) => index.near(longitude, latitude, radius).length > 0),
    );
  }

  function byDivision(roleId: string, ids: readonly string[], on: string): RoleFinding {
    const current: string[] = [];
    let past: SetRow | undefined;
    for (const id of new Set(ids)) {
      const state = standing(roleId, id, on);
      if (state === 'current') current.push(id);
      else if (state) past = state;
    }
    if (current.length === 0 && past) return finding(roleId, 'lines-ended', [], fromSet(past));
    const set = current
      .flatMap((id) => setsOfDivision.get(id) ?? [])
      .map((each) => sets.get(each.set_id)!)
      .find((each) => each.role_id === roleId && holds(each, on));
    const post = current.flatMap((id) => postsIn(roleId, id)).find((each) => each.known_source);
    const from = set ? fromSet(set) : post ? { source: post.known_source!, asOf: post.known_as_of! } : undefined;
    return finding(roleId, current.length === 1 ? 'found' : 'several', choose(current), from);
  }

  /** One post as a rule, two for the senators of a state. */
  const postsIn = (roleId: string, divisionId: string) =>
    (postsOfDivision.get(divisionId) ?? []).filter((each) => each.role_id === roleId);

  /** Whether a division is one of a role's on that day; the ended lines where it no longer is; undefined where it never was. */
  function standing(roleId: string, divisionId: string, on: string): 'current' | SetRow | undefined {
    const held = postsIn(roleId, divisionId);
    if (held.some((each) => live(each, on))) return 'current';
    const own = (setsOfDivision.get(divisionId) ?? [])
      .map((each) => sets.get(each.set_id)!)
      .filter((each) => each.role_id === roleId);
    const lines = linesOf(roleId, on);
    if (own.some((each) => lines.includes(each))) return 'current';
    if (own.length > 0) return own[0];
    if (held[0]?.set_id) return sets.get(held[0].set_id);
    return assignedRoles.get(divisionId)?.has(roleId) ? 'current' : undefined;
  }

  /** A post known by its number alone lives on; one that was made for dated lines ends with them. */
  const live = (post: PostRow, on: string) =>
    post.set_id === null || linesOf(post.role_id, on).some((each) => each.id === post.set_id);

  function servingIn(post: PostRow, on: string): Serving {
    const role = roles.get(post.role_id)!;
    const division = post.division_id === null ? null : (choices.get(post.division_id) ?? null);
    const base = {
      postId: post.id,
      role,
      label: post.label as Texts,
      division,
      vacant: false,
      official: null,
      sample: post.sample,
    };
    if (!live(post, on)) {
      const set = sets.get(post.set_id!);
      return { ...base, state: 'lines-ended', source: set?.source ?? null, asOf: set?.as_of ?? null };
    }
    const tenure = tenures
      .get(post.id)
      ?.find(
        (each) =>
          (each.from_date === null || each.from_date <= on) && (each.until_date === null || on < each.until_date),
      );
    const official = tenure && officials.get(tenure.official_id);
    if (tenure && official) {
      return {
        ...base,
        state: 'serving',
        official: officialOf(official, post, on),
        source: tenure.source,
        asOf: tenure.as_of,
      };
    }
    if (post.known_as_of === null) return { ...base, state: 'unknown', source: null, asOf: null };
    return { ...base, state: 'vacant', vacant: true, source: post.known_source, asOf: post.known_as_of };
  }

  function officialOf(row: Reference['officials'][number], post: PostRow, on: string): Official {
    const contacts = [...(officialContacts.get(row.id) ?? []), ...(postContacts.get(post.id) ?? [])]
      .filter(
        (each) =>
          (each.from_date === null || each.from_date <= on) && (each.until_date === null || on < each.until_date),
      )
      .map(({ kind, value, note }) => ({ kind, value, note }) as Contact);
    return { id: row.id, name: row.name, honorific: row.honorific, party: row.party, contacts };
  }

  function withoutPost(roleId: string, divisionId: string, on: string): Serving | undefined {
    const state = standing(roleId, divisionId, on);
    const role = roles.get(roleId);
    const division = choices.get(divisionId);
    if (!state || !role || !division) return undefined;
    const set = state === 'current' ? undefined : state;
    // Nobody is known there; that there is such a district is known from its lines, or from the codes assigned to it.
    const lines = (setsOfDivision.get(divisionId) ?? []).map((each) => sets.get(each.set_id)!);
    const from =
      set ??
      lines.find((each) => each.role_id === roleId && holds(each, on)) ??
      assignedRoles.get(divisionId)?.get(roleId);
    return {
      postId: null,
      role,
      label: role.name,
      division,
      state: set ? 'lines-ended' : 'unknown',
      vacant: false,
      official: null,
      source: from?.source ?? null,
      asOf: from?.as_of ?? null,
      sample: role.sample,
    };
  }

  function serving(ids: readonly string[], roleIds: readonly string[], on: string): Serving[] {
    const found: Serving[] = [];
    for (const id of new Set(ids)) {
      const post = posts.get(id);
      if (post) {
        if (roleIds.includes(post.role_id)) found.push(servingIn(post, on));
        continue;
      }
      for (const roleId of roleIds) {
        const held = postsIn(roleId, id).map((each) => servingIn(each, on));
        found.push(...(held.length > 0 ? held : [withoutPost(roleId, id, on)].filter((each) => each !== undefined)));
      }
    }
    return found;
  }

  function list(roleId: string, on: string, by: 'name' | 'district'): Serving[] {
    const all = (postsOfRole.get(roleId) ?? []).filter((each) => live(each, on)).map((each) => servingIn(each, on));
    const district = (each: Serving) => (each.division ? nameOf(each.division) : '');
    const name = (each: Serving) => (each.official ? familyName(each.official.id) : '\uffff');
    const byDistrict = (a: Serving, b: Serving) => inNaturalOrder(district(a), district(b));
    return all.sort(by === 'name' ? (a, b) => inNaturalOrder(name(a), name(b)) || byDistrict(a, b) : byDistrict);
  }

  const familyName = (id: string) => {
    const official = officials.get(id)!;
    return foldName(
      official.family_name
        ? `${official.family_name} ${official.name}`
        : (official.name.split(' ').at(-1) ?? official.name),
    );
  };

  function setsFor(place: Place, roleIds: readonly string[], on: string): string[] {
    if (place.by === 'division') return [];
    const spots =
      place.by === 'point'
        ? [{ longitude: place.longitude, latitude: place.latitude, radius: shore }]
        : postal.centroids(place.country, place.code);
    const asked: string[] = [];
    for (const roleId of roleIds) {
      for (const set of setsToAsk(roleId, on)) {
        if (spots.some((spot) => mayReach(set.bounds, spot))) asked.push(set.id);
      }
    }
    return asked;
  }

  const setsToAsk = (roleId: string, on: string): readonly SetRow[] => {
    const lines = linesOf(roleId, on);
    return lines.length > 0 ? lines : formerLines(roleId, on);
  };

  return {
    roles: [...roles.values()],
    postalCountries: [...new Set([...postal.countries, ...reference.assignments.map((each) => each.country)])].sort(),
    setsFor,
    setsOf: (roleIds, on) => roleIds.flatMap((roleId) => setsToAsk(roleId, on).map((each) => each.id)),
    lookup: (place, roleIds, on) =>
      roleIds
        .filter((roleId) => roles.has(roleId))
        .map((roleId) =>
          place.by === 'point'
            ? byPoint(roleId, place.longitude, place.latitude, on)
            : place.by === 'postal'
              ? byPostal(roleId, place.country, place.code, on)
              : byDivision(roleId, place.ids, on),
        ),
    serving,
    list,
    division: (id) => choices.get(id),
    post: (id) => {
      const post = posts.get(id);
      return post && { id: post.id, roleId: post.role_id, divisionId: post.division_id };
    },
  };
}

const holds = (set: SetRow, on: string): boolean =>
  set.valid_from <= on && (set.valid_until === null || on < set.valid_until);

const nameOf = (choice: DivisionChoice): string => choice.name.en ?? Object.values(choice.name)[0] ?? choice.id;

/** Whether a set's shapes may hold something within `radius` metres: roughly, and never wrongly no. */
function mayReach(bounds: number[] | null, spot: { longitude: number; latitude: number; radius: number }): boolean {
  if (!bounds) return false;
  const margin = (spot.radius / 111_000) * 1.2;
  const wide = Math.abs(spot.latitude) + margin > 80 ? 360 : margin * 6;
  const [west, south, east, north] = bounds as [number, number, number, number];
  if (spot.latitude < south - margin || spot.latitude > north + margin) return false;
  return [spot.longitude, spot.longitude - 360, spot.longitude + 360].some(
    (lon) => lon >= west - wide && lon <= east + wide,
  );
}
