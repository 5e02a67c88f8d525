import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvLine } from './index.ts';

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', "' =1"],
    ['\t=1', `"'\t=1"`],
    ['＝1', "'＝1"],
    ['Ana, "the" one', '"Ana, ""the"" one"'],
    ['สมหญิง', 'สมหญิง'],
    ['a-b', 'a-b'],
    [-5, '-5'],
    [null, ''],
  ])('%j becomes %j', (value, cell) => expect(csvCell(value)).toBe(cell));

  test('never begins with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = csvCell(text).replace(/^"/, '');
        expect(/^[\s]*[=+\-@]/.test(inside)).toBe(false);
      }),
    );
  });

  test('a line holds as many cells as were given', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
        const bare = csvLine(cells)
          .slice(0, -2)
          .replace(/"(?:[^"]|"")*"/g, 'x');
        expect(bare.split(',')).toHaveLength(cells.length);
      }),
    );
  });
});
