import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAgenda, settle, shifted, writeAgenda } from './meeting.ts';

describe('an agenda', () => {
  test('is read as it is typed, and comes back the same', () => {
    expect(readAgenda('20 Welcome (Ana)\n\nMoney\n 5 Next time (all of us) \n(Ana)')).toEqual([
      { title: 'Welcome', minutes: 20, who: 'Ana' },
      { title: 'Money', minutes: null, who: '' },
      { title: 'Next time', minutes: 5, who: 'all of us' },
      { title: '(Ana)', minutes: null, who: '' },
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const agenda = readAgenda(text);
        expect(readAgenda(writeAgenda(agenda))).toEqual(agenda);
      }),
    );
  });
});

describe('the times of a series', () => {
  test('move with the one that was changed, and behind a gap of the clocks', () => {
    expect(shifted('2026-12-08T18:00', '2026-12-01T18:00', '2026-12-02T19:30')).toBe('2026-12-09T19:30');
    expect(settle('2027-03-28T02:30', 'Europe/Warsaw')).toEqual({
      wall: '2027-03-28T03:30',
      at: new Date('2027-03-28T01:30:00Z'),
    });
    expect(settle('2026-10-25T02:30', 'Europe/Warsaw')).toEqual({
      wall: '2026-10-25T02:30',
      at: new Date('2026-10-25T00:30:00Z'),
    });
    expect(settle('2026-13-01T02:30', 'Europe/Warsaw')).toBeUndefined();
  });
});
