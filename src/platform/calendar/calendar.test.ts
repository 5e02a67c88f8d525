import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isZone, offsetAt, readClock, writeCalendar, zoneLines, zoneNames } from './index.ts';

/** A reader of its own: what a calendar program does with the rules of a zone (RFC 5545, 3.6.5). */
type Part = { start: number; to: number };
const seconds = (text: string): number => {
  const [, sign, h, m, s] = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text)!;
  return (sign === '-' ? -1 : 1) * (Number(h) * 3600 + Number(m) * 60 + Number(s ?? 0));
};
/** '20260329T020000' as if it were UTC, in milliseconds. */
const naive = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'));
const unfold = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');
function partsOf(lines: string[]): Part[] {
  const parts: Part[] = [];
  let open: Partial<Part> | undefined;
  for (const line of lines) {
    const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    if (/^BEGIN:(STANDARD|DAYLIGHT)$/.test(line)) open = {};
    if (open && name === 'DTSTART') open.start = naive(value);
    if (open && name === 'TZOFFSETTO') open.to = seconds(value);
    if (/^END:(STANDARD|DAYLIGHT)$/.test(line)) {
      parts.push(open as Part);
      open = undefined;
    }
  }
  return parts;
}
/** The instant of a time on the zone's clocks, by the written rules alone. */
function instantBy(parts: Part[], local: string): number {
  const wall = naive(local);
  const current = parts.filter((part) => part.start <= wall).sort((a, b) => b.start - a.start)[0]!;
  return wall - current.to * 1000;
}

const zones = [
  'America/New_York',
  'America/Toronto',
  'America/St_Johns',
  'America/Argentina/Buenos_Aires',
  'America/Santiago',
  'America/Asuncion',
  'America/Havana',
  'Europe/Dublin',
  'Europe/Warsaw',
  'Africa/Casablanca',
  'Africa/Nairobi',
  'Asia/Kathmandu',
  'Asia/Karachi',
  'Asia/Gaza',
  'Asia/Bangkok',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'UTC',
];
const zone = fc.constantFrom(...zones);
const moment = fc.date({ min: new Date('2024-01-01'), max: new Date('2034-12-31'), noInvalidDate: true });

describe('clocks', () => {
  test('a reading is the instant that the clocks show then, or says that they never do', () => {
    fc.assert(
      fc.property(zone, moment, (zone, at) => {
        const wall = new Date(at.getTime() + offsetAt(at, zone) * 1000).toISOString().slice(0, 16);
        const reading = readClock(wall, zone)!;
        // Shown by the clocks at `at`: it exists, and is that minute, or the other of two.
        expect(reading.shown).not.toBe('never');
        const apart = Math.abs(reading.at.getTime() - at.getTime());
        expect(reading.shown === 'twice' ? apart <= 3_660_000 : apart < 60_000).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('gaps and doubled hours of real zones', () => {
    expect(readClock('2026-03-29T02:30', 'Europe/Warsaw')).toEqual({
      shown: 'never',
      at: new Date('2026-03-29T01:30:00Z'),
    });
    expect(readClock('2026-10-25T02:30', 'Europe/Warsaw')).toEqual({
      shown: 'twice',
      at: new Date('2026-10-25T00:30:00Z'),
    });
    expect(readClock('2026-03-08T02:00', 'America/New_York')?.shown).toBe('never');
    expect(readClock('2026-04-05T01:45', 'Australia/Lord_Howe')?.shown).toBe('twice');
    expect(readClock('2011-12-30T12:00', 'Pacific/Apia')?.shown).toBe('never');
    expect(readClock('2026-06-01T12:00', 'Asia/Kathmandu')).toEqual({
      shown: 'once',
      at: new Date('2026-06-01T06:15:00Z'),
    });
    for (const [wall, zone] of [
      ['2026-02-30T10:00', 'UTC'],
      ['2026-01-01T25:00', 'UTC'],
      ['9999-01-01T10:00', 'UTC'],
      ['2026-01-01T10:00', 'Mars/Base'],
      ["2026-01-01T10:00'--", 'UTC'],
    ])
      expect(readClock(wall!, zone!)).toBeUndefined();
  });

  test('zones are named as the IANA database names them', () => {
    expect(zoneNames().length).toBeGreaterThan(300);
    expect(zoneNames().every(isZone)).toBe(true);
    for (const zone of ['Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'Europe/Kyiv'])
      expect(zoneNames()).toContain(zone);
    // What was chosen before is never exchanged for another behind somebody's back.
    expect(zoneNames('Etc/GMT+3')).toContain('Etc/GMT+3');
    expect(zoneNames("x'/y")).not.toContain("x'/y");
    expect(['Europe/Paris', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+3'].every(isZone)).toBe(true);
    expect(['', 'EST', '+02:00', 'Europe', 'Europe/Paris\r\nX:1', '../etc'].some(isZone)).toBe(false);
  });
});

describe('VTIMEZONE', () => {
  test('its rules give the real offset at any moment of the years it is for', () => {
    fc.assert(
      fc.property(zone, moment, fc.integer({ min: 0, max: 400 }), (zone, at, days) => {
        const last = new Date(at.getTime() + days * 86_400_000);
        const parts = partsOf(zoneLines(zone, at, last));
        for (const one of [at, last, new Date((at.getTime() + last.getTime()) / 2)]) {
          const offset = offsetAt(one, zone);
          const wall = new Date(one.getTime() + offset * 1000).toISOString().slice(0, 16);
          const reading = readClock(wall, zone)!;
          if (reading.shown !== 'once') continue;
          const local = `${wall.replaceAll(/[-:]/g, '')}00`;
          expect([zone, instantBy(parts, local)]).toEqual([zone, reading.at.getTime()]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('each change of the clocks stands there once, by its own time and both offsets', () => {
    const text = zoneLines('Europe/Warsaw', new Date('2026-06-01'), new Date('2026-06-01')).join('\n');
    expect(text).toContain(
      'BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:+0200\nEND:DAYLIGHT',
    );
    expect(text).toContain(
      'BEGIN:STANDARD\nDTSTART:20261025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:+0100\nEND:STANDARD',
    );
    expect(text.match(/BEGIN:DAYLIGHT/g)).toHaveLength(3);
    const newYork = zoneLines('America/New_York', new Date('2026-06-01'), new Date('2026-06-01')).join('\n');
    expect(newYork).toContain('DTSTART:20261101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nTZNAME:EST');
    // No clock is changed in Nairobi: one part alone.
    expect(partsOf(zoneLines('Africa/Nairobi', new Date('2026-06-01'), new Date('2027-06-01')))).toHaveLength(1);
  });
});

describe('a calendar', () => {
  const entry = {
    uid: 'a',
    sequence: 0,
    changedAt: new Date('2026-11-21T12:00:00Z'),
    startsAt: new Date('2026-12-01T17:00:00Z'),
    minutes: 90,
    zone: 'America/Toronto',
    title: 'Meeting',
    cancelled: false,
  };

  test('no line is longer than 75 octets, no character is cut, and texts come back as they were', () => {
    const readText = (text: string) => text.replace(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : sign));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const text = writeCalendar({ name: title, entries: [{ ...entry, title, place: title }] });
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(text.includes('\ufffd')).toBe(title.includes('\ufffd'));
        const summary = unfold(text).find((line) => line.startsWith('SUMMARY:'))!;
        expect(readText(summary.slice(8))).toBe(
          title.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' '),
        );
      }),
      { numRuns: 200 },
    );
    // Nobody's title makes a line of its own.
    const lines = unfold(
      writeCalendar({ name: 'x', entries: [{ ...entry, title: 'a\r\nATTENDEE:mailto:x@y.invalid' }] }),
    );
    expect(lines.some((line) => line.startsWith('ATTENDEE'))).toBe(false);
  });

  test('an entry has its zone, its length, its sequence and its state', () => {
    const lines = unfold(writeCalendar({ name: 'x', entries: [{ ...entry, sequence: 3, cancelled: true }] }));
    for (const line of [
      'DTSTART;TZID=America/Toronto:20261201T120000',
      'DURATION:PT90M',
      'SEQUENCE:3',
      'STATUS:CANCELLED',
      'TZID:America/Toronto',
    ])
      expect(lines).toContain(line);
    expect(lines.at(-1)).toBe('');
  });

  test('a start comes back as the same instant, in the hour that is shown twice too', () => {
    fc.assert(
      fc.property(zone, moment, (zone, at) => {
        const startsAt = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
        const lines = unfold(writeCalendar({ name: 'x', entries: [{ ...entry, zone, startsAt }] }));
        const event = lines.slice(lines.indexOf('BEGIN:VEVENT'));
        const start = event.find((line) => line.startsWith('DTSTART'))!;
        const value = start.slice(start.indexOf(':') + 1);
        const read = value.endsWith('Z')
          ? naive(value.slice(0, -1))
          : Temporal.PlainDateTime.from(value).toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds;
        expect([zone, new Date(read)]).toEqual([zone, startsAt]);
      }),
      { numRuns: 300, examples: [['Europe/Warsaw', new Date('2026-10-25T01:30:00Z')]] },
    );
  });
});
