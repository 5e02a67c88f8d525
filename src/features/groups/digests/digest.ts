import { Temporal } from 'temporal-polyfill';

export const cadences = ['daily', 'weekly', 'never'] as const;
export type Cadence = (typeof cadences)[number];

/** When somebody is told: at an hour of her own clocks, every day or on one day of the week (1 is Monday). */
export type Rhythm = { cadence: Cadence; hour: number; weekday: number; timeZone: string };

/** Who joins her first group is told on Mondays at eight, until she says otherwise. */
export const usualRhythm = (timeZone: string): Rhythm => ({ cadence: 'weekly', hour: 8, weekday: 1, timeZone });

/**
 * The first moment of a rhythm after `now`; null for never. An hour that the clocks skip in spring is the one after it; one that comes
 * twice in autumn is the first.
 */
export function nextDigest(now: Date, { cadence, hour, weekday, timeZone }: Rhythm): Date | null {
  if (cadence === 'never') return null;
  const zoned = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const time = Temporal.PlainTime.from({ hour });
  const step = cadence === 'daily' ? 1 : 7;
  let day = zoned.toPlainDate();
  if (cadence === 'weekly') day = day.add({ days: (weekday - day.dayOfWeek + 7) % 7 });
  for (;;) {
    const at = day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
    if (at > now.getTime()) return new Date(at);
    day = day.add({ days: step });
  }
}
