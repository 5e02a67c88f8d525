import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import pointInPolygon from 'point-in-polygon-hao';
import { describe, expect, it } from 'vitest';
import { root } from '../db/root.ts';
import { type Area, cellAt, checkGeometry, createPointIndex, distanceBetween, type Position } from './index.ts';

const box = (w: number, s: number, e: number, n: number): Position[] => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];
const square = (w: number, s: number, e: number, n: number): Area => ({
  type: 'Polygon',
  coordinates: [box(w, s, e, n)],
});
const faultOf = (geometry: unknown) => {
  const checked = checkGeometry(geometry);
  return checked.ok ? 'ok' : checked.fault;
};
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });

describe('checkGeometry', () => {
  it('takes polygons, holes and multipolygons, and drops altitudes', () => {
    const checked = checkGeometry(
      polygon([
        [0, 0, 7],
        [2, 0, 7],
        [0, 2, 7],
        [0, 0, 7],
      ]),
    );
    expect(checked).toEqual({
      ok: true,
      area: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [2, 0],
            [0, 2],
            [0, 0],
          ],
        ],
      },
      bounds: [0, 0, 2, 2],
      points: 4,
    });
    expect(
      faultOf({ type: 'MultiPolygon', coordinates: [[box(0, 0, 4, 4), box(1, 1, 2, 2)], [box(9, 9, 10, 10)]] }),
    ).toBe('ok');
  });

  it.each([
    ['no geometry', null, 'not-a-polygon'],
    ['a point', { type: 'Point', coordinates: [1, 2] }, 'not-a-polygon'],
    ['coordinates that are a text', { type: 'Polygon', coordinates: 'POLYGON' }, 'not-a-polygon'],
    ['no rings', polygon(), 'empty'],
    ['no polygons', { type: 'MultiPolygon', coordinates: [] }, 'empty'],
    [
      'an unclosed ring',
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
      'unclosed',
    ],
    [
      'three points',
      polygon([
        [0, 0],
        [1, 0],
        [0, 0],
      ]),
      'too-few-points',
    ],
    [
      'a line there and back',
      polygon([
        [0, 0],
        [1, 0],
        [0, 0],
        [1, 0],
        [0, 0],
      ]),
      'too-few-points',
    ],
    [
      'NaN',
      polygon([
        [0, 0],
        [Number.NaN, 0],
        [1, 1],
        [0, 0],
      ]),
      'not-a-number',
    ],
    [
      'null',
      polygon([
        [0, 0],
        [null, 0],
        [1, 1],
        [0, 0],
      ]),
      'not-a-number',
    ],
    [
      'text',
      polygon([
        [0, 0],
        ['1', 0],
        [1, 1],
        [0, 0],
      ]),
      'not-a-number',
    ],
    [
      'infinity',
      polygon([
        [0, 0],
        [Number.POSITIVE_INFINITY, 0],
        [1, 1],
        [0, 0],
      ]),
      'not-a-number',
    ],
    [
      'metres instead of degrees',
      polygon([
        [318237, 4844000],
        [318238, 4844000],
        [318238, 4844001],
        [318237, 4844000],
      ]),
      'out-of-range',
    ],
    [
      'latitude first',
      polygon([
        [45, -100],
        [46, -100],
        [46, -101],
        [45, -100],
      ]),
      'out-of-range',
    ],
    [
      'a bow tie',
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
      'self-crossing',
    ],
    [
      'a step across the antimeridian',
      polygon([
        [179, 0],
        [-179, 0],
        [-179, 1],
        [179, 1],
        [179, 0],
      ]),
      'antimeridian',
    ],
    ['the bottom of the map', polygon(box(-180, -90, 180, -60)), 'ok'],
    [
      'a ring that touches itself in a point',
      polygon([
        [0, 0],
        [2, 2],
        [4, 0],
        [4, 4],
        [2, 2],
        [0, 4],
        [0, 0],
      ]),
      'ok',
    ],
  ])('answers for %s', (_, geometry, expected) => {
    expect(faultOf(geometry)).toBe(expected);
  });

  it('says where the fault is', () => {
    const checked = checkGeometry({
      type: 'MultiPolygon',
      coordinates: [
        [box(0, 0, 1, 1)],
        [
          box(2, 2, 3, 3),
          [
            [2, 2],
            [9, 99],
            [2, 3],
            [2, 2],
          ],
        ],
      ],
    });
    expect(checked).toEqual({ ok: false, fault: 'out-of-range', where: 'polygon 2, ring 2, point 2' });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.record({ type: fc.constantFrom('Polygon', 'MultiPolygon'), coordinates: fc.anything() }),
        (g) => void checkGeometry(g),
      ),
    );
  });
});

describe('createPointIndex', () => {
  const index = createPointIndex([
    { id: 'west', area: square(0, 0, 1, 1) },
    { id: 'east', area: square(1, 0, 2, 1) },
    { id: 'ring', area: { type: 'Polygon', coordinates: [box(10, 10, 20, 20), box(12, 12, 14, 14)] } },
    { id: 'hole', area: square(12, 12, 14, 14) },
    { id: 'islands', area: { type: 'MultiPolygon', coordinates: [[box(30, 0, 31, 1)], [box(33, 0, 34, 1)]] } },
  ]);

  it('finds holes, islands and borders', () => {
    expect(index.at(0.5, 0.5)).toEqual({ ids: ['west'], onBorder: false });
    expect(index.at(1, 0.5)).toEqual({ ids: ['west', 'east'], onBorder: true });
    expect(index.at(1, 1)).toEqual({ ids: ['west', 'east'], onBorder: true });
    expect(index.at(0, 0.25)).toEqual({ ids: ['west'], onBorder: true });
    expect(index.at(11, 11)).toEqual({ ids: ['ring'], onBorder: false });
    expect(index.at(13, 13)).toEqual({ ids: ['hole'], onBorder: false });
    expect(index.at(12, 13)).toEqual({ ids: ['ring', 'hole'], onBorder: true });
    expect(index.at(33.5, 0.5)).toEqual({ ids: ['islands'], onBorder: false });
    expect(index.at(32, 0.5)).toEqual({ ids: [], onBorder: false });
  });

  it('knows nothing of points that are not on the Earth, and holds nothing when empty', () => {
    for (const [x, y] of [
      [Number.NaN, 0],
      [0, Number.NaN],
      [181, 0],
      [0, 91],
      [Number.POSITIVE_INFINITY, 0],
    ] as const) {
      expect(index.at(x, y).ids).toEqual([]);
      expect(index.near(x, y, 1000)).toEqual([]);
    }
    expect(createPointIndex([]).at(0, 0).ids).toEqual([]);
  });

  it('reads the antimeridian as one line and the pole as one point', () => {
    const far = createPointIndex([
      {
        id: 'two sides',
        area: { type: 'MultiPolygon', coordinates: [[box(178, -18, 180, -16)], [box(-180, -18, -179, -16)]] },
      },
      { id: 'antarctica', area: square(-180, -90, 180, -60) },
    ]);
    expect(far.at(179, -17)).toEqual({ ids: ['two sides'], onBorder: false });
    expect(far.at(-179.5, -17)).toEqual({ ids: ['two sides'], onBorder: false });
    expect(far.at(180, -17)).toEqual(far.at(-180, -17));
    expect(far.at(180, -17)).toEqual({ ids: ['two sides'], onBorder: true });
    expect(far.at(77, -90)).toEqual({ ids: ['antarctica'], onBorder: true });
    expect(far.at(0, 90).ids).toEqual([]);
    const east = createPointIndex([{ id: 'east side', area: square(179.9, 0, 180, 1) }]);
    expect(east.near(-179.99, 0.5, 5_000)).toEqual([{ id: 'east side', metres: expect.closeTo(1_112, 0) }]);
    expect(east.near(-179.9, 0.5, 5_000)).toEqual([]);
    const cap = createPointIndex([{ id: 'cap', area: square(-180, 89.5, 180, 90) }]);
    expect(cap.near(12, 89.4, 20_000).map((each) => each.id)).toEqual(['cap']);
    expect(cap.near(12, 89.4, 5_000)).toEqual([]);
    // The far side of a polygon round the world is not near.
    const world = createPointIndex([{ id: 'belt', area: square(-180, 10, 180, 20) }]);
    expect(world.near(10, 9, 100_000)).toEqual([]);
    expect(world.near(10, 9.5, 100_000)).toEqual([{ id: 'belt', metres: expect.closeTo(55_597, -2) }]);
  });

  it('measures nearness in metres, the nearest first', () => {
    const [first, second, ...rest] = index.near(1.01, 0.5, 5_000);
    expect(first).toEqual({ id: 'east', metres: 0 });
    expect(second!.id).toBe('west');
    expect(second!.metres).toBeCloseTo(distanceBetween(1.01, 0.5, 1, 0.5), 0);
    expect(rest).toEqual([]);
    expect(index.near(13, 13, 200_000).map((each) => each.id)).toEqual(['hole', 'ring']);
    expect(index.near(32, 0.5, 112_000).map((each) => each.id)).toEqual(['islands']);
    expect(index.near(32, 0.5, 110_000)).toEqual([]);
  });

  it('agrees with a naive even-odd test on random stars, and exactly with point-in-polygon-hao on a coarse grid', () => {
    const coordinate = fc.integer({ min: -8, max: 8 });
    const ring = fc
      .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 12 })
      .map((points) => [...points, points[0]!] as Position[]);
    fc.assert(
      fc.property(
        fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        (shapes) => {
          const stars = createPointIndex(
            shapes.map((rings, i) => ({ id: `${i}`, area: { type: 'Polygon', coordinates: rings } })),
          );
          for (let x = -9; x <= 9; x += 0.5) {
            for (let y = -9; y <= 9; y += 1.5) {
              const exact = shapes.map((rings) => pointInPolygon([x, y], rings));
              const expected = exact.flatMap((inside, i) => (inside === false ? [] : [`${i}`]));
              expect(stars.at(x, y)).toEqual({ ids: expected, onBorder: exact.includes(0) });
              const odd = shapes.flatMap((rings, i) => (evenOdd(x + 0.013, y + 0.017, rings) ? [`${i}`] : []));
              expect(stars.at(x + 0.013, y + 0.017).ids).toEqual(odd);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('answers from what it remembers of a small cell as exactly as at first', () => {
    // Sixteenths of a cell's side (1/64 degree): shapes that end within a cell, at its edge, or hold all of it.
    const step = 1 / 1024;
    const coordinate = fc.integer({ min: -40, max: 40 }).map((steps) => steps * step);
    const ring = fc
      .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 5 })
      .map((points) => [...points, points[0]!] as Position[]);
    fc.assert(
      fc.property(
        fc.array(ring, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(coordinate, coordinate), { minLength: 20, maxLength: 40 }),
        (rings, points) => {
          const areas = rings.map((each, i) => ({
            id: `${i}`,
            area: { type: 'Polygon', coordinates: [each] } as Area,
          }));
          const index = createPointIndex(areas);
          const uniform = new Map<number, unknown>();
          for (const [x, y] of [...points, ...points]) {
            const exact = rings.map((each) => pointInPolygon([x, y], [each]));
            const expected = exact.flatMap((inside, i) => (inside === false ? [] : [`${i}`]));
            const found = index.at(x, y);
            expect(found).toEqual({ ids: expected, onBorder: exact.includes(0) });
            if (!index.isUniform(x, y, 300)) continue;
            expect(found.onBorder).toBe(false);
            if (found.ids.length === 0) expect(index.near(x, y, 300)).toEqual([]);
            const cell = cellAt(x, y);
            expect(uniform.get(cell) ?? found).toEqual(found);
            uniform.set(cell, found);
          }
        },
      ),
    );
  });

  it('knows the cells in which every place has the same answer', () => {
    const one = createPointIndex([{ id: 'one', area: square(0, 0, 1, 1) }]);
    expect(one.isUniform(0.5, 0.5, 500)).toBe(true);
    expect(one.isUniform(0.999, 0.5, 500)).toBe(false);
    expect(one.isUniform(1.001, 0.5, 500)).toBe(false);
    // Nothing holds it, but places at its western edge are 1,700 m from the square.
    expect([one.isUniform(1.02, 0.5, 500), one.isUniform(1.02, 0.5, 2_500)]).toEqual([true, false]);
    expect(one.isUniform(40, 0.5, 500)).toBe(true);
    for (const [x, y] of [
      [180, 0.5],
      [-180, 0.5],
      [40, 90],
      [40, -89.5],
      [Number.NaN, 0],
    ] as const)
      expect(one.isUniform(x, y, 500)).toBe(false);
    expect(createPointIndex([]).isUniform(0, 0, 500)).toBe(true);
  });

  it('places every point of a plane that is cut into squares in one square, or in two or four on a border', () => {
    const cells = Array.from({ length: 64 }, (_, i) => ({
      id: `${i}`,
      area: square(i % 8, i >> 3, (i % 8) + 1, (i >> 3) + 1),
    }));
    const grid = createPointIndex(cells);
    const inside = fc.double({ min: 0, max: 8, noNaN: true });
    fc.assert(
      fc.property(inside, inside, (x, y) => {
        const found = grid.at(x, y);
        const onLine = Number.isInteger(x) || Number.isInteger(y);
        expect(found.onBorder).toBe(onLine);
        const across = Number.isInteger(x) && x > 0 && x < 8 ? 2 : 1;
        const up = Number.isInteger(y) && y > 0 && y < 8 ? 2 : 1;
        expect(found.ids).toHaveLength(across * up);
      }),
    );
  });
});

/** The schoolbook test, in plain doubles: odd number of edges to the right. */
function evenOdd(x: number, y: number, rings: Position[][]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1]!;
      const [x2, y2] = ring[i]!;
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}

const ridings = join(
  process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'),
  'boundaries/ca-federal-2013.geojson',
);
describe.skipIf(!existsSync(ridings))('the 338 ridings of 2013 (skipped: shared data absent)', () => {
  const features = existsSync(ridings)
    ? (JSON.parse(readFileSync(ridings, 'utf8')) as { features: { properties: { fed_num: number }; geometry: Area }[] })
        .features
    : [];
  const areas = features.map((each) => ({ id: `${each.properties.fed_num}`, area: each.geometry }));

  it('are all valid and fit in two megabytes', () => {
    expect(features.every((each) => checkGeometry(each.geometry).ok)).toBe(true);
    expect(createPointIndex(areas).bytes).toBeLessThan(2_000_000);
  });

  it('agree with point-in-polygon-hao on random points, and a shared vertex belongs to both', () => {
    const index = createPointIndex(areas);
    const parts = areas.map(({ id, area }) => ({
      id,
      parts: area.type === 'Polygon' ? [area.coordinates] : area.coordinates,
    }));
    const naive = (x: number, y: number) =>
      parts.filter((each) => each.parts.some((part) => pointInPolygon([x, y], part) !== false)).map((each) => each.id);
    fc.assert(
      fc.property(
        fc.double({ min: -141, max: -52, noNaN: true }),
        fc.double({ min: 42, max: 62, noNaN: true }),
        (x, y) => {
          expect(index.at(x, y).ids).toEqual(naive(x, y));
        },
      ),
      { numRuns: 300 },
    );
    const owners = new Map<string, Set<string>>();
    for (const each of parts) {
      for (const [x, y] of each.parts.flat(2)) {
        const key = `${x} ${y}`;
        owners.set(key, (owners.get(key) ?? new Set()).add(each.id));
      }
    }
    const shared = [...owners].filter(([, of]) => of.size >= 2);
    expect(shared.length).toBeGreaterThan(10_000);
    for (const [key, of] of shared.filter((_, i) => i % 50 === 0)) {
      const [x, y] = key.split(' ').map(Number) as [number, number];
      const found = index.at(x, y);
      expect(found.onBorder).toBe(true);
      expect(found.ids).toEqual(expect.arrayContaining([...of]));
    }
  });
});
