import { CsvFault, encodingOf, readCsv, separatorOf } from '../../../platform/csv/index.ts';
import { parse } from '../../../platform/http/index.ts';
import { facilityKinds, nameKey } from '../facility.ts';
import { type FacilityForm, facilityFields, facilityForm } from '../forms.ts';

/** A row of a list as it stands there: its line and its cells by column. */
export type ListRow = { line: number; cells: Record<string, string> };
export const mostRows = 500;

/** A list that cannot be taken; its message is a key. */
export class ListRefused extends Error {}

/** The columns of a list: the fields of the form, `name` (in the network's first language) and `name.LANGUAGE`. */
export const columnsFor = (locales: readonly string[]): string[] => [
  ...locales.map((locale) => `name.${locale}`),
  ...facilityFields,
];

/** Reads a table with a row of headings. Columns that nobody knows are left out. Throws `ListRefused`. */
export function readList(bytes: Uint8Array, locales: readonly string[]): ListRow[] {
  if (encodingOf(bytes) !== 'utf-8') throw new ListRefused('facilities.import.unreadable');
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, '');
  let records: { line: number; fields: string[] }[];
  try {
    records = readCsv(text, separatorOf(text));
  } catch (error) {
    if (error instanceof CsvFault) throw new ListRefused('facilities.import.unreadable');
    throw error;
  }
  const [head, ...rest] = records;
  const known = new Set(columnsFor(locales));
  const columns = (head?.fields ?? []).map((cell) => {
    const column = cell
      .trim()
      .toLowerCase()
      .replace(/[ -]/g, '_')
      .replace(/^name_/, 'name.');
    return column === 'name' ? `name.${locales[0]}` : column;
  });
  if (!columns.some((column) => column.startsWith('name.')) || !columns.includes('place'))
    throw new ListRefused('facilities.import.columns');
  const rows = rest
    .map(({ line, fields }) => ({
      line,
      cells: Object.fromEntries(
        columns
          .map((column, at): [string, string] => [
            column,
            (fields[at] ?? '').replaceAll('\0', '').trim().slice(0, 2000),
          ])
          .filter(([column, value]) => known.has(column) && value !== ''),
      ),
    }))
    .filter(({ cells }) => Object.keys(cells).length > 0);
  if (rows.length === 0) throw new ListRefused('facilities.import.empty');
  if (rows.length > mostRows) throw new ListRefused('facilities.import.many');
  return rows;
}

/** What becomes of a row: it is made, it is there already, or something in it is wrong (keys by field). */
export type Fate =
  | { outcome: 'made' | 'same'; form: FacilityForm }
  | { outcome: 'wrong'; errors: Record<string, string> };

/** What is known when a list is tried: places by id and by folded name, and the names that are there, by place. */
export type Known = { placeIds: ReadonlySet<string>; placesByName: ReadonlyMap<string, string>; taken: Set<string> };

/** What would become of each row, in order: of two rows of one name in one place the second is there already. */
export function fatesOf(rows: readonly ListRow[], locales: readonly string[], known: Known): Fate[] {
  const taken = new Set(known.taken);
  return rows.map(({ cells }): Fate => {
    const place = cells.place ?? '';
    const values = {
      ...Object.fromEntries(columnsFor(locales).map((column) => [column, ''])),
      kind: facilityKinds[0],
      women: 'unknown',
      unit: 'unknown',
      position_shown: 'rounded',
      ...cells,
      place: known.placeIds.has(place) ? place : (known.placesByName.get(nameKey(place)) ?? ''),
    };
    const parsed = parse(facilityForm(locales), values);
    if (!parsed.ok)
      return {
        outcome: 'wrong',
        errors: Object.fromEntries(Object.entries(parsed.errors).map(([field, error]) => [field, error.key])),
      };
    const keys = Object.values(parsed.data.names).map((name) => `${parsed.data.place} ${nameKey(name)}`);
    if (keys.some((key) => taken.has(key))) return { outcome: 'same', form: parsed.data };
    for (const key of keys) taken.add(key);
    return { outcome: 'made', form: parsed.data };
  });
}
