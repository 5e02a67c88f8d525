import Flatbush from 'flatbush';

export type Position = [longitude: number, latitude: number];
export type Polygon = { type: 'Polygon'; coordinates: Position[][] };
export type MultiPolygon = { type: 'MultiPolygon'; coordinates: Position[][][] };
/** An area in degrees of WGS 84, longitude first (RFC 7946). */
export type Area = Polygon | MultiPolygon;
/** West, south, east, north, in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** Why a geometry is not taken. */
export type GeometryFault =
  | 'not-a-polygon'
  | 'empty'
  | 'not-a-number'
  | 'out-of-range'
  | 'too-few-points'
  | 'unclosed'
  | 'antimeridian'
  | 'self-crossing'
  | 'too-large';

export type CheckedGeometry =
  | { ok: true; area: Area; bounds: Bounds; points: number }
  | { ok: false; fault: GeometryFault; where: string };

/** More points than any district has: the whole of Canada's coast at full detail is a tenth of it. */
const maximumPoints = 2_000_000;

/**
 * Takes a GeoJSON geometry of unknown origin apart, ring by ring, and gives back a clean copy (no altitudes, no
 * foreign members) or the first fault with its place ("polygon 2, ring 1, point 17"). A ring that crosses the
 * antimeridian in one step is refused: RFC 7946 section 3.1.9 asks for two polygons, one on each side.
 */
export function checkGeometry(value: unknown): CheckedGeometry {
  if (typeof value !== 'object' || value === null) return fault('not-a-polygon', '');
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  if ((type !== 'Polygon' && type !== 'MultiPolygon') || !Array.isArray(coordinates)) return fault('not-a-polygon', '');
  const parts: unknown[] = type === 'Polygon' ? [coordinates] : coordinates;
  if (parts.length === 0) return fault('empty', '');
  const bounds: Bounds = [180, 90, -180, -90];
  const polygons: Position[][][] = [];
  let points = 0;
  for (const [p, part] of parts.entries()) {
    if (!Array.isArray(part)) return fault('not-a-polygon', `polygon ${p + 1}`);
    if (part.length === 0) return fault('empty', `polygon ${p + 1}`);
    const rings: Position[][] = [];
    for (const [r, ring] of part.entries()) {
      const where = `polygon ${p + 1}, ring ${r + 1}`;
      if (!Array.isArray(ring)) return fault('not-a-polygon', where);
      points += ring.length;
      if (points > maximumPoints) return fault('too-large', where);
      const checked = checkRing(ring, where, bounds);
      if (!Array.isArray(checked)) return checked;
      rings.push(checked);
    }
    polygons.push(rings);
  }
  const area: Area =
    type === 'Polygon' ? { type, coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons };
  return { ok: true, area, bounds, points };
}

function fault(kind: GeometryFault, where: string): { ok: false; fault: GeometryFault; where: string } {
  return { ok: false, fault: kind, where };
}

function checkRing(ring: unknown[], where: string, bounds: Bounds): Position[] | ReturnType<typeof fault> {
  if (ring.length < 4) return fault('too-few-points', where);
  const points: Position[] = [];
  for (const [i, position] of ring.entries()) {
    const at = `${where}, point ${i + 1}`;
    if (!Array.isArray(position) || position.length < 2) return fault('not-a-number', at);
    const [x, y] = position as unknown[];
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
      return fault('not-a-number', at);
    }
    if (Math.abs(x) > 180 || Math.abs(y) > 90) return fault('out-of-range', at);
    const before = points.at(-1);
    // From -180 to 180 exactly is the edge of the map (Antarctica), not a crossing.
    if (before && Math.abs(before[0] - x) > 180 && !(Math.abs(x) === 180 && Math.abs(before[0]) === 180)) {
      return fault('antimeridian', at);
    }
    points.push([x, y]);
    if (x < bounds[0]) bounds[0] = x;
    if (y < bounds[1]) bounds[1] = y;
    if (x > bounds[2]) bounds[2] = x;
    if (y > bounds[3]) bounds[3] = y;
  }
  const first = points[0]!;
  const last = points.at(-1)!;
  if (first[0] !== last[0] || first[1] !== last[1]) return fault('unclosed', where);
  if (new Set(points.map(([x, y]) => `${x} ${y}`)).size < 3) return fault('too-few-points', where);
  const crossing = firstCrossing(points);
  return crossing === undefined ? points : fault('self-crossing', `${where}, point ${crossing + 1}`);
}

/** The number of the first edge that another edge of the ring properly crosses; touching is not crossing. */
function firstCrossing(ring: Position[]): number | undefined {
  const edges = ring.length - 1;
  const index = new Flatbush(edges);
  for (let i = 0; i < edges; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[i + 1]!;
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index.finish();
  for (let i = 0; i < edges; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[i + 1]!;
    const crossed = index.collides(
      Math.min(ax, bx),
      Math.min(ay, by),
      Math.max(ax, bx),
      Math.max(ay, by),
      (j) => j > i + 1 && cross(ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!),
    );
    if (crossed) return i;
  }
  return undefined;
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** On which side of a → b the point c lies; 0 where doubles cannot tell (the bound is Shewchuk's, as in orient2d). */
function side(a: Position, b: Position, c: Position): number {
  const left = (a[1] - c[1]) * (b[0] - c[0]);
  const right = (a[0] - c[0]) * (b[1] - c[1]);
  const det = left - right;
  return Math.abs(det) <= 3.3306690738754716e-16 * (Math.abs(left) + Math.abs(right)) ? 0 : Math.sign(det);
}
