import type { FieldErrors, Parsed } from '../../platform/http/index.ts';
import { normalisePostalCode } from './names.ts';
import type { Place } from './types.ts';

/** What the search form's fields hold, as typed. */
export type PlaceFields = { by: string; country: string; code: string; latitude: string; longitude: string };

const longestCode = 20;

/**
 * The place that the search form names: a postal code in a country out of `countries`, or a point where `by` says so.
 * Read by hand: this form is asked for more often than any other, and a schema took longer than the lookup.
 */
export function readPlaceFields(fields: PlaceFields, countries: () => readonly string[]): Parsed<Place> {
  const errors: FieldErrors = {};
  if (fields.by === 'point') {
    const latitude = degrees(fields.latitude, 90);
    const longitude = degrees(fields.longitude, 180);
    if (latitude !== undefined && longitude !== undefined)
      return { ok: true, data: { by: 'point', latitude, longitude } };
    if (latitude === undefined) errors.latitude = { key: 'representatives.wrong.latitude' };
    if (longitude === undefined) errors.longitude = { key: 'representatives.wrong.longitude' };
    return { ok: false, errors };
  }
  const { country } = fields;
  const code = fields.code.trim();
  if (code === '') errors.code = { key: 'field.required' };
  else if (code.length > longestCode || normalisePostalCode(country, code) === undefined)
    errors.code = { key: 'representatives.wrong.code' };
  if (!countries().includes(country)) errors.country = { key: 'field.choose' };
  if (errors.code || errors.country) return { ok: false, errors };
  return { ok: true, data: { by: 'postal', country, code } };
}

function degrees(typed: string, most: number): number | undefined {
  // A decimal comma is what many people type; the minus may be the typographic one.
  const text = typed.trim().replace(',', '.').replace('−', '-');
  if (!/^[+-]?\d{1,3}(\.\d{1,12})?$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= most ? value : undefined;
}
