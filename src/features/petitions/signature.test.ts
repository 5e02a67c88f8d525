import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { districtTable, fewest, milestonesReached, shownName } from './signature.ts';

describe('a name under the signer’s choice', () => {
  test('as she wrote it, first name and initial, or not at all', () => {
    expect(shownName(' Ana  María López ', 'full')).toBe('Ana María López');
    expect(shownName('Ana María López', 'initial')).toBe('Ana L.');
    expect(shownName('Ana', 'initial')).toBe('A.');
    expect(shownName('สมหญิง ใจดี', 'initial')).toBe('สมหญิง ใ.');
    expect(shownName('E\u0301lise Öst', 'initial')).toBe('E\u0301lise Ö.');
    expect(shownName('Ana López', 'hidden')).toBeUndefined();
  });

  test('an advertisement is no name', () => {
    for (const name of ['Buy at http://x.invalid', 'WWW.x.invalid', 'ana@example.invalid'])
      expect(shownName(name, 'full')).toBeUndefined();
  });

  test('an initial never tells the last name', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[A-Z][a-z]{3,}$/), (first, last) => {
        const shown = shownName(`${first} ${last}`, 'initial');
        return shown === undefined || !shown.slice(first.trim().length).includes(last);
      }),
    );
  });
});

test('milestones double, and stop at what was reached', () => {
  expect(milestonesReached(0, 100)).toEqual([]);
  expect(milestonesReached(99, 100)).toEqual([]);
  expect(milestonesReached(100, 100)).toEqual([100]);
  expect(milestonesReached(450, 100)).toEqual([100, 200, 400]);
  expect(milestonesReached(450, null)).toEqual([]);
});

test('no district with fewer than five is told apart, and its number cannot be worked out', () => {
  const district = fc.record({ divisionId: fc.uuid(), name: fc.string(), count: fc.integer({ min: 0, max: 12 }) });
  fc.assert(
    fc.property(fc.array(district), (counts) => {
      const table = districtTable(counts);
      return (
        table.rows.every((row) => row.count >= fewest) &&
        table.few === counts.filter((one) => one.count > 0 && one.count < fewest).length &&
        table.rows.length === counts.filter((one) => one.count >= fewest).length
      );
    }),
  );
});
