import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvLine, guessColumns, headerKey } from './index.ts';

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

describe('the columns of a table', () => {
  const known = {
    name: ['full name', 'nombre'],
    email: ['e mail', 'email', 'mail'],
    mailing: ['mail', 'correo electronico'],
  };

  test('are guessed by their headers, whatever their accents, case and signs; each column is one field, the first of two is taken', () => {
    expect(guessColumns(known, ['Notes', 'E-Mail', 'FULL_NAME', 'Nombre'])).toEqual({ name: 2, email: 1 });
    expect(guessColumns(known, ['mail', 'Correo electrónico:'])).toEqual({ email: 0, mailing: 1 });
    expect(guessColumns(known, ['mail', 'mail'])).toEqual({ email: 0, mailing: 1 });
    expect(guessColumns(known, [])).toEqual({});
    expect(headerKey('ชื่อ')).not.toBe(headerKey('ชอ'));
  });

  test('no column is two fields, and a key stays itself', () => {
    const header = fc.constantFrom('mail', 'E-mail', 'Nombre', 'full name', 'x', '');
    fc.assert(
      fc.property(fc.array(header), fc.string(), (headers, text) => {
        const columns = Object.values(guessColumns(known, headers));
        expect(new Set(columns).size).toBe(columns.length);
        expect(headerKey(headerKey(text))).toBe(headerKey(text));
      }),
    );
  });
});
