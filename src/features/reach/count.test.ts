import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countFor, fewest, type Parts, sumOf } from './count.ts';

const some = fc.nat({ max: 8 });
const parts: fc.Arbitrary<Parts> = fc.record({ public: some, members: some, coordinators: some });
const viewers = ['public', 'member', 'coordinator'] as const;
const seen = (of: Parts, viewer: (typeof viewers)[number]): number =>
  of.public + (viewer === 'public' ? 0 : of.members) + (viewer === 'coordinator' ? of.coordinators : 0);

describe('a count of members', () => {
  test('is never wrong: at least what is said, at most two more, and exact unless it says otherwise', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(...viewers), (of, viewer) => {
        const { sure, more } = countFor(of, viewer);
        const all = seen(of, viewer);
        expect(sure).toBeLessThanOrEqual(all);
        expect(all - sure).toBeLessThan(fewest);
        expect(more).toBe(all !== sure);
      }),
    );
  });

  test('is exact for those who are public by their choice, however few', () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...viewers), (many, viewer) => {
        expect(countFor({ public: many, members: 0, coordinators: 0 }, viewer)).toEqual({ sure: many, more: false });
      }),
    );
  });

  test('tells, beside another view of it, of nobody or of three and more', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(...viewers), fc.constantFrom(...viewers), (of, one, other) => {
        const apart = Math.abs(countFor(of, one).sure - countFor(of, other).sure);
        expect(apart === 0 || apart >= fewest).toBe(true);
      }),
    );
  });

  test('does not tell one from two who are not public: the two look the same to every reader', () => {
    fc.assert(
      fc.property(
        some,
        fc.constantFrom(...viewers),
        fc.constantFrom('members', 'coordinators'),
        (many, viewer, level) => {
          const base = { public: many, members: 0, coordinators: 0 };
          expect(countFor({ ...base, [level]: 1 }, viewer)).toEqual(countFor({ ...base, [level]: 2 }, viewer));
        },
      ),
    );
  });

  test('in sum is exact only where every part is, so that no part can be taken out of it', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 6 }), fc.constantFrom(...viewers), (all, viewer) => {
        const counts = all.map((of) => countFor(of, viewer));
        const sum = sumOf(counts);
        expect(sum.more).toBe(counts.some((count) => count.more));
        expect(sum.sure).toBe(counts.reduce((total, count) => total + count.sure, 0));
      }),
    );
  });
});
