import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOfMail, handlingOf, kindOf, resembles } from './reply.ts';

const at = {
  supporter: 'noor@example.invalid',
  ourAddress: 'Letters@daylight.invalid',
  inboundDomain: 'in.daylight.invalid',
};
const from = (address: string) => ({ from: { name: 'X', address }, report: null });

test.each([
  ['office@house.invalid', 'answer'],
  ['NOOR@Example.invalid', 'hers'],
  ['letters@daylight.invalid', 'own'],
  ['reply+0011.aa@IN.daylight.invalid', 'own'],
  ['not an address', 'answer'],
  ['', 'answer'],
])('a mail of %s is %s', (address, kind) => expect(kindOf(from(address), at)).toBe(kind));

test('a report of a server is no reply, whoever seems to have sent it', () => {
  const report = { action: 'failed', status: '5.1.1', diagnostic: null } as const;
  expect(kindOf({ from: { name: '', address: 'noor@example.invalid' }, report }, at)).toBe('report');
});

test('what she did not agree to is never kept, what is automatic is no answer, and nothing goes back to its sender', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('hers' as const, 'answer' as const),
      fc.boolean(),
      fc.boolean(),
      (kind, automatic, agreed) => {
        const done = handlingOf(kind, { automatic }, agreed);
        if (automatic) expect([done.kept, done.counts]).toEqual([false, false]);
        if (kind === 'answer') expect(done.goesOn).toBe(true);
        if (kind === 'answer' && !agreed) expect(done.kept).toBe(false);
        if (kind === 'hers') expect(done.goesOn).toBe(false);
      },
    ),
  );
});

test('how much a claimed sender looks like whom was written to', () => {
  expect(resembles('Office@House.invalid', 'office@house.invalid')).toBe('same');
  expect(resembles('aide@house.invalid', 'office@house.invalid')).toBe('domain');
  expect(resembles('office@house.invalid.evil.invalid', 'office@house.invalid')).toBe('other');
  expect(resembles('office@house.invalid', null)).toBe('other');
});

test('a date of next year or of long ago is not believed', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  expect(dayOfMail(new Date('2026-11-20T12:00:00Z'), now).toISOString()).toBe('2026-11-20T12:00:00.000Z');
  for (const date of [null, new Date('2027-01-01T00:00:00Z'), new Date('1999-01-01T00:00:00Z')])
    expect(dayOfMail(date, now)).toBe(now);
});
