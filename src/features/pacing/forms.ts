import { z } from 'zod';
import type { Sent } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';
import type { Pace } from '../deliveries/index.ts';

/** A time zone that this machine knows. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** '09:30' as minutes after midnight; '24:00' is the end of the day. */
const minutesOf = (text: string): number | undefined => {
  const match = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : undefined;
};

/** Minutes after midnight as a form shows them. */
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const time = z
  .string()
  .refine((text) => minutesOf(text) !== undefined, 'pacing.form.time')
  .transform((text) => minutesOf(text) ?? 0);
const number = (least: number, most: number, key: string) =>
  z
    .string()
    .trim()
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most, key)
    .transform(Number);

/** When letters leave. Until midnight is written 00:00 by clocks, and 24:00 here. */
export const paceForm: z.ZodType<Pace> = z
  .object({
    time_zone: z.string().trim().refine(isTimeZone, 'pacing.form.zone'),
    weekdays: z
      .array(z.enum(['1', '2', '3', '4', '5', '6', '7']))
      .min(1, 'pacing.form.days')
      .transform((days) => [...new Set(days.map(Number))].sort()),
    from: time,
    until: z
      .string()
      .transform((text) => (/^0?0:00/.test(text) ? '24:00' : text))
      .pipe(time),
    per_hour: number(1, 600, 'pacing.form.perHour'),
    jitter: number(0, 120, 'pacing.form.jitter'),
  })
  .refine(({ from, until }) => until > from, { path: ['until'], message: 'pacing.form.order' })
  .transform((form) => ({
    timeZone: form.time_zone,
    weekdays: form.weekdays,
    from: form.from,
    until: form.until,
    perHour: form.per_hour,
    jitterMinutes: form.jitter,
  }));

export const readPaceForm = (sent: Sent) => ({
  time_zone: sent.get('time_zone'),
  weekdays: sent.all('weekdays'),
  from: sent.get('from').trim(),
  until: sent.get('until').trim(),
  per_hour: sent.get('per_hour'),
  jitter: sent.get('jitter'),
});

/** The address that takes the place of one that does not work. */
export const correctionForm: z.ZodType<{ address: string }> = z.object({
  address: z
    .string()
    .trim()
    .min(1, 'field.required')
    .refine((text) => text === '' || readEmail(text) !== undefined, 'field.email')
    .transform((text) => readEmail(text) ?? text),
});
