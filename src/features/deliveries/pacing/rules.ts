import { Temporal } from 'temporal-polyfill';

/** When letters leave for one target. Minutes are those after midnight on the clocks of the time zone. */
export type Pace = {
  timeZone: string;
  /** ISO weekdays: Monday is 1. Never empty. */
  weekdays: readonly number[];
  from: number;
  until: number;
  /** At most so many letters within any sixty minutes. */
  perHour: number;
  /** Up to so many minutes more between two letters. */
  jitterMinutes: number;
};

const minute = 60_000;
/** Longer than any gap between two office days; where clocks change, a day's hours may be missing altogether. */
const daysAhead = 21;

/** The office hours of one day as instants (ms); undefined on a day without any, or where a change of clocks swallows them. */
function hoursOf(pace: Pace, day: Temporal.PlainDate): { open: number; close: number } | undefined {
  if (!pace.weekdays.includes(day.dayOfWeek)) return undefined;
  const at = (minutes: number) =>
    (minutes === 1440
      ? day.add({ days: 1 }).toZonedDateTime({ timeZone: pace.timeZone })
      : day
          .toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 })
          .toZonedDateTime(pace.timeZone, { disambiguation: 'compatible' })
    ).epochMilliseconds;
  const [open, close] = [at(pace.from), at(pace.until)];
  return close > open ? { open, close } : undefined;
}

const dayAt = (pace: Pace, ms: number): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(pace.timeZone).toPlainDate();

/** The first moment from `ms` on that lies within office hours, and when that day's hours end. */
function opening(pace: Pace, ms: number): { at: number; close: number } {
  let day = dayAt(pace, ms);
  for (let n = 0; n < daysAhead; n += 1) {
    const hours = hoursOf(pace, day);
    if (hours && ms < hours.close) return { at: Math.max(ms, hours.open), close: hours.close };
    day = day.add({ days: 1 });
  }
  // No such day: rather now than never.
  return { at: ms, close: ms + 60 * minute };
}

/** The first moment from `from` on that lies within the target's office hours. */
export const nextOpening = (pace: Pace, from: Date): Date => new Date(opening(pace, from.getTime()).at);

/** When the office last opened, at `now` or before: letters confirmed before that are of an earlier day. Null: never yet. */
export function lastOpening(pace: Pace, now: Date): Date | null {
  let day = dayAt(pace, now.getTime());
  for (let n = 0; n < daysAhead; n += 1) {
    const hours = hoursOf(pace, day);
    if (hours && hours.open <= now.getTime()) return new Date(hours.open);
    day = day.subtract({ days: 1 });
  }
  return null;
}

/** Between two letters lie at least so many milliseconds: that holds the maximum in every hour, wherever it begins. */
const gapOf = (pace: Pick<Pace, 'perHour'>): number => Math.ceil((60 * minute) / pace.perHour);

/**
 * When each of these letters leaves, in their order: within office hours, each at least the gap after the one before (`last`:
 * the letter before the first), and up to the jitter later. `random` gives a number of [0, 1) for each, always the same.
 */
export function planned<T>(
  pace: Pace,
  now: Date,
  last: Date | null,
  letters: readonly T[],
  random: (letter: T) => number,
): Date[] {
  const gap = gapOf(pace);
  let before = last?.getTime() ?? Number.NEGATIVE_INFINITY;
  return letters.map((letter) => {
    const { at, close } = opening(pace, Math.max(now.getTime(), before + gap));
    before = Math.min(at + Math.floor(random(letter) * pace.jitterMinutes * minute), close - 1);
    return new Date(before);
  });
}

/** A number of [0, 1) that belongs to an id: the random end of a UUIDv7. */
export const chanceOf = (id: string): number => Number.parseInt(id.slice(-8), 16) / 2 ** 32;

/** Whether a server's refusal says that the address is wrong (RFC 3463: 5.1.x, 5.2.1), not that this message was. */
export function blamesAddress(response: string | null): boolean {
  const text = response ?? '';
  const status = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(text);
  if (status) return status[1] === '1' || (status[1] === '2' && status[2] === '1');
  return /^(550|551|553)\b/.test(text.trim());
}
