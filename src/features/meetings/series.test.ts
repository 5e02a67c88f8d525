import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysOf, isLastOfMonth, longestSeries, rhythms } from './series.ts';

const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
/** Which weekday of its month a day is: 1 to 5. */
const weekOfMonth = (one: string): number => Math.floor((Number(one.slice(8, 10)) - 1) / 7) + 1;
const day = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

describe('the days of a series', () => {
  test('grow, keep their weekday and their place in the month, and lie between first and last', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 500 }), fc.constantFrom(...rhythms), (first, length, rhythm) => {
        const until = new Date(Date.parse(first) + length * 86_400_000).toISOString().slice(0, 10);
        const days = daysOf(first, until, rhythm);
        expect(days.length).toBeLessThanOrEqual(longestSeries);
        if (rhythm !== 'month-last' || isLastOfMonth(first)) expect(days[0]).toBe(first);
        for (const [n, one] of days.entries()) {
          expect(weekday(one)).toBe(weekday(first));
          expect(one <= until).toBe(true);
          if (n > 0) expect(one > days[n - 1]!).toBe(true);
          if (n > 0 && rhythm === 'week') expect(Date.parse(one) - Date.parse(days[n - 1]!)).toBe(7 * 86_400_000);
          if (rhythm === 'month') expect(weekOfMonth(one)).toBe(weekOfMonth(first));
          if (rhythm === 'month-last') expect(isLastOfMonth(one)).toBe(true);
        }
      }),
    );
  });

  test('the second Tuesday, the last Friday, and a fifth Monday that most months lack', () => {
    expect(daysOf('2026-12-08', '2027-03-31', 'month')).toEqual([
      '2026-12-08',
      '2027-01-12',
      '2027-02-09',
      '2027-03-09',
    ]);
    expect(daysOf('2026-11-27', '2027-01-31', 'month-last')).toEqual(['2026-11-27', '2026-12-25', '2027-01-29']);
    expect(daysOf('2026-11-30', '2027-06-30', 'month')).toEqual(['2026-11-30', '2027-03-29', '2027-05-31']);
    expect(daysOf('2026-11-30', '2026-11-29', 'week')).toEqual([]);
  });
});
