export { guessColumns, headerKey } from './columns.ts';
export { encodingOf, isUtf8 } from './encoding.ts';
export { CsvFault, type CsvRecord, readCsv, separatorOf } from './read.ts';

/**
 * A cell as a spreadsheet may safely open it. Text that begins with = + - @ (or with a sign that a spreadsheet skips before
 * one) would be taken for a formula: an apostrophe before it makes it text again. Numbers are written as they are.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const inert = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** One line of a CSV file (RFC 4180), ended by CR LF. */
export const csvLine = (cells: readonly (string | number | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;

/** What a CSV file in UTF-8 begins with, so that spreadsheets read its accents. */
export const csvStart = '\ufeff';
