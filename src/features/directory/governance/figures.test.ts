import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changes, figuresOf, nextFigures, quarterOf } from './figures.ts';

const women = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 });
const world = women.chain((leads) => fc.record({ leads: fc.constant(leads), lived: fc.subarray(leads) }));
const setOf = (ids: number[]) => new Set(ids.map(String));
const state = ({ leads, lived }: { leads: number[]; lived: number[] }) => ({
  leads: setOf(leads),
  lived: lived.length,
});

describe('the figures of a quarter', () => {
  test('are rounded to five and stand for five or more on both sides, or are withheld', () => {
    fc.assert(
      fc.property(world, ({ leads, lived }) => {
        const told = figuresOf(leads.length, lived.length);
        if (told.roles !== null) expect(told.roles % 5).toBe(0);
        if (told.lived !== null) {
          expect(told.lived % 5).toBe(0);
          expect(lived.length).toBeGreaterThanOrEqual(5);
          expect(leads.length - lived.length).toBeGreaterThanOrEqual(5);
        }
      }),
    );
    expect(figuresOf(9, 5)).toEqual({ roles: null, lived: null });
    expect(figuresOf(12, 12)).toEqual({ roles: 10, lived: null });
    expect(figuresOf(23, 8)).toEqual({ roles: 25, lived: 10 });
  });

  test('do not change when one woman comes, goes, speaks or takes it back: two quarters compared tell nothing of her', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 60 }), fc.boolean(), ({ leads, lived }, one, speaks) => {
        const before = nextFigures(undefined, state({ leads, lived }));
        const gone = { leads: leads.filter((id) => id !== one), lived: lived.filter((id) => id !== one) };
        const there = {
          leads: [...gone.leads, one],
          lived: speaks ? [...gone.lived, one] : gone.lived,
        };
        for (const after of [gone, there]) {
          const next = nextFigures(before, state(after));
          expect(next.figures).toEqual(before.figures);
          expect(next.anew).toBe(false);
        }
      }),
    );
  });

  test('nor when up to four do, one quarter after the other', () => {
    fc.assert(
      fc.property(world, fc.array(women, { maxLength: 6 }), ({ leads, lived }, quarters) => {
        let published = nextFigures(undefined, state({ leads, lived }));
        for (const now of quarters) {
          const next = nextFigures(published, { leads: setOf(now), lived: Math.floor(now.length / 2) });
          if (changes(published.leads, setOf(now)) < 5) expect(next.figures).toEqual(published.figures);
          published = next;
        }
      }),
    );
  });

  test('belong to the quarter that begins on a first of January, April, July or October', () => {
    expect(['2026-01-01', '2026-03-31', '2026-11-27', '2026-12-31'].map(quarterOf)).toEqual([
      '2026-01-01',
      '2026-01-01',
      '2026-10-01',
      '2026-10-01',
    ]);
  });
});
