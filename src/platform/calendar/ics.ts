import { offsetAt } from './clock.ts';
import { onClock, zoneLines } from './zone-rules.ts';

/** One entry of a calendar. Texts may hold anything; times are instants, shown on the clocks of `zone`. */
export type CalendarEntry = {
  /** The same for ever, unique in the world. */
  uid: string;
  /** Grows with each change, so that a calendar takes the newer. */
  sequence: number;
  changedAt: Date;
  startsAt: Date;
  minutes: number;
  zone: string;
  title: string;
  place?: string;
  text?: string;
  /** The page about it. */
  url?: string;
  cancelled: boolean;
};

/** A text as a value of RFC 5545, 3.3.11: backslash, semicolon, comma and line ends escaped, control signs gone. */
const escapeText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n');

const octets = (sign: string): number => Buffer.byteLength(sign);

/** One line folded at 75 octets (RFC 5545, 3.1), never within a character. */
function foldLine(line: string): string {
  const rows: string[] = [];
  let row = '';
  let length = 0;
  for (const sign of line) {
    const size = octets(sign);
    if (length + size > 75) {
      rows.push(row);
      // The blank that marks the continuation counts.
      row = ' ';
      length = 1;
    }
    row += sign;
    length += size;
  }
  return [...rows, row].join('\r\n');
}

const utc = (at: Date): string => `${onClock(at, 0)}Z`;

/** A whole calendar as text/calendar, with the rules of each zone that its entries name. */
export function writeCalendar(calendar: { name: string; entries: CalendarEntry[] }): string {
  const zones = [...new Set(calendar.entries.map((entry) => entry.zone))].filter((zone) => zone !== 'UTC').sort();
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Casement//Meetings//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(calendar.name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT4H',
    ...zones.flatMap((zone) => {
      const times = calendar.entries.filter((entry) => entry.zone === zone).map((entry) => entry.startsAt.getTime());
      return zoneLines(zone, new Date(Math.min(...times)), new Date(Math.max(...times)));
    }),
    ...calendar.entries.flatMap((entry) => [
      'BEGIN:VEVENT',
      `UID:${entry.uid}`,
      `SEQUENCE:${entry.sequence}`,
      `DTSTAMP:${utc(entry.changedAt)}`,
      `LAST-MODIFIED:${utc(entry.changedAt)}`,
      startOf(entry),
      // A length, not an end: an end could fall into an hour that the clocks show twice.
      `DURATION:PT${entry.minutes}M`,
      `SUMMARY:${escapeText(entry.title)}`,
      ...(entry.place ? [`LOCATION:${escapeText(entry.place)}`] : []),
      ...(entry.text ? [`DESCRIPTION:${escapeText(entry.text)}`] : []),
      ...(entry.url ? [`URL:${entry.url}`] : []),
      `STATUS:${entry.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.map(foldLine).join('\r\n')}\r\n`;
}

/** A time on the zone's clocks; in UTC where those clocks show it twice and it is the second that is meant. */
function startOf({ startsAt, zone }: CalendarEntry): string {
  const offset = offsetAt(startsAt, zone);
  if (zone === 'UTC') return `DTSTART:${utc(startsAt)}`;
  // RFC 5545, 3.3.5: a time that occurs twice is the first of the two.
  const before = offsetAt(new Date(startsAt.getTime() - 3 * 3_600_000), zone);
  const second = before > offset && offsetAt(new Date(startsAt.getTime() - (before - offset) * 1000), zone) === before;
  return second ? `DTSTART:${utc(startsAt)}` : `DTSTART;TZID=${zone}:${onClock(startsAt, offset)}`;
}
