import { CsvFault, type CsvRecord, encodingOf, isUtf8, readCsv, separatorOf } from '../../../platform/csv/index.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];
export const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;
export type Separator = keyof typeof separators;

/** The largest list that the browser may send, and the most rows in it. */
export const largest = { bytes: 2_000_000, rows: 5_000 };

export type TableFault = { key: string; values?: Record<string, unknown> };
export type ReadTable =
  | { ok: true; header: string[]; rows: CsvRecord[]; encoding: Encoding; separator: Separator }
  | { ok: false; fault: TableFault; encoding: Encoding | undefined; separator: Separator };

const wrong = (what: string, values?: Record<string, unknown>): TableFault => ({
  key: `representatives.upload.wrong.${what}`,
  values,
});

/**
 * Reads an uploaded table whole or not at all. Encoding and separator are found out, unless they were chosen. Empty lines
 * are passed over. `most`: how many rows it may have.
 */
export function readTable(
  bytes: Uint8Array,
  chosen: { encoding?: Encoding | undefined; separator?: Separator | undefined },
  most = largest.rows,
): ReadTable {
  const fallback = chosen.separator ?? 'comma';
  const found = chosen.encoding ?? encodingOf(bytes);
  if (found === 'mixed' || found === 'unknown')
    return { ok: false, fault: wrong(found), encoding: undefined, separator: fallback };
  let text: string;
  try {
    if (found === 'utf-8' && !isUtf8(bytes)) throw new Error('not UTF-8');
    text = new TextDecoder(found, { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, fault: wrong('encoding'), encoding: found, separator: fallback };
  }
  const refused = (fault: TableFault): ReadTable => ({ ok: false, fault, encoding: found, separator });
  const sign = separatorOf(text);
  const separator = chosen.separator ?? (sign === ';' ? 'semicolon' : sign === '\t' ? 'tab' : 'comma');
  if (text.includes('\0')) return refused(wrong('nul'));
  let records: CsvRecord[];
  try {
    records = readCsv(text, separators[separator]);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    return refused(wrong('table', { line: Number(/line (\d+)/.exec(error.message)?.[1] ?? 1) }));
  }
  const [first, ...rest] = records.filter(({ fields }) => fields.some((each) => each.trim() !== ''));
  if (!first || first.fields.length < 2) return refused(wrong('header'));
  if (rest.length === 0) return refused(wrong('empty'));
  if (rest.length > most) return refused(wrong('rows', { limit: most, count: rest.length }));
  return {
    ok: true,
    header: first.fields.map((each) => each.trim().slice(0, 200)),
    rows: rest,
    encoding: found,
    separator,
  };
}
