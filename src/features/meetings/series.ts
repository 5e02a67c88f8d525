import { Temporal } from 'temporal-polyfill';

/** How a meeting comes again: each so many weeks, or monthly on the nth weekday (5: the last one) of its first date. */
export const rhythms = ['week', 'two-weeks', 'month', 'month-last'] as const;
export type Rhythm = (typeof rhythms)[number];

/** No series is longer: who wants more begins another, and looks at the old one before. */
export const longestSeries = 53;

/** The days of a series from its first until the last day, at most `longestSeries`. Days are '2026-12-01'. */
export function daysOf(first: string, until: string, rhythm: Rhythm): string[] {
  const start = Temporal.PlainDate.from(first);
  const end = Temporal.PlainDate.from(until);
  const days: string[] = [];
  for (let n = 0; days.length < longestSeries; n += 1) {
    const day = nth(start, n, rhythm);
    if (!day) continue;
    if (Temporal.PlainDate.compare(day, end) > 0) return days;
    days.push(day.toString());
  }
  return days;
}

/** The nth day of a series; undefined where a month has no fifth such weekday. */
function nth(start: Temporal.PlainDate, n: number, rhythm: Rhythm): Temporal.PlainDate | undefined {
  if (rhythm === 'week' || rhythm === 'two-weeks') return start.add({ weeks: rhythm === 'week' ? n : 2 * n });
  const month = start.with({ day: 1 }).add({ months: n });
  const firstOfKind = month.add({ days: (start.dayOfWeek - month.dayOfWeek + 7) % 7 });
  if (rhythm === 'month') {
    const day = firstOfKind.add({ weeks: Math.floor((start.day - 1) / 7) });
    return day.month === month.month ? day : undefined;
  }
  const fifth = firstOfKind.add({ weeks: 4 });
  return fifth.month === month.month ? fifth : firstOfKind.add({ weeks: 3 });
}

/** Whether a day is the last of its weekday in its month. */
export function isLastOfMonth(day: string): boolean {
  const date = Temporal.PlainDate.from(day);
  return date.add({ weeks: 1 }).month !== date.month;
}
