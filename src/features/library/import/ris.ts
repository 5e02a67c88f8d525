import { type Fields, ListRefused, mostRecords } from './bibtex.ts';

const tagLine = /^([A-Z][A-Z0-9]) {2}-(?: (.*))?$/;

/** Which tags fill which of our fields; the first that has a value wins, lists take all. */
const single: [field: string, tags: string[]][] = [
  ['title', ['TI', 'T1', 'CT1', 'BT']],
  ['published_in', ['T2', 'JO', 'JF', 'JA', 'J2']],
  ['publisher', ['PB']],
  ['court', ['CT']],
  ['docket', ['M1']],
  ['doi', ['DO']],
  ['link', ['UR', 'L1', 'L2']],
  ['language', ['LA']],
  ['abstract', ['AB', 'N2']],
  ['rights_note', ['C1']],
];
const lists: [field: string, tags: string[]][] = [
  ['creators', ['AU', 'A1']],
  ['contributors', ['A2', 'ED', 'A3']],
  ['translators', ['A4']],
  ['identifiers', ['AN']],
  ['keywords', ['KW']],
];

/**
 * The records of a RIS file. Lines without a tag go on with the value before them; a record that is not ended is one nevertheless.
 * Throws `ListRefused` for more records than are taken.
 */
export function readRis(text: string): Fields[] {
  const records: Fields[] = [];
  let values: Map<string, string[]> | undefined;
  let last: string[] | undefined;
  const end = () => {
    if (values) {
      if (records.length === mostRecords) throw new ListRefused('library.import.many');
      records.push(recordOf(values));
    }
    values = undefined;
    last = undefined;
  };
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const match = tagLine.exec(raw.replace(/\s+$/, '').replace(/^(ER) {2}-$/, '$1  -'));
    if (!match) {
      if (last && raw.trim()) last[last.length - 1] += ` ${raw.trim()}`;
      continue;
    }
    const [, tag, value = ''] = match;
    if (tag === 'TY') end();
    if (tag === 'ER') {
      end();
      continue;
    }
    values ??= new Map();
    last = values.get(tag!) ?? [];
    last.push(value.trim());
    values.set(tag!, last);
  }
  end();
  return records;
}

function recordOf(values: Map<string, string[]>): Fields {
  const all = (tags: string[]): string[] =>
    tags
      .flatMap((tag) => values.get(tag) ?? [])
      .map((value) => value.replace(/\s+/g, ' ').trim())
      .filter(Boolean);
  const fields: Fields = { kind: all(['M3'])[0] ?? all(['TY'])[0] ?? '' };
  for (const [field, tags] of single) fields[field] = all(tags)[0] ?? '';
  for (const [field, tags] of lists) fields[field] = all(tags).slice(0, 50).join('\n');
  const [year = '', month = '', day = ''] = (all(['DA', 'Y1', 'PY'])[0] ?? '').split('/').map((part) => part.trim());
  fields.dated = [year, month, day]
    .filter((part, index, parts) => /^\d+$/.test(part) && parts.slice(0, index).every((one) => /^\d+$/.test(one)))
    .map((part, index) => (index === 0 ? part : part.padStart(2, '0')))
    .join('-');
  for (const number of all(['SN'])) fields[/^\d{4}-?\d{3}[\dX]$/i.test(number) ? 'issn' : 'isbn'] ??= number;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
