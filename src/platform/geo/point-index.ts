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
};

const nothing: Found = Object.freeze({ ids: Object.freeze([]) as readonly string[], onBorder: false });
/** Which polygons may hold a point of a cell, or the one that holds all of it. */
type Cell = { candidates: readonly number[]; whole: boolean };
/** Cells are so many to a degree: about a kilometre and a half from south to north. */
const cellsPerDegree = 64;
/** So many cells are remembered (a few megabytes); then remembering begins anew. */
const mostCells = 32_768;
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
  if (polygons === 0) return { size: 0, bytes: 0, at: () => nothing, near: () => [] };

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
        if (!((v1 < 0 && v2 < 0) || (v1 > 0 && v2 > 0) || (u1 < 0 && u2 < 0))) {
          if (v1 === 0 && v2 === 0) {
            if ((u1 <= 0 && u2 >= 0) || (u1 >= 0 && u2 <= 0)) return 0;
          } else if (u1 > 0 && u2 > 0) {
            // Each edge owns its lower end, so that a vertex on the ray counts once.
            if (v1 <= 0 !== v2 <= 0) inside = !inside;
          } else {
            const left = u1 * v2;
            const right = u2 * v1;
            const det = left - right;
            if (Math.abs(det) <= errorBound * (Math.abs(left) + Math.abs(right))) return exactly(polygon, px, py);
            if (v1 <= 0 !== v2 <= 0 && det > 0 === v2 > v1) inside = !inside;
          }
        }
        u1 = u2;
        v1 = v2;
      }
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

  // People ask for the same towns: what the tree answers for a small cell is remembered, and so is that one polygon holds the cell
  // with nothing of its border in it.
  let cells = new Map<number, Cell>();
  function cellOf(longitude: number, latitude: number): Cell {
    const column = Math.floor(longitude * cellsPerDegree);
    const row = Math.floor(latitude * cellsPerDegree);
    // A small whole number: other keys take a map three times as long.
    const key = (row + 90 * cellsPerDegree) * (360 * cellsPerDegree + 1) + column + 180 * cellsPerDegree;
    let cell = cells.get(key);
    if (!cell) {
      const west = column / cellsPerDegree;
      const south = row / cellsPerDegree;
      const size = 1 / cellsPerDegree;
      const candidates = tree.search(west, south, west + size, south + size);
      const [only] = candidates;
      const whole = candidates.length === 1 && covers(only!, west, south, west + size, south + size);
      cell = { candidates, whole };
      if (cells.size >= mostCells) cells = new Map();
      cells.set(key, cell);
    }
    return cell;
  }

  /** Whether a polygon holds all of a box: none of its edges comes near, and one corner is inside. */
  function covers(polygon: number, west: number, south: number, east: number, north: number): boolean {
    for (let ring = polygonStart[polygon]!; ring < polygonStart[polygon + 1]!; ring++) {
      const end = ringStart[ring + 1]!;
      for (let i = ringStart[ring]!; i + 3 < end; i += 2) {
        const x1 = xy[i]!;
        const y1 = xy[i + 1]!;
        const x2 = xy[i + 2]!;
        const y2 = xy[i + 3]!;
        const apart =
          (x1 < west && x2 < west) ||
          (x1 > east && x2 > east) ||
          (y1 < south && y2 < south) ||
          (y1 > north && y2 > north);
        if (!apart) return false;
      }
    }
    return locate(polygon, west, south) === 1;
  }

  // The state of one search; the filter is made once, so that a lookup allocates little more than its answer.
  let x = 0;
  let y = 0;
  let hits: number[] = [];
  let border = false;
  const gather = (polygon: number): boolean => {
    const place = locate(polygon, x, y);
    if (place >= 0) {
      if (place === 0) border = true;
      const area = owner[polygon]!;
      if (!hits.includes(area)) hits.push(area);
    }
    return false;
  };
  // A polygon that reaches a pole holds it, whatever the longitude says there.
  const gatherPole = (polygon: number): boolean => {
    border = true;
    const area = owner[polygon]!;
    if (!hits.includes(area)) hits.push(area);
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
      const { candidates, whole } = cellOf(x, y);
      if (whole) return { ids: [ids[owner[candidates[0]!]!]!], onBorder: false };
      for (const polygon of candidates) gather(polygon);
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

  const bytes =
    xy.byteLength + ringStart.byteLength + polygonStart.byteLength + owner.byteLength + tree.data.byteLength;
  return { size: areas.length, bytes, at, near };
}

function partsOf(area: Area): Position[][][] {
  return area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
}
