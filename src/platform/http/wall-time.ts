import { Temporal } from 'temporal-polyfill';

/** '2026-12-01T18:00' on the clocks of `timeZone` as an instant; undefined when it cannot be read or is out of all reason. */
export function instantOf(wallTime: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(wallTime)) return undefined;
  try {
    const wall = Temporal.PlainDateTime.from(wallTime);
    if (wall.year < 2000 || wall.year > 2200) return undefined;
    return new Date(wall.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** An instant as the clocks of `timeZone` show it, to the minute: the value of a datetime-local field. */
export function wallTimeOf(at: Date, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The calendar day ('2026-11-21') of an instant in `timeZone`. */
export const dayOf = (at: Date, timeZone: string): string => wallTimeOf(at, timeZone).slice(0, 10);
