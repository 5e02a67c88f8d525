import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtendedFeature, GeoPermissibleObjects, GeoProjection } from 'd3-geo';
import type { Feature, FeatureCollection, Geometry, MultiLineString, MultiPolygon } from 'geojson';
import { root } from '../db/index.ts';
import { shapeNumbers } from './countries.ts';

/**
 * A map's drawing: the land as one path, the lines between countries as another (each once, not by both neighbours), and each country
 * that was asked for with a point for its mark.
 */
export type Drawn = {
  width: number;
  height: number;
  land: string;
  borders: string;
  countries: Map<string, { path: string; x: number; y: number }>;
};
/** A place on the map, by its degrees. */
export type Position = { latitude: number; longitude: number };

const width = 1200;
/** Antarctica is no country that anybody lives in, and a third of the height. */
const leftOut = new Set(['010']);

type Shapes = {
  world: FeatureCollection;
  land: MultiPolygon;
  borders: MultiLineString;
  byNumber: Map<string, Feature>;
};
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
  const { feature, merge, mesh } = await import('topojson-client');
  const text = await readFile(join(root, `node_modules/world-atlas/countries-${detail}.json`), 'utf8');
  const atlas = JSON.parse(text);
  const { countries } = atlas.objects;
  countries.geometries = countries.geometries.filter((one: { id?: string }) => !leftOut.has(String(one.id)));
  const world = feature(atlas, countries) as unknown as FeatureCollection;
  return {
    world,
    land: merge(atlas, countries.geometries),
    borders: mesh(atlas, countries, (one, other) => one !== other),
    byNumber: new Map(world.features.map((one) => [String(one.id), one])),
  };
}

type Frame = Omit<Drawn, 'width' | 'countries'> & { projection: GeoProjection; centres: Map<string, [number, number]> };
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
  const { world, land, borders, byNumber } = await shapesOf('110m');
  const lines = () => ({ land: compact(geoPath(projection)(land)), borders: compact(geoPath(projection)(borders)) });
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
    return { projection, height, ...lines(), centres: new Map() };
  }
  projection.fitWidth(width, world as GeoPermissibleObjects);
  const [, [, bottom]] = geoPath(projection).bounds(world);
  return { projection, height: Math.ceil(bottom), ...lines(), centres: new Map() };
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
 * needs. A point on the straight line between its neighbours is left out, and so is a ring that shrinks to less than a triangle.
 */
export function compact(path: string | null): string {
  const parts: string[] = [];
  for (const line of (path ?? '').split('M').slice(1)) {
    const ring = line.endsWith('Z');
    const kept: [number, number][] = [];
    for (const pair of line.replace('Z', '').split('L')) {
      const point = pair.split(',').map((number) => Math.round(Number(number))) as [number, number];
      if (kept.at(-1)?.join() === point.join()) continue;
      if (kept.length > 1 && isOnTheWay(kept.at(-2)!, kept.at(-1)!, point)) kept.pop();
      kept.push(point);
    }
    if (ring && kept.at(-1)!.join() === kept[0]!.join()) kept.pop();
    if (new Set(kept.map((point) => point.join())).size < (ring ? 3 : 2)) continue;
    let [x, y] = kept[0]!;
    let text = `M${x} ${y}l`;
    kept.slice(1).forEach(([nextX, nextY], at) => {
      const [dx, dy] = [nextX - x, nextY - y];
      text += `${at === 0 || dx < 0 ? '' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`;
      [x, y] = [nextX, nextY];
    });
    parts.push(ring ? `${text}z` : text);
  }
  return parts.join('');
}

/** Whether the middle point changes nothing: it lies on the straight way from the first to the last. */
function isOnTheWay([ax, ay]: [number, number], [bx, by]: [number, number], [cx, cy]: [number, number]): boolean {
  const [ux, uy, wx, wy] = [bx - ax, by - ay, cx - bx, cy - by];
  return ux * wy === uy * wx && ux * wx + uy * wy > 0;
}

/** Draws the land and these countries; `within` (a country's id) brings that one near. Those that have no shape are left out. */
export async function drawWorld(countries: readonly string[], within?: string): Promise<Drawn> {
  const { geoPath } = await import('d3-geo');
  const frame = await frameOf(within);
  const path = geoPath(frame.projection);
  const { height, land, borders } = frame;
  const drawn: Drawn = { width, height, land, borders, countries: new Map() };
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

/** The land around one country, its own shape (`here`), and points on it. */
export type DrawnNear = Omit<Drawn, 'countries'> & { here: string; points: { x: number; y: number }[] };

/** Draws the land around one country (undefined: the whole world), and where these positions lie in it; undefined for a country without a shape. */
export async function drawNear(
  country: string | undefined,
  positions: readonly Position[],
): Promise<DrawnNear | undefined> {
  const { geoPath } = await import('d3-geo');
  const shape = country ? await shapeOf(country) : undefined;
  if (country && !shape) return undefined;
  const { projection, height, land, borders } = await frameOf(country);
  const points = positions.map(({ latitude, longitude }) => {
    const [x = 0, y = 0] = projection([longitude, latitude]) ?? [];
    return { x: Math.round(x), y: Math.round(y) };
  });
  return { width, height, land, borders, here: shape ? compact(geoPath(projection)(shape)) : '', points };
}
