import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Serving } from '../representatives/index.ts';
import { countPromises, historyOf, inOrder, isDue, outcomeOf, outcomes, type Promised } from './promise.ts';
import { regionOf } from './region.ts';
import { isScored } from './stand.ts';

const day = fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03');
const promised: fc.Arbitrary<Promised> = fc.record({
  id: fc.uuid(),
  postId: fc.constant('p'),
  officialId: fc.constant('a'),
  officialName: fc.constant('A'),
  promise: fc.constant('a visit'),
  saidOn: day,
  dueOn: fc.option(day),
  source: fc.constant('s'),
  sourceUrl: fc.constant(null),
  note: fc.constant(''),
  recordedAt: fc.date({ min: new Date(0), max: new Date(5), noInvalidDate: true }),
  retractedAt: fc.option(fc.constant(new Date(9))),
  retractionReason: fc.constant(null),
  outcomes: fc.array(
    fc.record({
      id: fc.uuid(),
      outcome: fc.constantFrom(...outcomes),
      seenOn: day,
      source: fc.constant('s'),
      sourceUrl: fc.constant(null),
      recordedAt: fc.constant(new Date(3)),
    }),
    { maxLength: 3 },
  ),
});

test('every promise that stands is counted once, by what was recorded last; due ones are open and their day has come', () => {
  fc.assert(
    fc.property(fc.array(promised), (all) => {
      const standing = all.filter((one) => !one.retractedAt);
      const count = countPromises(all);
      expect(count.kept + count.broken + count.open).toBe(standing.length);
      expect(count.kept).toBe(standing.filter((one) => one.outcomes[0]?.outcome === 'kept').length);
      for (const one of all.filter((each) => isDue(each, '2026-01-02'))) {
        expect(outcomeOf(one)).toBe('open');
        expect(one.dueOn! <= '2026-01-02').toBe(true);
      }
      const ordered = inOrder(all);
      expect(new Set(ordered)).toEqual(new Set(all));
      const firstSettled = ordered.findIndex((one) => one.retractedAt || outcomeOf(one) !== 'open');
      if (firstSettled >= 0)
        expect(ordered.slice(firstSettled).every((one) => one.retractedAt || outcomeOf(one) !== 'open')).toBe(true);
      expect(historyOf([], all)).toHaveLength(all.length + all.flatMap((one) => one.outcomes).length);
    }),
  );
});

const seat = (division: string | null, country = 'CA') =>
  ({
    division: division === null ? null : { id: division, name: {} },
    role: { body: { country } },
  }) as unknown as Serving;

test.each([
  ['ocd-division/country:ca/ed:35001-2013', 'ca/on'],
  ['ocd-division/country:ca/ed:24075-2023', 'ca/qc'],
  ['ocd-division/country:ca/province:bc/ed:12', 'ca/bc'],
  ['ocd-division/country:us/state:ny/sldu:53', 'us/ny'],
  ['ocd-division/country:us/state:ny', 'us/ny'],
  ['ocd-division/country:us/district:dc', 'us/dc'],
  ['xx/federal:lanternfield', 'xx'],
  [null, 'ca'],
])('the region of %s is %s', (division, key) => {
  expect(regionOf(seat(division, key.slice(0, 2))).key).toBe(key);
});

test('courts are never scored', () => {
  expect(
    ['municipal', 'region', 'federal', 'senate', 'international', 'other'].every((level) => isScored({ level })),
  ).toBe(true);
  expect(isScored({ level: 'court' })).toBe(false);
});
