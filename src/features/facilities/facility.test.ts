import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coarserOf, type Facility, nameKey, positionFor, releaseState } from './facility.ts';
import { fatesOf, ListRefused, readList } from './import/list.ts';

test('others see a position to a tenth of a degree or not at all, its keepers as it is', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.constantFrom('exact', 'rounded', 'none'),
      fc.boolean(),
      (latitude, longitude, positionShown, kept) => {
        const seen = positionFor({ position: { latitude, longitude }, positionShown, kept } as Facility);
        if (kept || positionShown === 'exact') expect(seen).toEqual({ latitude, longitude, rounded: false });
        else if (positionShown === 'none') expect(seen).toBeNull();
        else {
          expect(Math.abs(seen!.latitude - latitude)).toBeLessThanOrEqual(0.0501);
          expect(seen!.latitude * 10).toBeCloseTo(Math.round(seen!.latitude * 10), 6);
        }
      },
    ),
  );
});

test('a release lies ahead until the beginning of its day; wider places come after finer ones', () => {
  const release = { from: '2026-12-01', precision: 'region' } as const;
  expect([
    releaseState(null, '2026-12-01'),
    releaseState(release, '2026-11-30'),
    releaseState(release, '2026-12-01'),
  ]).toEqual(['none', 'ahead', 'holds']);
  expect(coarserOf({ districtId: null, regionId: 'r', countryId: 'c' })).toEqual([
    ['region', 'r'],
    ['country', 'c'],
  ]);
  expect(nameKey(' Établissement  de  l’Étang ')).toBe(nameKey('etablissement de l etang'));
  expect(nameKey('เรือนจำ')).not.toBe('');
});

test('a table is read strictly: its columns by name, its rows tried one after the other', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(() => readList(bytes('place\nus\n'), ['en'])).toThrow(ListRefused);
  expect(() => readList(Buffer.from([0x4e, 0xe9]), ['en'])).toThrow(ListRefused);
  const rows = readList(bytes('Name_en;Place;Women held;other\n=A;us;12;x\n=a;us;;\nB;us;-1;\n;;;\n'), ['en']);
  expect(rows.map(({ line }) => line)).toEqual([2, 3, 4]);
  expect(rows[0]!.cells).toEqual({ 'name.en': '=A', place: 'us', women_held: '12' });
  const known = { placeIds: new Set(['us']), placesByName: new Map(), taken: new Set<string>() };
  const fates = fatesOf(rows, ['en'], known);
  // A number needs its day and its source.
  expect(fates.map((fate) => fate.outcome)).toEqual(['wrong', 'made', 'wrong']);
});
