import { Temporal } from 'temporal-polyfill';

/** Whether these letters name a time zone of the IANA database, as people and forms write it. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z_]+\/[A-Za-z0-9_+\-/]+$/.test(zone) || zone === 'UTC';
  } catch {
    return false;
  }
}

/** Names that Intl still lists, by the ones that the database and people use today. */
const today: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The zones to choose from, in alphabetical order, with the one that was chosen before, whatever it is called. */
export const zoneNames = (chosen = ''): string[] =>
  [
    ...new Set([
      ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/')),
      'UTC',
      ...(isZone(chosen) ? [chosen] : []),
    ]),
  ]
    .map((zone) => today[zone] ?? zone)
    .filter((zone, at, all) => all.indexOf(zone) === at)
    .sort();

/**
 * What '2026-03-29T02:30' is on the clocks of a zone. `once`: an instant. `twice`: the clocks are put back and show it twice; the
 * first is given (as RFC 5545, 3.3.5 reads it). `never`: the clocks are put forward over it; given is the moment as
 * long after the gap's beginning. Undefined: it cannot be read, or is out of all reason.
 */
export type Reading = { shown: 'once' | 'twice' | 'never'; at: Date };

/** The moment of a wall clock ("2026-11-21T18:00", with or without seconds) in a zone; undefined for what is no such time, between 2000 and 2200. */
export function readClock(wallTime: string, zone: string): Reading | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(wallTime) || !isZone(zone)) return undefined;
  try {
    const wall = Temporal.PlainDateTime.from(wallTime, { overflow: 'reject' });
    if (wall.year < 2000 || wall.year > 2200) return undefined;
    const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
    const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
    const at = wall.toZonedDateTime(zone, { disambiguation: 'compatible' });
    const shown = earlier.equals(later) ? 'once' : at.toPlainDateTime().equals(wall) ? 'twice' : 'never';
    return { shown, at: new Date(at.epochMilliseconds) };
  } catch {
    return undefined;
  }
}

/** The offset of a zone from UTC at an instant, in seconds. */
export const offsetAt = (at: Date, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9;

/** The name by which people of a language call a zone at an instant ("Eastern Standard Time"). */
export function zoneWords(zone: string, locale: string, at: Date): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'long' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** A moment as a sentence says it, on the clocks of a zone that it names: "Tuesday, December 1, 2026 at 6:00 PM (Eastern Standard Time)". */
export function momentWords(at: Date, zone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
  return `${format.format(at)} (${zoneWords(zone, locale, at)})`;
}

/** The same without the zone, for a table whose heading names it. */
export const shortMoment = (at: Date, zone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(at);
