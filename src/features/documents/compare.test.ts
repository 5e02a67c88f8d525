import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts, type Stretch } from './compare.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '## ค'), { maxLength: 30 }).map((lines) => lines.join('\n'));
const joined = (stretches: Stretch[], but: Stretch['kind']) =>
  stretches.flatMap(({ kind, lines }) => (kind === but ? [] : lines)).join('\n');

test('both texts come back from what changed, and equal texts have nothing changed', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const stretches = compareTexts(before, after);
      expect(joined(stretches, 'new')).toBe(before);
      expect(joined(stretches, 'gone')).toBe(after);
      if (before === after) expect(stretches.every(({ kind }) => kind === 'same')).toBe(true);
      for (let i = 1; i < stretches.length; i += 1) expect(stretches[i]!.kind).not.toBe(stretches[i - 1]!.kind);
    }),
  );
});

test('a line that was put in is the only change', () => {
  expect(compareTexts('one\ntwo\nthree', 'one\ntwo\nhalf\nthree')).toEqual([
    { kind: 'same', lines: ['one', 'two'] },
    { kind: 'new', lines: ['half'] },
    { kind: 'same', lines: ['three'] },
  ]);
});

test('two long texts without a line in common are compared at once', () => {
  const long = (sign: string) => Array.from({ length: 20_000 }, (_, n) => `${sign}${n}`).join('\n');
  expect(compareTexts(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['gone', 'new']);
});
