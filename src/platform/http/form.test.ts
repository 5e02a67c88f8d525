import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairsOf } from './form.ts';

const piece = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '&',
    '=',
    '+',
    '%',
    '%41',
    '%C3%A9',
    '%C3',
    '%ED%A0%80',
    '%00',
    '%EF%BB%BF',
    '%u0041',
    '?',
    '#',
    ' ',
    '\0',
    '&&',
    '==',
    '%2B',
    '%26',
  ),
);

test('a form is read as URLSearchParams reads it, whatever it holds', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const body = Buffer.from(pieces.join(''));
      const text = new TextDecoder().decode(body);
      expect([...pairsOf(body)]).toEqual([...new URLSearchParams(text)]);
    }),
    { numRuns: 2_000 },
  );
});
