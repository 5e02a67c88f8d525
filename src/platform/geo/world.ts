import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtendedFeature, GeoPermissibleObjects, GeoProjection } from 'd3-geo';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { root } from '../db/index.ts';
import { shapeNumbers } from './countries.ts';

/** A map's drawing: the land as one path, and each country that was asked for with a point for its mark. */
export type Drawn = {
  width: number;
  height: number;
  land: string;
  countries: Map<string, { path: string; x: number; y: number }>;
};
/** A place on the map, by its degrees. */
export type Position = { latitude: number; longitude: number };

const width = 1200;
/** Antarctica is no country that anybody lives in, and a third of the height. */
const leftOut = new Set(['010']);

type Shapes = { world: FeatureCollection; byNumber: Map<string, Feature> };
const shapes = new Map<'110m' | '50m', Promise<Shapes>>();

/** Natural Earth's countries, read when the first map is drawn. The finer set is read only for a country that the other lacks. */
function shapesOf(detail: '110m' | '50m'): Promise<Shapes> {
  let known = shapes.get(detail);
  if (!known) {
    known = read(detail);
    shapes.set(detail, known);
    known.catch(() => shapes.delete(detail));
  }
  return known;
}

async function read(detail: '110m' | '50m'): Promise<Shapes> {
  const { feature } = await import('topojson-client');
  const text = await readFile(join(root, `node_modules/world-atlas/countries-${detail}.json`), 'utf8');
  const atlas = JSON.parse(text);
  const world = feature(atlas, atlas.objects.countries) as unknown as FeatureCollection;
  world.features = world.features.filter((one) => !leftOut.has(String(one.id)));
  return { world, byNumber: new Map(world.features.map((one) => [String(one.id), one])) };
}

type Frame = { projection: GeoProjection; height: number; land: string; centres: Map<string, [number, number]> };
const frames = new Map<string, Promise<Frame>>();

/** The frame of the whole world, or of one country with what lies around it: drawn once, then kept. */
function frameOf(country: string | undefined): Promise<Frame> {
  const key = country ?? '';
  let known = frames.get(key);
  if (!known) {
    known = makeFrame(country);
    frames.set(key, known);
    known.catch(() => frames.delete(key));
  }
  return known;
}

async function makeFrame(country: string | undefined): Promise<Frame> {
  const { geoNaturalEarth1, geoPath } = await import('d3-geo');
  const { world, byNumber } = await shapesOf('110m');
  const projection = geoNaturalEarth1();
  const within = country && byNumber.get(shapeNumbers.get(country) ?? '');
  if (within) {
    const height = 640;
    projection.rotate([-geoCentre(within)[0], 0]).fitExtent(
      [
        [40, 40],
        [width - 40, height - 40],
      ],
      within as ExtendedFeature,
    );
    projection.clipExtent([
      [-20, -20],
      [width + 20, height + 20],
    ]);
    return { projection, height, land: compact(geoPath(projection)(world)), centres: new Map() };
  }
  projection.fitWidth(width, world as GeoPermissibleObjects);
  const [, [, bottom]] = geoPath(projection).bounds(world);
  return { projection, height: Math.ceil(bottom), land: compact(geoPath(projection)(world)), centres: new Map() };
}

/** The middle of a country's box: enough to turn the globe to it. */
function geoCentre(shape: Feature): [number, number] {
  let [west, east] = [180, -180];
  const walk = (geometry: Geometry): void => {
    if (geometry.type === 'GeometryCollection') {
      for (const inner of geometry.geometries) walk(inner);
      return;
    }
    const points = (geometry.coordinates as unknown[]).flat(
      geometry.type === 'MultiPolygon' ? 2 : 1,
    ) as unknown as number[][];
    for (const point of points) {
      // What lies beyond the date line would turn the globe away from the rest.
      if (point[0]! > 170) continue;
      west = Math.min(west, point[0]!);
      east = Math.max(east, point[0]!);
    }
  };
  walk(shape.geometry);
  return [(west + east) / 2, 0];
}

/**
 * A path in whole pixels and steps instead of places: a tenth of its length, and the simplification that a world map of this size
 * needs. A ring that shrinks to less than a triangle is left out.
 */
export function compact(path: string | null): string {
  const parts: string[] = [];
  for (const ring of (path ?? '').split('M').slice(1)) {
    const points = ring
      .replace('Z', '')
      .split('L')
      .map((pair) => pair.split(',').map((number) => Math.round(Number(number))) as [number, number]);
    const kept = points.filter((point, at) => at === 0 || point.join() !== points[at - 1]!.join());
    if (new Set(kept.map((point) => point.join())).size < 3) continue;
    let [x, y] = kept[0]!;
    let text = `M${x} ${y}l`;
    kept.slice(1).forEach(([nextX, nextY], at) => {
      const [dx, dy] = [nextX - x, nextY - y];
      text += `${at === 0 || dx < 0 ? '' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`;
      [x, y] = [nextX, nextY];
    });
    parts.push(`${text}z`);
  }
  return parts.join('');
}

/** Draws the land and these countries; `within` (a country's id) brings that one near. Those that have no shape are left out. */
export async function drawWorld(countries: readonly string[], within?: string): Promise<Drawn> {
  const { geoPath } = await import('d3-geo');
  const frame = await frameOf(within);
  const path = geoPath(frame.projection);
  const drawn: Drawn = { width, height: frame.height, land: frame.land, countries: new Map() };
  for (const id of countries) {
    const shape = await shapeOf(id);
    if (!shape) continue;
    let centre = frame.centres.get(id);
    if (!centre) {
      centre = path.centroid(largestPart(shape)).map(Math.round) as [number, number];
      frame.centres.set(id, centre);
    }
    const [x, y] = centre;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    drawn.countries.set(id, { path: compact(path(shape)), x, y });
  }
  return drawn;
}

async function shapeOf(id: string): Promise<Feature | undefined> {
  const number = shapeNumbers.get(id);
  if (!number) return undefined;
  return (await shapesOf('110m')).byNumber.get(number) ?? (await shapesOf('50m')).byNumber.get(number);
}

/** The part with the most points: the mark of France stands in Europe. */
function largestPart(shape: Feature): GeoPermissibleObjects {
  const { geometry } = shape;
  if (geometry.type !== 'MultiPolygon') return geometry as GeoPermissibleObjects;
  const size = (polygon: number[][][]): number => {
    const ring = polygon[0]!;
    let area = 0;
    for (let i = 0; i < ring.length - 1; i += 1)
      area += ring[i]![0]! * ring[i + 1]![1]! - ring[i + 1]![0]! * ring[i]![1]!;
    return Math.abs(area);
  };
  const [largest] = [...geometry.coordinates].sort((a, b) => size(b) - size(a));
  return { type: 'Polygon', coordinates: largest! };
}

/** Draws the land around one country (undefined: the whole world), and where these positions lie in it; undefined for a country without a shape. */
export async function drawNear(
  country: string | undefined,
  positions: readonly Position[],
): Promise<(Omit<Drawn, 'countries'> & { points: { x: number; y: number }[] }) | undefined> {
  if (country && !(await shapeOf(country))) return undefined;
  const frame = await frameOf(country);
  const points = positions.map(({ latitude, longitude }) => {
    const [x = 0, y = 0] = frame.projection([longitude, latitude]) ?? [];
    return { x: Math.round(x), y: Math.round(y) };
  });
  return { width, height: frame.height, land: frame.land, points };
}
