import { z } from 'zod';
import { line, type Sent } from '../../platform/http/index.ts';
import { audiences, facilityKinds, nameKey, positions, precisions, unitStates, womenHeld } from './facility.ts';

/** A day (YYYY-MM-DD) or nothing. */
const day = z.string().transform((text, context): string | null => {
  if (text === '') return null;
  const at = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)) return text;
  context.addIssue({ code: 'custom', message: 'facilities.wrong.day' });
  return null;
});

const count = z.string().transform((text, context): number | null => {
  if (text === '') return null;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  context.addIssue({ code: 'custom', message: 'facilities.wrong.count' });
  return null;
});

const degrees = (most: number) =>
  z.string().transform((text, context): number | null => {
    if (text === '') return null;
    const value = Number(text.replace(',', '.'));
    if (/^-?\d{1,3}([.,]\d{1,8})?$/.test(text) && Math.abs(value) <= most) return value;
    context.addIssue({ code: 'custom', message: 'facilities.wrong.degrees' });
    return null;
  });

const webAddress = z
  .string()
  .max(500, 'field.long')
  .refine((text) => text === '' || (/^https?:\/\/\S+$/.test(text) && URL.canParse(text)), 'facilities.wrong.address');

const former = z
  .string()
  .transform((text) => [...new Set(text.split(/[\n|]/).map((one) => one.trim()))].filter((one) => one !== ''))
  .refine((names) => names.length <= 20 && names.every((one) => one.length <= 200), 'facilities.wrong.former');

export const facilityFields = [
  'former',
  'kind',
  'women',
  'women_held',
  'women_held_on',
  'women_held_source',
  'unit',
  'unit_places',
  'unit_source',
  'place',
  'locality',
  'latitude',
  'longitude',
  'position_shown',
  'source_url',
  'checked_on',
] as const;

/** What a facility says of itself; its names by language (`name.LOCALE`), at least one. */
export const facilityForm = (locales: readonly string[]) =>
  z
    .object({
      ...Object.fromEntries(locales.map((locale) => [`name.${locale}`, line(200)])),
      former,
      kind: z.enum(facilityKinds, 'field.choose'),
      women: z.enum(womenHeld, 'field.choose'),
      women_held: count,
      women_held_on: day,
      women_held_source: line(500),
      unit: z.enum(unitStates, 'field.choose'),
      unit_places: count,
      unit_source: line(500),
      place: z.string().min(1, 'facilities.wrong.place'),
      locality: line(200),
      latitude: degrees(90),
      longitude: degrees(180),
      position_shown: z.enum(positions, 'field.choose'),
      source_url: webAddress,
      checked_on: day,
    })
    .transform((all, context) => {
      const said = all as Record<string, unknown>;
      const names = Object.fromEntries(
        locales.flatMap((locale) => (said[`name.${locale}`] ? [[locale, String(said[`name.${locale}`])]] : [])),
      );
      const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if (!Object.values(names).some((name) => nameKey(name) !== '')) wrong(`name.${locales[0]}`, 'field.required');
      if ((all.latitude === null) !== (all.longitude === null)) wrong('longitude', 'facilities.wrong.half');
      if (all.women_held !== null && all.women_held_on === null) wrong('women_held_on', 'facilities.wrong.when');
      if (all.women_held !== null && all.women_held_source === '')
        wrong('women_held_source', 'facilities.wrong.source');
      return { ...all, names };
    });
export type FacilityForm = z.output<ReturnType<typeof facilityForm>>;

/** What was typed, by field. */
export const readFacility = (sent: Sent, locales: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    [...locales.map((locale) => `name.${locale}`), ...facilityFields].map((name) => [
      name,
      sent.get(name).replaceAll('\0', '').trim(),
    ]),
  );

/** To whom, from which day on (empty: today), down to what; releasing to everybody asks for a tick. */
export const releaseForm = (today: string) =>
  z
    .object({
      audience: z.enum(audiences, 'field.choose'),
      from: day.refine((from) => from === null || from >= today, 'facilities.wrong.past'),
      precision: z.enum(precisions, 'field.choose'),
      checked: z.string(),
    })
    .refine((form) => form.audience === 'network' || form.checked === 'yes', {
      path: ['checked'],
      message: 'facilities.wrong.unchecked',
    });
export type ReleaseForm = z.output<ReturnType<typeof releaseForm>>;
