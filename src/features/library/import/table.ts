import { CsvFault, isUtf8, readCsv, separatorOf } from '../../../platform/csv/index.ts';
import { type Fields, ListRefused, mostRecords, readBibtex } from './bibtex.ts';
import { readRis } from './ris.ts';

export const formats = ['csv', 'uwazi', 'bibtex', 'ris'] as const;
export type Format = (typeof formats)[number];

export type List = { format: Format; columns: string[]; rows: Fields[] };

/**
 * What stands in an uploaded list. The format is told from the content. Throws `ListRefused` for a file that is none of them,
 * has no rows, or too many.
 */
export function readList(bytes: Uint8Array): List {
  const text = decode(bytes).replace(/^\ufeff/, '');
  const list = read(text);
  if (list.rows.length === 0) throw new ListRefused('library.import.empty');
  return list;
}

function read(text: string): List {
  if (/^\s*TY {2}- /m.test(text.slice(0, 2_000))) return sealed('ris', readRis(text));
  if (/^\s*@\s*[A-Za-z]+\s*[{(]/m.test(text.slice(0, 20_000))) return sealed('bibtex', readBibtex(text));
  return table(text);
}

/** Lists whose fields are known need no mapping. */
const sealed = (format: Format, rows: Fields[]): List => ({ format, columns: [], rows });

function table(text: string): List {
  let records: readonly { fields: readonly string[] }[];
  try {
    records = readCsv(text, separatorOf(text));
  } catch (error) {
    if (error instanceof CsvFault) throw new ListRefused('library.import.unreadable');
    throw error;
  }
  const [head, ...rest] = records;
  const columns = (head?.fields ?? []).map((cell, index) => cell.trim().slice(0, 200) || `#${index + 1}`);
  if (columns.length === 0) throw new ListRefused('library.import.empty');
  if (columns.length > 200) throw new ListRefused('library.import.unreadable');
  if (rest.length > mostRecords) throw new ListRefused('library.import.many');
  const unique = columns.map((column, index) =>
    columns.indexOf(column) === index ? column : `${column} #${index + 1}`,
  );
  const rows = rest
    .filter(({ fields }) => fields.some((cell) => cell.trim() !== ''))
    .map(({ fields }) =>
      Object.fromEntries(
        unique
          .map((column, index): [string, string] => [column, (fields[index] ?? '').replaceAll('\0', '').trim()])
          .filter(([, value]) => value !== ''),
      ),
    );
  const folded = unique.map((column) => column.toLowerCase());
  const uwazi =
    folded.includes('title') && (folded.includes('template') || folded.some((one) => /^title__[a-z]{2}$/.test(one)));
  return { format: uwazi ? 'uwazi' : 'csv', columns: unique, rows };
}

/** UTF-8, or what spreadsheets of Western languages write without it. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const text = new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
  if (text.includes('\0')) throw new ListRefused('library.import.unreadable');
  return text;
}
