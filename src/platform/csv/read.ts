/** One record of a table; `line` is where it begins in the file, from 1. */
export type CsvRecord = { line: number; fields: string[] };

/** The table cannot be read as a whole: from the place named on, nothing of it is sure. */
export class CsvFault extends Error {}

const most = { records: 1_000_000, fields: 1_000, length: 100_000 };

/**
 * Reads a table after RFC 4180, with any one character as separator and CRLF or LF as line end. Strict in what would
 * shift cells: a quote never closed, a quote inside an unquoted field and text after a closing quote are refused.
 * A carriage return alone is no line end, but part of its field. Throws `CsvFault`.
 */
export function readCsv(text: string, separator: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] };
    for (;;) {
      let field: string;
      if (text[at] === '"') {
        const end = closingQuote(text, at + 1);
        if (end < 0) throw new CsvFault(`a quote opened in line ${line} is never closed`);
        field = text.slice(at + 1, end).replaceAll('""', '"');
        at = end + 1;
        if (at < text.length && text[at] !== separator && lineEnd(text, at) === 0)
          throw new CsvFault(`line ${line}: text follows a closing quote`);
      } else {
        const start = at;
        while (at < text.length && text[at] !== separator && lineEnd(text, at) === 0) {
          if (text[at] === '"') throw new CsvFault(`line ${line}: a quote stands inside a field that is not quoted`);
          at += 1;
        }
        field = text.slice(start, at);
      }
      if (field.length > most.length)
        throw new CsvFault(`line ${line}: a field is longer than ${most.length} characters`);
      record.fields.push(field);
      if (record.fields.length > most.fields) throw new CsvFault(`line ${line}: more than ${most.fields} fields`);
      for (let i = field.indexOf('\n'); i >= 0; i = field.indexOf('\n', i + 1)) line += 1;
      if (text[at] !== separator) break;
      at += 1;
    }
    at += lineEnd(text, at);
    line += 1;
    records.push(record);
    if (records.length > most.records) throw new CsvFault(`more than ${most.records} rows`);
  }
  return records;
}

/** The length of the line end that stands at `at`: CRLF, LF, or a CR that ends the text. */
function lineEnd(text: string, at: number): 0 | 1 | 2 {
  if (text[at] === '\n') return 1;
  if (text[at] !== '\r') return 0;
  return text[at + 1] === '\n' ? 2 : at + 1 === text.length ? 1 : 0;
}

function closingQuote(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] !== '"') return end;
  }
  return -1;
}

/** The separator of a table: whichever of comma, semicolon and tab stands most often in its first record, outside quotes. */
export function separatorOf(text: string): ',' | ';' | '\t' {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const letter of text.slice(0, 20_000)) {
    if (letter === '"') quoted = !quoted;
    else if (letter === '\n' && !quoted) break;
    else if (!quoted && letter in counts) counts[letter as keyof typeof counts] += 1;
  }
  return counts['\t'] > counts[','] && counts['\t'] >= counts[';'] ? '\t' : counts[';'] > counts[','] ? ';' : ',';
}
