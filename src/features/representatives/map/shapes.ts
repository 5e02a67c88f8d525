import { geoMercatorRaw } from 'd3-geo';
import type { Area } from '../../../platform/geo/index.ts';

/** A district as it is drawn: an SVG path in a box of `width` by `height`, and where its number stands. */
export type Drawn = { id: string; path: string; x: number; y: number };
export type DrawnMap = { width: number; height: number; shapes: Drawn[] };

const width = 640;
const most = 60_000;
const margin = 8;
const radians = Math.PI / 180;
type Point = readonly [number, number];

/**
 * Draws districts side by side on one sheet (Mercator, north up), simplified until all paths together have at most 60,000
 * signs. Islands too small to see are left out, but never a whole district.
 */
export function drawDistricts(areas: readonly { id: string; area: Area }[]): DrawnMap {
  const flat = areas.map(({ id, area }) => ({
    id,
    rings: (area.type === 'Polygon' ? area.coordinates : area.coordinates.flat()).map((ring) =>
      ring.map(([lon, lat]): Point => {
        const [x, y] = geoMercatorRaw(lon! * radians, Math.max(-85, Math.min(85, lat!)) * radians);
        return [x, -y];
      }),
    ),
  }));
  const points = flat.flatMap((each) => each.rings.flat());
  const least = (axis: 0 | 1) => points.reduce((min, point) => Math.min(min, point[axis]), Number.POSITIVE_INFINITY);
  const greatest = (axis: 0 | 1) => points.reduce((max, point) => Math.max(max, point[axis]), Number.NEGATIVE_INFINITY);
  const [west, north, east, south] = [least(0), least(1), greatest(0), greatest(1)];
  // A sheet as wide as the page; a tall country is as high as one and a half times that at most.
  const scale = Math.min((width - 2 * margin) / (east - west || 1), (width * 1.5 - 2 * margin) / (south - north || 1));
  const height = Math.max(80, Math.ceil((south - north) * scale + 2 * margin));
  const left = (width - (east - west) * scale) / 2;
  const onSheet = ([x, y]: Point): Point => [(x - west) * scale + left, (y - north) * scale + margin];
  const sheets = flat.map((each) => ({ id: each.id, rings: each.rings.map((ring) => ring.map(onSheet)) }));
  for (let tolerance = 0.6; ; tolerance *= 1.6) {
    const shapes = sheets.map((each) => draw(each.id, each.rings, tolerance));
    if (shapes.reduce((sum, each) => sum + each.path.length, 0) <= most) return { width, height, shapes };
  }
}

function draw(id: string, rings: readonly (readonly Point[])[], tolerance: number): Drawn {
  const sized = rings.map((ring) => ({ ring, size: Math.abs(areaOf(ring)) })).sort((a, b) => b.size - a.size);
  const largest = sized[0]!;
  const kept = sized.filter((each, i) => i === 0 || each.size > tolerance * tolerance * 4);
  const path = kept
    .map(({ ring }) => {
      const line = simplify(ring, tolerance);
      return `M${(line.length >= 3 ? line : ring.slice(0, 3)).map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
    })
    .join('');
  const [x, y] = middleOf(largest.ring);
  return { id, path, x: round(x), y: round(y) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function areaOf(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1]![0] * ring[i]![1] - ring[i]![0] * ring[i - 1]![1];
  return sum / 2;
}

/** The centre of gravity of a ring; the middle of its box where it encloses nothing. */
function middleOf(ring: readonly Point[]): Point {
  const area = areaOf(ring);
  if (Math.abs(area) < 1e-6) return ring[0]!;
  let [x, y] = [0, 0];
  for (let i = 1; i < ring.length; i++) {
    const cross = ring[i - 1]![0] * ring[i]![1] - ring[i]![0] * ring[i - 1]![1];
    x += (ring[i - 1]![0] + ring[i]![0]) * cross;
    y += (ring[i - 1]![1] + ring[i]![1]) * cross;
  }
  return [x / (6 * area), y / (6 * area)];
}

/** Douglas and Peucker (1973): leaves out points nearer than `tolerance` to the line that stays. Without recursion. */
function simplify(line: readonly Point[], tolerance: number): Point[] {
  if (line.length < 4) return [...line];
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  // A ring begins where it ends: its farthest point cuts it in two.
  for (let turn = open.pop(); turn; turn = open.pop()) {
    const [from, to] = turn;
    let far = 0;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const distance = fromSegment(line[i]!, line[from]!, line[to]!);
      if (distance > far) [far, at] = [distance, i];
    }
    if (at < 0 || far <= tolerance) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  return line.filter((_, i) => keep[i]);
}

function fromSegment([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}
