import { cellAt, cellReach, middleOfCell, type PointIndex } from '../../../platform/geo/index.ts';
import { inNaturalOrder, normalisePostalCode } from '../names.ts';
import type { Reference } from '../queries.ts';
import type { DivisionChoice, FindingState, Place, RoleFinding, RoleSummary } from '../types.ts';
import { holds, type Lines, type SetRow } from './lines.ts';
import { createPostalIndex } from './postal-index.ts';
import { createWider } from './wider.ts';

/** The shapes of one dated set; undefined where they were not loaded. */
export type Shapes = (setId: string) => PointIndex | undefined;

type Point = Extract<Place, { by: 'point' }>;

/** What the places of one cell of the Earth have in common, for one list of roles on one day. */
type Around = {
  /** The sets whose shapes may come near it. */
  sets: readonly string[];
  /** What was found there first, role by role, and which of it must be asked again for each place: a border comes near. */
  findings?: readonly RoleFinding[];
  open?: readonly number[];
  /** All that was found there, by what differed. */
  known?: Map<string, readonly RoleFinding[]>;
};

type AskedRoles = {
  on: string;
  /** Those of the list that are known. */
  roleIds: readonly string[];
  sets: readonly SetRow[];
  cells: Map<number, Around>;
  /** What was found by a code, by country and code. */
  codes: Map<string, readonly RoleFinding[]>;
};

/** So many cells and codes are remembered for a list of roles; then remembering begins anew. */
const mostRemembered = 8_192;

/** How far from the edge a point outside every district may lie (a pier, a simplified shore) to have candidates, in metres. */
const shore = 500;

/** Finds the districts of a place, role by role. Pure: days are texts ('2026-11-21'), shapes come through `shapes`. */
export function createPlaces(
  reference: Reference,
  { lines, roles, choices }: { lines: Lines; roles: Map<string, RoleSummary>; choices: Map<string, DivisionChoice> },
  shapes: Shapes,
) {
  const { sets, setsOfDivision, linesOf, formerLines, postsIn, standing } = lines;
  const assigned = Map.groupBy(reference.assignments, (each) => `${each.country} ${each.code} ${each.role_id}`);
  const postal = createPostalIndex(reference.points);
  const wider = createWider(reference, lines, postal, shapes);

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

  function setsFor(place: Place, roleIds: readonly string[], on: string): readonly string[] {
    if (place.by === 'division') return [];
    if (place.by === 'point') return aroundOf(place, askedFor(roleIds, on)).sets;
    const spots = postal.centroids(place.country, place.code);
    return askedFor(roleIds, on)
      .sets.filter((set) => spots.some((spot) => mayReach(set.bounds, spot)))
      .map((set) => set.id);
  }

  /** Callers ask for the same list of roles over and over, and for the same towns. */
  const asked = new WeakMap<readonly string[], AskedRoles>();
  function askedFor(roleIds: readonly string[], on: string): AskedRoles {
    let known = asked.get(roleIds);
    if (known?.on !== on) {
      const sets = [...new Set(roleIds.flatMap((roleId) => [...setsToAsk(roleId, on), ...wider.setsOf(roleId)]))];
      known = { on, sets, roleIds: roleIds.filter((roleId) => roles.has(roleId)), cells: new Map(), codes: new Map() };
      asked.set(roleIds, known);
    }
    return known;
  }

  function aroundOf({ longitude, latitude }: Point, { cells, sets }: AskedRoles): Around {
    const key = cellAt(longitude, latitude);
    let around = cells.get(key);
    if (!around) {
      const cell = { ...middleOfCell(longitude, latitude), radius: shore + cellReach };
      around = { sets: sets.filter((set) => mayReach(set.bounds, cell)).map((set) => set.id) };
      if (cells.size >= mostRemembered) cells.clear();
      cells.set(key, around);
    }
    return around;
  }

  function findAtPoint(place: Point, asking: AskedRoles): readonly RoleFinding[] {
    const around = aroundOf(place, asking);
    if (!around.findings) {
      around.findings = asking.roleIds.map((roleId) => find(place, roleId, asking.on));
      around.open = asking.roleIds.flatMap((roleId, n) => (isUniform(place, roleId, asking.on, around) ? [] : [n]));
      around.known = new Map();
    }
    if (around.open!.length === 0) return around.findings;
    const asked = around.open!.map((n) => find(place, asking.roleIds[n]!, asking.on));
    let key = '';
    for (const { state, divisions } of asked) {
      key += state;
      for (const { id } of divisions) key += ` ${id}`;
    }
    let findings = around.known!.get(key);
    if (!findings) {
      findings = around.findings.map((each, n) => asked[around.open!.indexOf(n)] ?? each);
      around.known!.set(key, findings);
    }
    return findings;
  }

  function findByCode(place: Extract<Place, { by: 'postal' }>, asking: AskedRoles): readonly RoleFinding[] {
    const key = `${place.country} ${place.code}`;
    const known = asking.codes.get(key);
    if (known) return known;
    const findings = asking.roleIds.map((roleId) => find(place, roleId, asking.on));
    if (!setsFor(place, asking.roleIds, asking.on).every(shapes)) return findings;
    if (asking.codes.size >= mostRemembered) asking.codes.clear();
    asking.codes.set(key, findings);
    return findings;
  }

  /** Whether a role has the same finding in all of a cell. */
  const isUniform = ({ longitude, latitude }: Point, roleId: string, on: string, around: Around): boolean =>
    [...setsToAsk(roleId, on), ...wider.setsOf(roleId)].every((set) => {
      const index = shapes(set.id);
      return index ? index.isUniform(longitude, latitude, shore) : !around.sets.includes(set.id);
    });

  const setsToAsk = (roleId: string, on: string): readonly SetRow[] => {
    const lines = linesOf(roleId, on);
    return lines.length > 0 ? lines : formerLines(roleId, on);
  };

  function find(place: Place, roleId: string, on: string): RoleFinding {
    const narrow =
      place.by === 'point'
        ? byPoint(roleId, place.longitude, place.latitude, on)
        : place.by === 'postal'
          ? byPostal(roleId, place.country, place.code, on)
          : byDivision(roleId, place.ids, on);
    if (narrow.state !== 'unknown' || !wider.has(roleId)) return narrow;
    const around = wider.find(place, roleId);
    return around ? finding(roleId, around.state, inOrder(around.ids), around.from) : narrow;
  }

  return {
    postalCountries: [...new Set([...postal.countries, ...reference.assignments.map((each) => each.country)])].sort(),
    setsFor,
    setsOf: (roleIds: readonly string[], on: string) =>
      roleIds.flatMap((roleId) => setsToAsk(roleId, on).map((each) => each.id)),
    lookup(place: Place, roleIds: readonly string[], on: string): readonly RoleFinding[] {
      const asking = askedFor(roleIds, on);
      if (place.by === 'point') return findAtPoint(place, asking);
      if (place.by === 'postal') return findByCode(place, asking);
      return asking.roleIds.map((roleId) => find(place, roleId, on));
    },
  };
}

export const nameOf = (choice: DivisionChoice): string => choice.name.en ?? Object.values(choice.name)[0] ?? choice.id;

/** Whether a set's shapes may hold something within `radius` metres: roughly, and never wrongly no. */
function mayReach(bounds: number[] | null, spot: { longitude: number; latitude: number; radius: number }): boolean {
  if (!bounds) return false;
  const margin = (spot.radius / 111_000) * 1.2;
  const wide = Math.abs(spot.latitude) + margin > 80 ? 360 : margin * 6;
  const [west, south, east, north] = bounds as [number, number, number, number];
  if (spot.latitude < south - margin || spot.latitude > north + margin) return false;
  const from = west - wide;
  const until = east + wide;
  const { longitude } = spot;
  return (
    (longitude >= from && longitude <= until) ||
    (longitude - 360 >= from && longitude - 360 <= until) ||
    (longitude + 360 >= from && longitude + 360 <= until)
  );
}
