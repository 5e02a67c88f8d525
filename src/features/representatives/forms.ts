import { z } from 'zod';
import { normalisePostalCode } from './names.ts';
import type { Place } from './types.ts';

const degrees = (most: number, key: string) =>
  z
    .string()
    // A decimal comma is what many people type; the minus may be the typographic one.
    .transform((text) => text.trim().replace(',', '.').replace('−', '-'))
    .refine((text) => /^[+-]?\d{1,3}(\.\d{1,12})?$/.test(text) && Math.abs(Number(text)) <= most, key)
    .transform(Number);

const byPoint = z.object({
  latitude: degrees(90, 'representatives.wrong.latitude'),
  longitude: degrees(180, 'representatives.wrong.longitude'),
});
const byCode = z
  .object({
    country: z.string(),
    code: z.string().trim().min(1, 'field.required').max(20, 'representatives.wrong.code'),
  })
  .superRefine(({ country, code }, ctx) => {
    if (code && normalisePostalCode(country, code) === undefined) {
      ctx.addIssue({ code: 'custom', path: ['code'], message: 'representatives.wrong.code' });
    }
  });

const pointForm: z.ZodType<Place> = byPoint.transform((point): Place => ({ by: 'point', ...point }));

/** The form of a place, for a country out of `countries`: a postal code, or a point where `by` says so. */
export function placeForm(by: string, countries: () => readonly string[]): z.ZodType<Place> {
  if (by === 'point') return pointForm;
  return byCode
    .refine(({ country }) => countries().includes(country), { path: ['country'], message: 'field.choose' })
    .transform((place): Place => ({ by: 'postal', ...place }));
}
