import { z } from 'zod';
import { isZone } from '../../../platform/calendar/index.ts';
import { cadences } from './digest.ts';

const within = (from: number, to: number) =>
  z
    .string()
    .refine((text) => /^\d{1,2}$/.test(text) && Number(text) >= from && Number(text) <= to, 'field.choose')
    .transform(Number);

/** How often, on which day, at what hour of which clocks. */
export const rhythmForm = z.object({
  cadence: z.enum(cadences, 'field.choose'),
  hour: within(0, 23),
  weekday: within(1, 7),
  zone: z.string().refine(isZone, 'field.choose'),
});
