import { CsvFault, encodingOf, readCsv, separatorOf } from '../../../platform/csv/index.ts';
import { readZip, ZipFault } from '../../../platform/files/index.ts';
import type { Directory } from './directory.ts';
import type { Doc } from './doc.ts';
import { directoryOfJson } from './json.ts';
import { directoryOfTables, type Tables } from './tables.ts';

/** What is wrong with a file, as a message key with its values. */
export type Fault = { key: string; values?: Record<string, unknown> };

/** The largest file that is read, what it may unpack to (bytes), and the most organisations in it. */
export const largest = { bytes: 5_000_000, unpacked: 30_000_000, organisations: 5_000, depth: 40 };

const fault = (what: string, values?: Record<string, unknown>): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { key: `organisations.import.wrong.${what}`, values },
});

/** Reads a file of organisations whole or not at all: HSDS 3 as JSON, or an archive of tables (HSDS 3, Ohana). */
export function readDirectory(bytes: Uint8Array): { ok: true; directory: Directory } | { ok: false; fault: Fault } {
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const read = zip ? fromArchive(bytes) : fromJson(bytes);
  if (!read.ok) return read;
  const { entries } = read.directory;
  if (entries.length === 0) return fault('none');
  if (entries.length > largest.organisations) return fault('many', { limit: largest.organisations });
  const nameless = entries.findIndex((entry) => entry.name === '');
  return nameless < 0 ? read : fault('nameless', { number: nameless + 1 });
}

function fromJson(bytes: Uint8Array): ReturnType<typeof readDirectory> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fault('json');
  }
  if (!isPlain(value)) return fault('deep');
  if (typeof value !== 'object' || value === null) return fault('none');
  const tables = Object.entries(value).filter(([name, rows]) => name.endsWith('.csv') && Array.isArray(rows));
  if (tables.length > 0) {
    const named = tables.map(([name, rows]) => [tableName(name), rowsOf(rows as unknown[])] as const);
    return { ok: true, directory: directoryOfTables(Object.fromEntries(named)) };
  }
  return { ok: true, directory: directoryOfJson(value) };
}

/** Not nested beyond reason, and without NUL, which the database cannot keep. Walks without recursion. */
function isPlain(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > largest.depth) return false;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one === 'string' && one.includes('\0')) return false;
      if (typeof one !== 'object' || one === null) continue;
      for (const [key, inner] of Object.entries(one)) {
        if (key.includes('\0') || key === '__proto__') return false;
        next.push(inner);
      }
    }
    level = next;
  }
  return true;
}

/** Rows of a table that came as JSON: every cell as text. */
const rowsOf = (rows: unknown[]): { columns: string[]; rows: Doc[] } => {
  const docs = rows.filter((row): row is Doc => typeof row === 'object' && row !== null && !Array.isArray(row));
  const columns = [...new Set(docs.flatMap((row) => Object.keys(row)))];
  return {
    columns,
    rows: docs.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cell === null ? '' : String(cell)])),
    ),
  };
};

/** "data/csv-phones.csv" → "phones" */
const tableName = (file: string): string =>
  (file.split('/').at(-1) ?? '')
    .toLowerCase()
    .replace(/\.csv$/, '')
    .replace(/^csv-/, '');

function fromArchive(bytes: Uint8Array): ReturnType<typeof readDirectory> {
  const tables: Tables = {};
  try {
    for (const entry of readZip(bytes, largest.unpacked, 200)) {
      const name = tableName(entry.name);
      // What some systems put beside the files they pack.
      if (!entry.name.toLowerCase().endsWith('.csv') || entry.name.startsWith('__MACOSX')) continue;
      const table = readTable(entry.bytes);
      if (!table) return fault('encoding', { file: entry.name });
      tables[name] = table;
    }
  } catch (error) {
    if (error instanceof ZipFault) return fault('zip');
    if (error instanceof CsvFault) return fault('table', { line: Number(/line (\d+)/.exec(error.message)?.[1] ?? 1) });
    throw error;
  }
  if (!tables.organizations) return fault('tables');
  return { ok: true, directory: directoryOfTables(tables) };
}

/** A table whose cells are inert in spreadsheets is read back as it was before it was made so. */
const readCell = (cell: string): string => (/^'[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u.test(cell) ? cell.slice(1) : cell);

function readTable(bytes: Uint8Array): { columns: string[]; rows: Doc[] } | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === 'mixed' || encoding === 'unknown') return undefined;
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\0')) return undefined;
  const [head, ...records] = readCsv(text, separatorOf(text)).filter(({ fields }) =>
    fields.some((cell) => cell !== ''),
  );
  if (!head) return { columns: [], rows: [] };
  const columns = head.fields.map((column) => column.trim()).map((column) => (column === '__proto__' ? '' : column));
  return {
    columns: columns.filter(Boolean),
    rows: records.map(({ fields }) =>
      Object.fromEntries(
        columns.flatMap((column, at) => (column ? [[column, readCell(fields[at] ?? '')] as const] : [])),
      ),
    ),
  };
}
