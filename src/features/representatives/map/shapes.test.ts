import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../platform/db/index.ts';
import type { Area } from '../../../platform/geo/index.ts';
import { drawDistricts } from './shapes.ts';

const box = (w: number, s: number, e: number, n: number) =>
  [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ] as [number, number][];
const pairs = (path: string) =>
  [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])]);

describe('a map of districts', () => {
  it('has north above and east to the right, every number within the sheet and within its district', () => {
    const map = drawDistricts([
      { id: 'west', area: { type: 'Polygon', coordinates: [box(0, 0, 1, 1)] } },
      {
        id: 'north east',
        area: { type: 'MultiPolygon', coordinates: [[box(1, 1, 2, 2)], [box(1.9, 2.5, 1.900001, 2.500001)]] },
      },
    ]);
    const [west, east] = map.shapes as [(typeof map.shapes)[0], (typeof map.shapes)[0]];
    expect(west.x).toBeLessThan(east.x);
    expect(west.y).toBeGreaterThan(east.y);
    // A rock too small to see is left out; the district is not.
    expect(east.path.match(/M/g)).toHaveLength(1);
    for (const { path } of map.shapes)
      for (const [x, y] of pairs(path)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(map.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(map.height);
      }
  });

  const ridings = join(
    process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'),
    'boundaries/ca-federal-2013.geojson',
  );
  it.skipIf(!existsSync(ridings))(
    'of 24 real ridings with all their islands stays within 60 kB (skipped: shared data absent)',
    () => {
      const { features } = JSON.parse(readFileSync(ridings, 'utf8')) as {
        features: { properties: { fed_num: number }; geometry: Area }[];
      };
      const areas = features
        .map((each) => ({ id: `${each.properties.fed_num}`, area: each.geometry }))
        .sort((a, b) => JSON.stringify(b.area).length - JSON.stringify(a.area).length)
        .slice(0, 24);
      const map = drawDistricts(areas);
      expect(map.shapes).toHaveLength(24);
      expect(map.shapes.reduce((sum, each) => sum + each.path.length, 0)).toBeLessThanOrEqual(60_000);
      expect(map.shapes.every((each) => each.path.length > 10)).toBe(true);
    },
  );
});
