import { Temporal } from 'temporal-polyfill';
import { offsetAt } from './clock.ts';

/** One change of a zone's clocks: the moment, and the offsets before and after, in seconds. */
type Change = { at: Date; before: number; after: number };

/** The changes of a zone's clocks from an instant until another. */
function changesOf(zone: string, from: Date, until: Date): Change[] {
  const changes: Change[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > until.getTime()) return changes;
    const moment = new Date(next.epochMilliseconds);
    const before = offsetAt(new Date(moment.getTime() - 1), zone);
    const after = offsetAt(moment, zone);
    // A change of the name alone moves no clock.
    if (before !== after) changes.push({ at: moment, before, after });
    at = next;
  }
}

const two = (n: number) => String(n).padStart(2, '0');

/** An offset as RFC 5545 writes it: "-0300", "+0545", "-004430". */
function offsetText(seconds: number): string {
  const rest = Math.abs(seconds);
  const last = rest % 60 ? two(rest % 60) : '';
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(rest / 3600))}${two(Math.floor(rest / 60) % 60)}${last}`;
}

/** The moment as clocks that stand `offset` seconds before UTC show it: "20260329T020000". */
export const onClock = (at: Date, offset: number): string =>
  new Date(at.getTime() + offset * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

/** The zone's own letters where Intl knows them ("EST"), else the offset. */
function shortName(zone: string, at: Date, offset: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return /^[A-Z]{2,5}$/.test(name) ? name : offsetText(offset);
}

/**
 * The lines of a VTIMEZONE (RFC 5545, 3.6.5) that holds from the year before `first` until the year after `last`: each real change
 * of the clocks as a part of its own, without a recurrence rule, so that nothing is foretold that no law says.
 */
export function zoneLines(zone: string, first: Date, last: Date): string[] {
  const from = new Date(Date.UTC(first.getUTCFullYear() - 1, 0, 1));
  const until = new Date(Date.UTC(last.getUTCFullYear() + 2, 0, 1));
  const part = (kind: string, start: string, before: number, after: number, name: string) => [
    `BEGIN:${kind}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(after)}`,
    `TZNAME:${name}`,
    `END:${kind}`,
  ];
  const offset = offsetAt(from, zone);
  const start = onClock(from, offset);
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    // What holds when the calendar begins.
    ...part('STANDARD', start, offset, offset, shortName(zone, from, offset)),
    ...changesOf(zone, from, until).flatMap(({ at, before, after }) =>
      // The start stands on the clocks as they were before the change.
      part(
        after > before ? 'DAYLIGHT' : 'STANDARD',
        onClock(at, before),
        before,
        after,
        shortName(zone, new Date(at.getTime() + 3_600_000), after),
      ),
    ),
    'END:VTIMEZONE',
  ];
}
