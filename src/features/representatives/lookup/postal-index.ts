import Flatbush from 'flatbush';
import { distanceBetween, metresPerDegree } from '../../../platform/geo/index.ts';
import { normalisePostalCode } from '../names.ts';
import type { Reference } from '../queries.ts';

export type Centroid = {
  latitude: number;
  longitude: number;
  radius: number;
  source: string;
  asOf: string;
  region: string | null;
};

export type PostalIndex = ReturnType<typeof createPostalIndex>;

/** How far around a centroid its code may reach, in metres: never less than the first, never more than the second. */
const nearest = 2_000;
const farthest = 60_000;

/**
 * The centroids of postal codes. A code reaches as far as the nearest centroid of another code of the country,
 * within 2 to 60 km: in a city that is a few streets, in the country a district or two.
 */
export function createPostalIndex(points: Reference['points']): {
  centroids(country: string, code: string): readonly Centroid[];
  /** The code as lookups write it; undefined where it cannot be one of the country's. */
  code(country: string, text: string): string | undefined;
  countries: string[];
} {
  const countries = Map.groupBy(points, (each) => each.country);
  const trees = new Map<
    string,
    { tree: Flatbush; rows: Reference['points']; byCode: Map<string, Reference['points']> }
  >();
  const known = new Map<string, readonly Centroid[]>();

  function treeOf(country: string) {
    const rows = countries.get(country);
    if (!rows) return undefined;
    let found = trees.get(country);
    if (!found) {
      const tree = new Flatbush(rows.length);
      for (const { longitude, latitude } of rows) tree.add(longitude, latitude);
      tree.finish();
      found = { tree, rows, byCode: Map.groupBy(rows, (each) => each.code) };
      trees.set(country, found);
    }
    return found;
  }

  function centroids(country: string, text: string): readonly Centroid[] {
    const code = normalisePostalCode(country, text);
    const index = code === undefined ? undefined : treeOf(country);
    const rows = index?.byCode.get(code!);
    if (!index || !rows) return [];
    const key = `${country} ${code}`;
    let answer = known.get(key);
    if (!answer) {
      answer = rows.map(({ latitude, longitude, source, as_of, region }) => {
        const dLat = farthest / metresPerDegree;
        const dLon = Math.min(
          180,
          dLat / Math.max(0.01, Math.cos((Math.min(89, Math.abs(latitude) + dLat) * Math.PI) / 180)),
        );
        let radius = farthest;
        index.tree.search(longitude - dLon, latitude - dLat, longitude + dLon, latitude + dLat, (i) => {
          const other = index.rows[i]!;
          if (other.code !== code)
            radius = Math.min(radius, distanceBetween(longitude, latitude, other.longitude, other.latitude));
          return false;
        });
        return { latitude, longitude, radius: Math.max(nearest, radius), source, asOf: as_of, region };
      });
      known.set(key, answer);
    }
    return answer;
  }

  return { centroids, code: normalisePostalCode, countries: [...countries.keys()] };
}
