import Flatbush from 'flatbush';
import pointInPolygon from 'point-in-polygon-hao';
import { distanceToSegment, flatMapAround, metresPerDegree } from './distance.ts';
import type { Area, Position } from './geometry.ts';

export type IndexedArea = { id: string; area: Area };
export type Found = { ids: readonly string[]; onBorder: boolean };
export type Near = { id: string; metres: number };

/** Finds the areas that hold a point. Built once, then read only. */
export type PointIndex = {
  /** How many areas it holds, and how many bytes their points take. */
  readonly size: number;
  readonly bytes: number;
  /**
   * The areas that hold the point, in the order they were given; a point on a shared border is in all of them and
   * `onBorder` says so. A point that is not on the Earth (NaN, latitude 91) is in none.
   */
  at(longitude: number, latitude: number): Found;
  /** The areas within `metres` of the point (0 for those that hold it), the nearest first. */
  near(longitude: number, latitude: number, metres: number): Near[];
  /**
   * Whether every place of the point's cell (`cellAt`) has the same answer from `at`, on no border; where that is none, there is nothing
   * within `metres` of any of them either. False only means that each place must be asked.
   */
  isUniform(longitude: number, latitude: number, metres: number): boolean;
};

const nothing: Found = Object.freeze({ ids: Object.freeze([]) as readonly string[], onBorder: false });
/** A polygon whose border comes into a cell, with the edges that can matter there: x, y of one end and the other. */
type Edges = { polygon: number; edges: Float64Array };
/** The polygons that hold all of a cell, and those that may hold a part of it. */
type Cell = { whole: number[]; partly: Edges[] };
/** Cells are so many to a degree: about 1,740 metres from south to north, and at most as much from west to east. */
const cellsPerDegree = 64;
const cellSide = 1 / cellsPerDegree;
/** From the middle of a cell to any place in it, in metres, at most. */
export const cellReach = 1_250;
/** Where the cell of a coordinate begins, to the west or to the south. */
const cornerOf = (degrees: number): number => Math.floor(degrees * cellsPerDegree) / cellsPerDegree;

/**
 * The cell of a point: a small square of the Earth, the same for every index. A small whole number, because other keys take a map
 * three times as long.
 */
export const cellAt = (longitude: number, latitude: number): number =>
  (Math.floor(latitude * cellsPerDegree) + 90 * cellsPerDegree) * (360 * cellsPerDegree + 1) +
  Math.floor(longitude * cellsPerDegree) +
  180 * cellsPerDegree;

/** The middle of the cell of a point. */
export const middleOfCell = (longitude: number, latitude: number): { longitude: number; latitude: number } => ({
  longitude: cornerOf(longitude) + cellSide / 2,
  latitude: cornerOf(latitude) + cellSide / 2,
});
/** So many cells are remembered, with so many edges (8 megabytes); then remembering begins anew. */
const mostCells = 32_768;
const mostEdges = 262_144;
/** Shewchuk's bound for the first stage of orient2d: below it, doubles may name the wrong side. */
const errorBound = 3.3306690738754716e-16;

/**
 * Packs the areas (as `checkGeometry` gives them) into typed arrays behind a flatbush tree, one box per polygon.
 * The inner loop decides by plain doubles wherever Shewchuk's bound says that they cannot be wrong, and hands the
 * rare rest (a point on, or within rounding of, an edge) to point-in-polygon-hao, which is exact.
 */
export function createPointIndex(areas: readonly IndexedArea[]): PointIndex {
  const ids = areas.map((each) => each.id);
  let polygons = 0;
  let rings = 0;
  let points = 0;
  for (const { area } of areas) {
    for (const polygon of partsOf(area)) {
      polygons += 1;
      rings += polygon.length;
      for (const ring of polygon) points += ring.length;
    }
  }
  if (polygons === 0) return { size: 0, bytes: 0, at: () => nothing, near: () => [], isUniform: () => true };

  const xy = new Float64Array(points * 2);
  /** Where ring r begins in `xy`; it ends where the next begins. */
  const ringStart = new Uint32Array(rings + 1);
  const polygonStart = new Uint32Array(polygons + 1);
  const owner = new Uint32Array(polygons);
  const tree = new Flatbush(polygons);
  let p = 0;
  let r = 0;
  let n = 0;
  for (const [a, { area }] of areas.entries()) {
    for (const polygon of partsOf(area)) {
      let west = 180;
      let south = 90;
      let east = -180;
      let north = -90;
      owner[p] = a;
      polygonStart[p++] = r;
      for (const ring of polygon) {
        ringStart[r++] = n;
        for (const [x, y] of ring) {
          xy[n++] = x;
          xy[n++] = y;
          if (x < west) west = x;
          if (x > east) east = x;
          if (y < south) south = y;
          if (y > north) north = y;
        }
      }
      tree.add(west, south, east, north);
    }
  }
  polygonStart[p] = r;
  ringStart[r] = n;
  tree.finish();

  /** 1 inside, 0 on the border, -1 outside. */
  function locate(polygon: number, px: number, py: number): number {
    let inside = false;
    const lastRing = polygonStart[polygon + 1]!;
    for (let ring = polygonStart[polygon]!; ring < lastRing; ring++) {
      const end = ringStart[ring + 1]!;
      let i = ringStart[ring]!;
      let u1 = xy[i]! - px;
      let v1 = xy[i + 1]! - py;
      for (i += 2; i < end; i += 2) {
        const u2 = xy[i]! - px;
        const v2 = xy[i + 1]! - py;
        const way = passes(u1, v1, u2, v2);
        if (way === through) inside = !inside;
        else if (way === on) return 0;
        else if (way === tooNear) return exactly(polygon, px, py);
        u1 = u2;
        v1 = v2;
      }
    }
    return inside ? 1 : -1;
  }

  /** The same by those edges alone that can matter in a cell: four numbers each. */
  function locateAmong({ polygon, edges }: Edges, px: number, py: number): number {
    let inside = false;
    for (let i = 0; i < edges.length; i += 4) {
      const way = passes(edges[i]! - px, edges[i + 1]! - py, edges[i + 2]! - px, edges[i + 3]! - py);
      if (way === through) inside = !inside;
      else if (way === on) return 0;
      else if (way === tooNear) return exactly(polygon, px, py);
    }
    return inside ? 1 : -1;
  }

  function exactly(polygon: number, px: number, py: number): number {
    const contours: Position[][] = [];
    for (let ring = polygonStart[polygon]!; ring < polygonStart[polygon + 1]!; ring++) {
      const contour: Position[] = [];
      for (let i = ringStart[ring]!; i < ringStart[ring + 1]!; i += 2) contour.push([xy[i]!, xy[i + 1]!]);
      contours.push(contour);
    }
    const answer = pointInPolygon([px, py], contours);
    return answer === 0 ? 0 : answer ? 1 : -1;
  }

  // People ask for the same towns: what a small cell needs is remembered.
  let cells = new Map<number, Cell>();
  let edgesHeld = 0;
  function cellOf(longitude: number, latitude: number): Cell {
    const key = cellAt(longitude, latitude);
    let cell = cells.get(key);
    if (!cell) {
      cell = readCell(cornerOf(longitude), cornerOf(latitude));
      if (cells.size >= mostCells || edgesHeld > mostEdges) {
        cells = new Map();
        edgesHeld = 0;
      }
      for (const { edges } of cell.partly) edgesHeld += edges.length / 4;
      cells.set(key, cell);
    }
    return cell;
  }

  function readCell(west: number, south: number): Cell {
    const east = west + cellSide;
    const north = south + cellSide;
    const cell: Cell = { whole: [], partly: [] };
    for (const polygon of tree.search(west, south, east, north)) {
      const { touching, edges } = edgesFor(polygon, west, south, east, north);
      if (touching) cell.partly.push({ polygon, edges });
      else if (locate(polygon, west, south) === 1) cell.whole.push(polygon);
    }
    return cell;
  }

  /**
   * The edges that `passes` can count for a point of the box: not those wholly above, below, or to the left of it.
   * `touching`: one may come into the box itself; else all of it is inside the polygon, or nothing.
   */
  function edgesFor(polygon: number, west: number, south: number, east: number, north: number) {
    const edges: number[] = [];
    let touching = false;
    for (let ring = polygonStart[polygon]!; ring < polygonStart[polygon + 1]!; ring++) {
      const end = ringStart[ring + 1]!;
      for (let i = ringStart[ring]!; i + 3 < end; i += 2) {
        const x1 = xy[i]!;
        const y1 = xy[i + 1]!;
        const x2 = xy[i + 2]!;
        const y2 = xy[i + 3]!;
        if ((y1 < south && y2 < south) || (y1 > north && y2 > north) || (x1 < west && x2 < west)) continue;
        edges.push(x1, y1, x2, y2);
        if (x1 <= east || x2 <= east) touching = true;
      }
    }
    return { touching, edges: Float64Array.from(edges) };
  }

  // The state of one search; the filter is made once, so that a lookup allocates little more than its answer.
  let x = 0;
  let y = 0;
  let hits: number[] = [];
  let border = false;
  const take = (polygon: number, place: number): void => {
    if (place < 0) return;
    if (place === 0) border = true;
    const area = owner[polygon]!;
    if (!hits.includes(area)) hits.push(area);
  };
  const gather = (polygon: number): boolean => {
    take(polygon, locate(polygon, x, y));
    return false;
  };
  // A polygon that reaches a pole holds it, whatever the longitude says there.
  const gatherPole = (polygon: number): boolean => {
    take(polygon, 0);
    return false;
  };

  const { minX, minY, maxX, maxY } = tree;
  /** Outside of all areas: most places are, where several sets are asked. Never said of what touches a pole or the meridian of 180°. */
  const isFar = (west: number, south: number, east: number, north: number): boolean =>
    (west > maxX || east < minX || south > maxY || north < minY) &&
    west > -180 &&
    east < 180 &&
    south > -90 &&
    north < 90;

  function at(longitude: number, latitude: number): Found {
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return nothing;
    if (isFar(longitude, latitude, longitude, latitude)) return nothing;
    hits = [];
    border = false;
    x = longitude;
    y = latitude;
    if (Math.abs(y) === 90) tree.search(-180, y, 180, y, gatherPole);
    else {
      const { whole, partly } = cellOf(x, y);
      for (const polygon of whole) take(polygon, 1);
      for (const each of partly) take(each.polygon, locateAmong(each, x, y));
      // 180° east and 180° west are one meridian.
      if (x === 180 || x === -180) {
        x = -x;
        tree.search(x, y, x, y, gather);
      }
    }
    if (hits.length === 0) return nothing;
    if (hits.length === 1) return { ids: [ids[hits[0]!]!], onBorder: border };
    return { ids: hits.sort((a, b) => a - b).map((area) => ids[area]!), onBorder: border };
  }

  const spot = new Float64Array(2);
  function distanceTo(polygon: number, longitude: number, latitude: number): number {
    if (locate(polygon, longitude, latitude) >= 0) return 0;
    const project = flatMapAround(longitude, latitude);
    const halfWorld =
      Math.abs(latitude) > 85 ? Number.POSITIVE_INFINITY : 180 * metresPerDegree * Math.cos((latitude * Math.PI) / 180);
    let best = Number.POSITIVE_INFINITY;
    for (let ring = polygonStart[polygon]!; ring < polygonStart[polygon + 1]!; ring++) {
      const begin = ringStart[ring]!;
      let lon = xy[begin]!;
      let lat = xy[begin + 1]!;
      project(lon, lat, spot);
      let x1 = spot[0]!;
      let y1 = spot[1]!;
      for (let i = begin + 2; i < ringStart[ring + 1]!; i += 2) {
        // A long edge runs along its parallel, not straight across a flat map: taken in steps of five degrees.
        const steps = Math.ceil(Math.abs(xy[i]! - lon) / 5) || 1;
        for (let step = 1; step <= steps; step++) {
          const along = step / steps;
          project(lon + (xy[i]! - lon) * along, lat + (xy[i + 1]! - lat) * along, spot);
          const x2 = spot[0]!;
          const y2 = spot[1]!;
          // A step that jumps over the far side of the Earth is not here.
          if (Math.abs(x2 - x1) < halfWorld) best = Math.min(best, distanceToSegment(x1, y1, x2, y2));
          x1 = x2;
          y1 = y2;
        }
        lon = xy[i]!;
        lat = xy[i + 1]!;
      }
    }
    return best;
  }

  function near(longitude: number, latitude: number, metres: number): Near[] {
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && metres >= 0)) return [];
    // A little wider than asked: the flat map errs by some per cent.
    const dLat = (metres / metresPerDegree) * 1.05;
    const highest = Math.min(90, Math.abs(latitude) + dLat);
    const dLon = highest >= 89 ? 180 : Math.min(180, dLat / Math.cos((highest * Math.PI) / 180));
    const south = latitude - dLat;
    const north = latitude + dLat;
    const west = longitude - dLon;
    const east = longitude + dLon;
    if (isFar(west, south, east, north)) return [];
    const best = new Map<number, number>();
    const visit = (polygon: number) => {
      const area = owner[polygon]!;
      const distance = distanceTo(polygon, longitude, latitude);
      if (distance <= metres && distance < (best.get(area) ?? Number.POSITIVE_INFINITY)) best.set(area, distance);
      return false;
    };
    tree.search(west, south, east, north, visit);
    if (west < -180) tree.search(west + 360, south, 180, north, visit);
    if (east > 180) tree.search(-180, south, east - 360, north, visit);
    return [...best]
      .sort(([a, d1], [b, d2]) => d1 - d2 || a - b)
      .map(([area, distance]) => ({ id: ids[area]!, metres: distance }));
  }

  function isUniform(longitude: number, latitude: number, metres: number): boolean {
    const west = cornerOf(longitude);
    const south = cornerOf(latitude);
    const east = west + cellSide;
    const north = south + cellSide;
    // At the poles and on the meridian of 180° a place is asked for twice.
    const dLat = (metres / metresPerDegree) * 1.05;
    const highest = Math.max(Math.abs(south), Math.abs(north)) + dLat;
    if (!(west > -180 && east < 180 && highest < 89)) return false;
    const dLon = dLat / Math.cos((highest * Math.PI) / 180);
    if (isFar(west - dLon, south - dLat, east + dLon, north + dLat)) return true;
    const { whole, partly } = cellOf(longitude, latitude);
    return whole.length > 0 && partly.length === 0;
  }

  const bytes =
    xy.byteLength + ringStart.byteLength + polygonStart.byteLength + owner.byteLength + tree.data.byteLength;
  return { size: areas.length, bytes, at, near, isUniform };
}

const apart = 0;
const through = 1;
const on = 2;
const tooNear = 3;

/**
 * How an edge, seen from the point (its ends are at u1, v1 and u2, v2), lies to the ray that leaves the point to the right: apart, the
 * ray goes through it, the point is on it, or too near to be told by doubles.
 */
function passes(u1: number, v1: number, u2: number, v2: number): number {
  if ((v1 < 0 && v2 < 0) || (v1 > 0 && v2 > 0) || (u1 < 0 && u2 < 0)) return apart;
  if (v1 === 0 && v2 === 0) return (u1 <= 0 && u2 >= 0) || (u1 >= 0 && u2 <= 0) ? on : apart;
  // Each edge owns its lower end, so that a vertex on the ray counts once.
  if (u1 > 0 && u2 > 0) return v1 <= 0 !== v2 <= 0 ? through : apart;
  const left = u1 * v2;
  const right = u2 * v1;
  const det = left - right;
  if (Math.abs(det) <= errorBound * (Math.abs(left) + Math.abs(right))) return tooNear;
  return v1 <= 0 !== v2 <= 0 && det > 0 === v2 > v1 ? through : apart;
}

function partsOf(area: Area): Position[][][] {
  return area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
}
