import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvFault, readCsv, separatorOf } from './read.ts';

const separators = [',', ';', '\t'] as const;
const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', '"', '""', ',', ';', '\t', '\r', '\n', '\r\n', '=1+1', 'a"b', ' x '),
);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** Written after RFC 4180: quoted where the text asks for it; `always` quotes the rest, too. */
const written = (text: string, separator: string, always: boolean) =>
  always || text.includes(separator) || /["\r\n]/.test(text) ? quoted(text) : text;

describe('a table', () => {
  it('is read back as it was written, whatever stands in its cells', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...separators),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        (rows, separator, end, always, last) => {
          const lines = rows.map((row) => row.map((each) => written(each, separator, always)).join(separator));
          // A last record that is one empty field cannot be told from the end of the file.
          const text = lines.join(end) + (last || lines.at(-1) === '' ? end : '');
          expect(readCsv(text, separator).map(({ fields }) => fields)).toEqual(rows);
        },
      ),
    );
  });

  it('of any text is read whole or refused with a reason, never half', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') }), (text) => {
        let rows: string[][];
        try {
          rows = readCsv(text, ',').map(({ fields }) => fields);
        } catch (error) {
          expect(error).toBeInstanceOf(CsvFault);
          expect((error as Error).message).toMatch(/line \d/);
          return;
        }
        // Every letter of the file that is no mark of the format stands in some cell.
        expect(rows.flat().join('').replace(/[^a ]/g, '')).toBe(text.replace(/[^a ]/g, ''));
      }),
    );
  });

  it.each<[string, string]>([
    ['a,b\n"1,2\n3,4', 'a quote opened in line 2 is never closed'],
    ['a,b\n"1"x,2', 'line 2: text follows a closing quote'],
    ['a,b\n1,x"y"', 'line 2: a quote stands inside a field'],
    [`a\n${'x'.repeat(100_001)}`, 'line 2: a field is longer'],
    [','.repeat(1_000), 'line 1: more than 1000 fields'],
  ])('%#: is refused', (text, reason) => {
    expect(() => readCsv(text, ',')).toThrow(reason);
  });

  it('tells the line on which a record begins, also after line breaks in cells', () => {
    expect(readCsv('a\n"x\ny"\nz\n', ',').map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it('has the separator that stands most often in its header, outside quotes', () => {
    expect(separatorOf('a,b;c;d\n,,,,')).toBe(';');
    expect(separatorOf('"a;b;c",d\n')).toBe(',');
    expect(separatorOf('a\tb\n')).toBe('\t');
    expect(separatorOf('name\n')).toBe(',');
  });
});
