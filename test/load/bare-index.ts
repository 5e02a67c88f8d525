import Flatbush from 'flatbush';
import pointInPolygon from 'point-in-polygon-hao';

type Ring = [number, number][];
export type Feature = {
  properties: Record<string, unknown>;
  geometry: { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] };
};

const polygonsOf = ({ geometry }: Feature): Ring[][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

function boundsOf(ring: Ring): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }
  return bounds;
}

/** The two libraries as their documentation shows them: boxes in a tree, then each candidate polygon asked. */
export function bareIndex(features: readonly Feature[]): (longitude: number, latitude: number) => number[] {
  const polygons = features.flatMap((feature, owner) => polygonsOf(feature).map((rings) => ({ rings, owner })));
  const tree = new Flatbush(polygons.length);
  for (const { rings } of polygons) tree.add(...boundsOf(rings[0]!));
  tree.finish();
  return (x, y) => {
    const found: number[] = [];
    for (const candidate of tree.search(x, y, x, y)) {
      const { rings, owner } = polygons[candidate]!;
      if (pointInPolygon([x, y], rings) !== false) found.push(owner);
    }
    return found;
  };
}

/** So many points, the same in every run, spread over the features evenly; each lies in one of them, as people do. */
export function pointsIn(features: readonly Feature[], many: number): { longitude: number; latitude: number }[] {
  const boxes = features.map((feature) =>
    boundsOf(polygonsOf(feature).reduce((a, b) => (b[0]!.length > a[0]!.length ? b : a))[0]!),
  );
  const index = bareIndex(features);
  let seed = 1;
  // A small linear congruential generator (Numerical Recipes): chance is not what is measured.
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const points: { longitude: number; latitude: number }[] = [];
  for (let i = 0; points.length < many; i += 1) {
    const [west, south, east, north] = boxes[i % boxes.length]!;
    const point = { longitude: west + random() * (east - west), latitude: south + random() * (north - south) };
    if (index(point.longitude, point.latitude).length > 0) points.push(point);
  }
  return points;
}
