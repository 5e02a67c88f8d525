import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, createPointIndex, type Position } from '../../../platform/geo/index.ts';
import type { Reference } from '../queries.ts';
import { createLookup } from './lookup.ts';

const ring = (w: number, s: number, e: number, n: number): Position[] => [
  [w, s],
  [e, s],
  [e, n],
  [w, n],
  [w, s],
];
const square = (w: number, s: number, e: number, n: number): Area => ({
  type: 'Polygon',
  coordinates: [ring(w, s, e, n)],
});

const empty: Reference = {
  roles: [],
  divisions: [],
  sets: [],
  members: [],
  posts: [],
  officials: [],
  tenures: [],
  contacts: [],
  points: [],
  assignments: [],
};
const role = (id: string, country = 'XX') => ({
  id,
  name: { en: id },
  position: 1,
  body_id: id,
  body_name: { en: id },
  level: 'federal',
  country,
  sample: false,
  committee: false,
});
const division = (id: string) => ({ id, name: id, names: { en: id }, name_key: id });
const set = (id: string, roleId: string, from: string, until: string | null) => ({
  id,
  role_id: roleId,
  valid_from: from,
  valid_until: until,
  source: `source of ${id}`,
  as_of: from,
  bounds: [-180, -90, 180, 90],
});
const post = (roleId: string, divisionId: string, setId: string | null, known: string | null = '2025-01-01') => ({
  id: `${roleId}/${divisionId}`,
  role_id: roleId,
  division_id: divisionId,
  label: { en: 'Post' },
  set_id: setId,
  known_as_of: known,
  known_source: known && 'list',
  sample: false,
});
const tenure = (official: string, postId: string, from: string | null, until: string | null) => ({
  official_id: official,
  post_id: postId,
  from_date: from,
  until_date: until,
  source: 'list',
  as_of: '2025-01-01',
});
const official = (id: string) => ({ id, name: `Ada ${id}`, family_name: id, honorific: null, party: null });

const r = 'a:member';
const on = '2026-11-21';

describe('two dated sets of one role', () => {
  const shapes = new Map([
    ['old', createPointIndex([{ id: 'o1', area: square(0, 0, 2, 2) }])],
    [
      'new',
      createPointIndex([
        { id: 'n1', area: square(0, 0, 1, 2) },
        { id: 'n2', area: square(1, 0, 2, 2) },
      ]),
    ],
  ]);
  const reference: Reference = {
    ...empty,
    roles: [role(r)],
    divisions: ['o1', 'n1', 'n2'].map(division),
    sets: [set('old', r, '2010-01-01', null), set('new', r, '2025-01-01', null)],
    members: [
      { set_id: 'old', division_id: 'o1' },
      { set_id: 'new', division_id: 'n1' },
      { set_id: 'new', division_id: 'n2' },
    ],
    posts: [post(r, 'o1', 'old'), post(r, 'n1', 'new'), post(r, 'n2', 'new')],
    officials: [official('Old'), official('One')],
    tenures: [tenure('Old', `${r}/o1`, null, null), tenure('One', `${r}/n1`, '2025-01-01', '2027-01-01')],
  };
  const lookup = createLookup(reference, (id) => shapes.get(id));
  const at = (longitude: number, latitude: number, day = on) =>
    lookup.lookup({ by: 'point', longitude, latitude }, [r], day)[0]!;

  it('uses the one that came into force last', () => {
    expect(at(0.5, 1)).toMatchObject({ state: 'found', divisions: [{ id: 'n1' }], source: 'source of new' });
    expect(at(0.5, 1, '2020-01-01')).toMatchObject({
      state: 'found',
      divisions: [{ id: 'o1' }],
      source: 'source of old',
    });
    expect(at(0.5, 1, '2000-01-01').state).toBe('lines-ended');
  });

  it('never shows who serves on the former lines, although they were given no end', () => {
    const state = (id: string, day = on) =>
      lookup.serving([id], [r], day).map((each) => [each.state, each.official?.name ?? null]);
    expect(state('o1')).toEqual([['lines-ended', null]]);
    expect(state('o1', '2020-01-01')).toEqual([['serving', 'Ada Old']]);
    expect(state('n1')).toEqual([['serving', 'Ada One']]);
    expect(state('n2')).toEqual([['vacant', null]]);
    expect(state('n1', '2027-01-01')).toEqual([['vacant', null]]);
    expect(lookup.list(r, on, 'name').map((each) => each.division!.id)).toEqual(['n1', 'n2']);
    expect(lookup.lookup({ by: 'division', ids: ['o1'] }, [r], on)).toMatchObject([
      { state: 'lines-ended', divisions: [] },
    ]);
  });

  it('says several on a shared border and just off the shore, and unknown far out', () => {
    expect(at(1, 1)).toMatchObject({ state: 'several', divisions: [{ id: 'n1' }, { id: 'n2' }] });
    expect(at(2.001, 1)).toMatchObject({ state: 'several', divisions: [{ id: 'n2' }] });
    expect(at(3, 1)).toMatchObject({ state: 'unknown', divisions: [], source: null });
    expect(at(Number.NaN, 1).state).toBe('unknown');
  });

  it('takes ids from outside: unknown ones, doubled ones, another role', () => {
    expect(lookup.serving(['nothing', 'n1', 'n1'], [r], on)).toHaveLength(1);
    expect(lookup.serving([`${r}/n1`], ['b:member'], on)).toEqual([]);
    expect(
      lookup.lookup({ by: 'division', ids: ['n1', 'n2', 'n1', '__proto__'] }, [r, 'constructor'], on),
    ).toMatchObject([{ state: 'several' }]);
  });
});

describe('postal codes', () => {
  const shapes = createPointIndex(
    [0, 1, 2, 3].map((i) => ({ id: `d${i}`, area: square(i * 0.1, 0, (i + 1) * 0.1, 0.4) })),
  );
  const point = (code: string, longitude: number, latitude: number, name = '') => ({
    country: 'XX',
    code,
    name,
    latitude,
    longitude,
    region: null as string | null,
    source: 'points',
    as_of: '2020-01-01',
  });
  const assign = (code: string, divisionId: string, until: string | null = null) => ({
    country: 'XX',
    code,
    role_id: r,
    division_id: divisionId,
    source: 'table',
    as_of: '2025-01-01',
    valid_until: until,
  });
  const lookup = createLookup(
    {
      ...empty,
      roles: [role(r), role('b:member', 'YY')],
      divisions: [0, 1, 2, 3].map((i) => division(`d${i}`)),
      sets: [set('lines', r, '2010-01-01', null)],
      members: [0, 1, 2, 3].map((i) => ({ set_id: 'lines', division_id: `d${i}` })),
      points: [
        point('A1A', 0.05, 0.2),
        point('A1B', 0.051, 0.2),
        point('A1C', 0.25, 0.2),
        point('A1D', 0.05, 0.2, 'x'),
        point('A1D', 0.35, 0.2, 'y'),
        point('A9A', 50, 50),
      ],
      assignments: [assign('B1A', 'd0'), assign('B1B', 'd1'), assign('B1B', 'd0'), assign('B1C', 'd2', '2026-01-01')],
    },
    () => shapes,
  );
  const at = (code: string, country = 'XX') => lookup.lookup({ by: 'postal', country, code }, [r], on)[0]!;

  it('one district is found, several are several, an ended table says so', () => {
    expect(at('B1A')).toMatchObject({ state: 'found', divisions: [{ id: 'd0' }], source: 'table' });
    expect(at('b1b 1a1')).toMatchObject({ state: 'several', divisions: [{ id: 'd0' }, { id: 'd1' }] });
    expect(at('B1C')).toMatchObject({ state: 'lines-ended', divisions: [] });
  });

  it('a centroid is never a finding, even where one district holds all around it', () => {
    // The nearest other code is 111 m away: the radius is the least one, 2 km, and one candidate is left.
    expect(at('A1A')).toMatchObject({
      state: 'centroid',
      divisions: [{ id: 'd0' }],
      asOf: '2010-01-01',
      source: 'points; source of lines',
    });
    // The nearest other code is 11 km away: the districts on both sides are candidates.
    expect(at('A1C').divisions.map((each) => each.id)).toEqual(['d2', 'd1', 'd3']);
    // A code of two centroids looks around both.
    expect(at('A1D').divisions.map((each) => each.id)).toEqual(expect.arrayContaining(['d0', 'd3']));
    expect(at('A9A')).toMatchObject({ state: 'unknown', divisions: [] });
    expect(at('Q1Q').state).toBe('unknown');
    expect(at('A1A', 'CA').state).toBe('unknown');
  });

  it('says which shapes a place asks for, so that no others are loaded', () => {
    expect(lookup.setsFor({ by: 'postal', country: 'XX', code: 'A1A' }, [r], on)).toEqual(['lines']);
    expect(lookup.setsFor({ by: 'postal', country: 'XX', code: 'Q1Q' }, [r], on)).toEqual([]);
    expect(lookup.setsFor({ by: 'division', ids: ['d0'] }, [r], on)).toEqual([]);
  });
});

it('finds the districts that a naive even-odd test finds, for random districts and points', () => {
  const coordinate = fc.integer({ min: -20, max: 20 });
  const star = fc
    .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 8 })
    .map((points) => [...points, points[0]!] as Position[]);
  // Not on the grid of the corners, where the schoolbook test in doubles may err.
  const spot = fc.integer({ min: -21_000_000, max: 21_000_000 }).map((millionths) => millionths / 1e6 + 1.37e-7);
  fc.assert(
    fc.property(
      fc.array(star, { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(spot, spot), { minLength: 1, maxLength: 30 }),
      (stars, points) => {
        const areas = stars.map((points, i) => ({
          id: `s${i}`,
          area: { type: 'Polygon' as const, coordinates: [points] },
        }));
        const index = createPointIndex(areas);
        const lookup = createLookup(
          {
            ...empty,
            roles: [role(r)],
            divisions: areas.map((each) => division(each.id)),
            sets: [set('l', r, '2000-01-01', null)],
            members: areas.map((each) => ({ set_id: 'l', division_id: each.id })),
          },
          () => index,
        );
        for (const [longitude, latitude] of points) {
          if (index.at(longitude, latitude).onBorder) continue;
          const naive = areas
            .filter((each) => evenOdd(longitude, latitude, each.area.coordinates[0]!))
            .map((each) => each.id);
          const [found] = lookup.lookup({ by: 'point', longitude, latitude }, [r], on);
          // Outside of all, districts within 500 m may be named, but never as found.
          if (naive.length === 0) expect(found!.state).not.toBe('found');
          else
            expect(found).toMatchObject({
              state: naive.length === 1 ? 'found' : 'several',
              divisions: naive.map((id) => ({ id })),
            });
        }
      },
    ),
    { numRuns: 100 },
  );
});

it('answers from what it remembers of a cell or a code as it does at first, also where shapes came later', () => {
  const step = 1 / 512;
  const coordinate = fc.integer({ min: -24, max: 24 }).map((steps) => steps * step);
  const star = fc
    .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 5 })
    .map((points) => [...points, points[0]!] as Position[]);
  const place = fc.oneof(
    fc
      .tuple(coordinate, coordinate)
      .map(([longitude, latitude]) => ({ by: 'point' as const, longitude: longitude + 1e-5, latitude })),
    fc.constantFrom('A1A', 'A1B', 'Q1Q').map((code) => ({ by: 'postal' as const, country: 'XX', code })),
  );
  fc.assert(
    fc.property(
      fc.array(star, { minLength: 2, maxLength: 4 }),
      fc.array(place, { minLength: 10, maxLength: 30 }),
      fc.nat(9),
      (stars, places, loadedAt) => {
        const index = (shapes: Position[][], name: string) =>
          createPointIndex(
            shapes.map((points, i) => ({ id: `${name}${i}`, area: { type: 'Polygon', coordinates: [points] } })),
          );
        const half = stars.length >> 1;
        const known = new Map([['near', index(stars.slice(0, half), 'n')]]);
        const later = index(stars.slice(half), 'l');
        const ids = [...stars.slice(0, half).map((_, i) => `n${i}`), ...stars.slice(half).map((_, i) => `l${i}`)];
        const bounds = [-0.05, -0.05, 0.05, 0.05];
        const reference: Reference = {
          ...empty,
          roles: [role(r), role('b:member'), role('c:member')],
          divisions: ids.map(division),
          sets: [
            { ...set('near', r, '2010-01-01', null), bounds },
            { ...set('later', 'b:member', '2010-01-01', null), bounds },
            { ...set('far', 'c:member', '2010-01-01', null), bounds: [30, 30, 31, 31] },
          ],
          points: [
            ['A1A', 0.01],
            ['A1B', -0.02],
          ].map(([code, at]) => ({
            country: 'XX',
            code: String(code),
            name: '',
            longitude: Number(at),
            latitude: Number(at),
            region: null,
            source: 'points',
            as_of: '2020-01-01',
          })),
        };
        const asked = [r, 'b:member', 'c:member', 'unheard:of'];
        const lookup = createLookup(reference, (id) => known.get(id));
        for (const [n, each] of [...places, ...places].entries()) {
          if (n === loadedAt) known.set('later', later);
          const fresh = createLookup(reference, (id) => known.get(id));
          expect(lookup.lookup(each, asked, on)).toEqual(fresh.lookup(each, [...asked], on));
        }
        const first = places[0]!;
        expect(lookup.lookup(first, asked, on)).toBe(lookup.lookup(first, asked, on));
      },
    ),
    { numRuns: 60 },
  );
});

function evenOdd(x: number, y: number, points: Position[]): boolean {
  let inside = false;
  for (let i = 1; i < points.length; i++) {
    const [x1, y1] = points[i - 1]!;
    const [x2, y2] = points[i]!;
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}

describe('roles of whole states, which have no lines of their own', () => {
  const [wide, narrow] = ['w:senator', 'n:member'];
  const state = 'ocd-division/country:xx/state:aa';
  const other = 'ocd-division/country:xx/state:bb';
  const shapes = new Map([
    [
      'ended',
      createPointIndex([
        { id: `${state}/d:1`, area: square(0, 0, 1, 1) },
        { id: `${other}/d:1`, area: square(1, 0, 2, 1) },
      ]),
    ],
  ]);
  const reference: Reference = {
    ...empty,
    roles: [role(wide), role(narrow)],
    divisions: [state, other, `${state}/d:1`, `${state}/d:2`, `${other}/d:1`].map(division),
    sets: [set('ended', narrow, '2010-01-01', '2020-01-01')],
    members: [`${state}/d:1`, `${other}/d:1`].map((id) => ({ set_id: 'ended', division_id: id })),
    posts: [
      { ...post(wide, state, null), id: 'one' },
      { ...post(wide, state, null), id: 'two' },
      { ...post(wide, other, null), id: 'three' },
    ],
    points: [
      {
        country: 'XX',
        code: 'A1A',
        longitude: 0.5,
        latitude: 0.5,
        region: null,
        source: 'points',
        as_of: '2020-01-01',
      },
      { country: 'XX', code: 'A1C', longitude: 50, latitude: 50, region: other, source: 'points', as_of: '2020-01-01' },
    ],
    assignments: [`${state}/d:1`, `${state}/d:2`].map((id) => ({
      country: 'XX',
      code: 'A1B',
      role_id: narrow,
      division_id: id,
      source: 'codes',
      as_of: '2021-01-01',
      valid_until: null,
    })),
  };
  const lookup = createLookup(reference, (id) => shapes.get(id));
  const found = (place: Parameters<typeof lookup.lookup>[0]) => {
    const [one] = lookup.lookup(place, [wide], on);
    return [one!.state, ...one!.divisions.map((each) => each.id)];
  };

  it('are found by a point in lines that ended, by a district that touches, by the list of codes and by a known district', () => {
    expect(found({ by: 'point', longitude: 0.5, latitude: 0.5 })).toEqual(['found', state]);
    expect(found({ by: 'point', longitude: 1.5, latitude: 0.5 })).toEqual(['found', other]);
    expect(found({ by: 'point', longitude: 9, latitude: 9 })).toEqual(['unknown']);
    // Two districts of one state are one state.
    expect(found({ by: 'postal', country: 'XX', code: 'A1B' })).toEqual(['found', state]);
    expect(found({ by: 'postal', country: 'XX', code: 'A1C' })).toEqual(['found', other]);
    // Of a centroid alone nothing is sure.
    expect(found({ by: 'postal', country: 'XX', code: 'A1A' })[0]).toBe('centroid');
    expect(found({ by: 'postal', country: 'YY', code: 'A1B' })).toEqual(['unknown']);
    expect(found({ by: 'division', ids: [`${state}/d:2`] })).toEqual(['found', state]);
    expect(found({ by: 'division', ids: [`${state}/d:1`, `${other}/d:1`] })).toEqual(['several', state, other]);
  });

  it('name both senators of the state', () => {
    expect(lookup.serving([state], [wide], on).map((each) => each.postId)).toEqual(['one', 'two']);
  });
});
