import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockOf, decimalOf, minorUnits, minutesOf, phaseOf, totalsOf, type Work } from './law.ts';

describe('hours as people write them', () => {
  test.each([
    ['1:30', 90],
    ['1.5', 90],
    ['1,5 h', 90],
    ['90 min', 90],
    ['0', 0],
    ['2', 120],
    ['0:05', 5],
  ])('%s is %d minutes', (text, minutes) => expect(minutesOf(text)).toBe(minutes));
  test.each(['', 'long', '-1', '1:75', '=1', '1e3', '99999'])('%j cannot be read', (text) =>
    expect(minutesOf(text)).toBeUndefined(),
  );
  test('what is shown is read as the same', () => {
    fc.assert(
      fc.property(fc.nat(59_999), (minutes) => {
        expect(minutesOf(clockOf(minutes))).toBe(minutes);
      }),
    );
  });
});

describe('money', () => {
  test.each([
    ['12.50', 'CAD', 1250],
    ['12,5', 'EUR', 1250],
    ['1 200', 'USD', 120000],
    ['300', 'JPY', 300],
    ['1.234', 'KWD', 1234],
  ])('%s %s is %d of the smallest unit', (text, currency, amount) => {
    expect(minorUnits(text, currency)).toBe(amount);
    expect(decimalOf({ amount, currency })).toBeCloseTo(Number(text.replace(/\s/g, '').replace(',', '.')));
  });
  test.each([
    ['1.5', 'JPY'],
    ['0', 'CAD'],
    ['-5', 'CAD'],
    ['1.2345', 'KWD'],
    ['=5', 'CAD'],
    ['12345678', 'CAD'],
  ])('%s %s is no amount', (text, currency) => expect(minorUnits(text, currency)).toBeUndefined());
});

test('totals: by kind, each currency by itself, nothing that was taken out', () => {
  const entry = (over: Partial<Work>): Work => ({
    id: 'x',
    workedOn: '2026-11-01',
    who: 'Ana',
    what: 'Calls',
    minutes: 30,
    cost: null,
    lobbying: 'direct',
    removed: false,
    ...over,
  });
  const totals = totalsOf([
    entry({ cost: { amount: 500, currency: 'USD' } }),
    entry({ cost: { amount: 250, currency: 'CAD' } }),
    entry({ cost: { amount: 100, currency: 'USD' }, lobbying: 'direct' }),
    entry({ lobbying: 'grassroots', minutes: 45 }),
    entry({ removed: true, minutes: 1000 }),
  ]);
  expect(totals).toEqual([
    { lobbying: 'none', minutes: 0, costs: [] },
    {
      lobbying: 'direct',
      minutes: 90,
      costs: [
        { currency: 'CAD', amount: 250 },
        { currency: 'USD', amount: 600 },
      ],
    },
    { lobbying: 'grassroots', minutes: 45, costs: [] },
  ]);
});

test('a quiet period holds on its first and its last day', () => {
  const period = { from: '2026-11-20', until: '2026-11-22' };
  expect(['2026-11-19', '2026-11-20', '2026-11-22', '2026-11-23'].map((day) => phaseOf(period, day))).toEqual([
    'ahead',
    'now',
    'now',
    'over',
  ]);
});
