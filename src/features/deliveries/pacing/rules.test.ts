import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { blamesAddress, chanceOf, lastOpening, nextOpening, type Pace, planned } from './rules.ts';

const zones = [
  'Europe/London',
  'America/Toronto',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
  'Africa/Cairo',
];
const pace: fc.Arbitrary<Pace> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    from: fc.integer({ min: 0, max: 1439 }),
    length: fc.integer({ min: 1, max: 1440 }),
    perHour: fc.integer({ min: 1, max: 600 }),
    jitterMinutes: fc.integer({ min: 0, max: 120 }),
  })
  .map(({ length, ...rest }) => ({ ...rest, until: Math.min(1440, rest.from + length) }));
// Around the changes of clocks of 2026, and anywhere.
const moment = fc.oneof(
  fc.date({ min: new Date('2026-03-07T00:00:00Z'), max: new Date('2026-03-30T00:00:00Z'), noInvalidDate: true }),
  fc.date({ min: new Date('2026-10-24T00:00:00Z'), max: new Date('2026-11-03T00:00:00Z'), noInvalidDate: true }),
  fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2035-01-01T00:00:00Z'), noInvalidDate: true }),
);
const clockOf = (one: Pace, at: Date) => {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(one.timeZone);
  return { weekday: zoned.dayOfWeek, minutes: zoned.hour * 60 + zoned.minute };
};
/** Where the clocks jump, an hour that does not exist begins when they have jumped. */
const changes = (one: Pace, at: Date): boolean =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(one.timeZone).hoursInDay !== 24;

test('whatever the clocks do: never before, within office hours, and asking again changes nothing', () => {
  fc.assert(
    fc.property(pace, moment, (one, from) => {
      const at = nextOpening(one, from);
      expect(at >= from).toBe(true);
      expect(nextOpening(one, at)).toEqual(at);
      const { weekday, minutes } = clockOf(one, at);
      expect(one.weekdays).toContain(weekday);
      if (!changes(one, at)) {
        expect(minutes).toBeGreaterThanOrEqual(one.from);
        expect(minutes).toBeLessThan(one.until);
      }
      const last = lastOpening(one, at);
      expect(last !== null && last <= at).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('letters leave in their order, within hours, never more than the maximum in any hour', () => {
  fc.assert(
    fc.property(
      pace,
      moment,
      fc.option(moment),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 40 }),
      (one, now, last, chances) => {
        const due = planned(one, now, last, chances, (chance) => chance);
        expect(due).toHaveLength(chances.length);
        let before = last?.getTime() ?? Number.NEGATIVE_INFINITY;
        for (const at of due) {
          expect(at >= now).toBe(true);
          expect(at.getTime() - before).toBeGreaterThanOrEqual(Math.ceil(3_600_000 / one.perHour));
          expect(one.weekdays).toContain(clockOf(one, at).weekday);
          before = at.getTime();
        }
        for (const at of due) {
          const within = due.filter((other) => other >= at && other.getTime() < at.getTime() + 3_600_000);
          expect(within.length).toBeLessThanOrEqual(one.perHour);
        }
        expect(planned(one, now, last, chances, (chance) => chance)).toEqual(due);
      },
    ),
    { numRuns: 150 },
  );
});

const london: Pace = {
  timeZone: 'Europe/London',
  weekdays: [1, 2, 3, 4, 5],
  from: 540,
  until: 1020,
  perHour: 4,
  jitterMinutes: 0,
};

test('nine in London is nine in London, in winter and in summer, and Friday evening is Monday', () => {
  expect(nextOpening(london, new Date('2026-03-27T18:00:00Z')).toISOString()).toBe('2026-03-30T08:00:00.000Z');
  expect(nextOpening(london, new Date('2026-10-23T18:00:00Z')).toISOString()).toBe('2026-10-26T09:00:00.000Z');
  expect(nextOpening(london, new Date('2026-11-27T10:00:00Z')).toISOString()).toBe('2026-11-27T10:00:00.000Z');
  // An hour that the clocks leave out.
  const night = { ...london, weekdays: [7], from: 60, until: 90 };
  expect(nextOpening(night, new Date('2026-03-28T12:00:00Z')).toISOString()).toBe('2026-03-29T01:00:00.000Z');
  const due = planned(london, new Date('2026-11-27T16:40:00Z'), null, [1, 2, 3], () => 0);
  expect(due.map((at) => at.toISOString())).toEqual([
    '2026-11-27T16:40:00.000Z',
    '2026-11-27T16:55:00.000Z',
    '2026-11-30T09:00:00.000Z',
  ]);
});

test('chance lies in [0, 1)', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(chanceOf(id)).toBeGreaterThanOrEqual(0);
      expect(chanceOf(id)).toBeLessThan(1);
    }),
  );
});

test.each([
  ['550 5.1.1 no such user', true],
  ['553 5.1.3 bad address', true],
  ['550 5.2.1 mailbox disabled', true],
  ['550 No such user', true],
  ['550 5.7.1 message refused', false],
  ['552 5.2.2 mailbox full', false],
  ['554 5.7.0 spam', false],
  ['451 4.7.1 later', false],
  [null, false],
])('%s blames the address: %s', (response, blamed) => expect(blamesAddress(response)).toBe(blamed));
