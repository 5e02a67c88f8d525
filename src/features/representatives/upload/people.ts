import type { CsvRecord } from '../../../platform/csv/index.ts';
import { addressLines, contact, line, sortContacts } from '../import/values.ts';
import { foldName } from '../names.ts';
import type { Texts } from '../types.ts';
import type { Columns, Field } from './columns.ts';

/** Why a row is not taken, or what of it is left out: a message and its values. */
export type RowNote = { row: number; key: string; values: Record<string, unknown> };

export type ListedContact = { kind: string; value: string; note: string | null };
/** One person of an uploaded list. `own` is what tells her from the others of the list. */
export type Listed = {
  row: number;
  own: string;
  name: string;
  given: string | null;
  family: string | null;
  honorific: string | null;
  party: string | null;
  contacts: ListedContact[];
  /** The post's id within the list, its label, and its district. */
  post: { key: string; label: Texts | undefined; divisionId: string | null };
};

/** Joins what a row says of a district to a division's id. */
export type Districts = (words: string) => string | undefined;

export type ReadPeople = { people: Listed[]; refused: RowNote[]; notes: RowNote[] };

const longest: Record<Field, number> = {
  id: 100,
  name: 200,
  given: 200,
  family: 200,
  honorific: 60,
  party: 100,
  post: 120,
  district: 200,
  email: 254,
  phone: 80,
  fax: 80,
  address: 1_000,
  postcode: 20,
  country: 60,
  form: 500,
  website: 500,
};

/** A text as the last part of an id: folded, words joined by hyphens, in any script. */
const keyOf = (text: string): string => foldName(text).replaceAll(' ', '-').slice(0, 100);

/**
 * The people of the rows. A row without a name, of a post or district that another row has, or of a district that nobody
 * knows is refused; a way to reach her that cannot be used is left out. A cell that is a formula is a text like any other.
 */
export function readPeople(
  header: readonly string[],
  rows: readonly CsvRecord[],
  columns: Columns,
  districts: Districts | undefined,
): ReadPeople {
  const read: ReadPeople = { people: [], refused: [], notes: [] };
  const posts = new Map<string, string>();
  const people = new Set<string>();
  for (const { line: row, fields } of rows) {
    const refuse = (reason: string, values: Record<string, unknown> = {}) =>
      void read.refused.push({ row, key: `representatives.upload.reason.${reason}`, values });
    if (fields.length !== header.length) {
      refuse('fields', { count: fields.length, wanted: header.length });
      continue;
    }
    const made = personOf(row, fields, columns, districts, read.notes);
    if ('reason' in made) refuse(made.reason, made.values);
    else if (people.has(made.own)) refuse('twice', { name: made.name });
    else if (posts.has(made.post.key)) refuse('taken', { name: made.name, other: posts.get(made.post.key) });
    else {
      people.add(made.own);
      posts.set(made.post.key, made.name);
      read.people.push(made);
    }
  }
  return read;
}

type Refusal = { reason: string; values: Record<string, unknown> };

function personOf(
  row: number,
  fields: readonly string[],
  columns: Columns,
  districts: Districts | undefined,
  notes: RowNote[],
): Listed | Refusal {
  const cells: Partial<Record<Field, string | null>> = {};
  for (const [field, at] of Object.entries(columns) as [Field, number][]) {
    const text = fields[at] ?? '';
    const parsed = field === 'address' ? addressLines.safeParse(text) : line(longest[field]).safeParse(text);
    if (!parsed.success) return { reason: 'long', values: { field, limit: longest[field] } };
    cells[field] = parsed.data || null;
  }
  const name = cells.name ?? [cells.given, cells.family].filter(Boolean).join(' ');
  if (!name || !/[\p{L}\p{N}]/u.test(name)) return { reason: 'name', values: {} };
  let divisionId: string | null = null;
  if (districts) {
    if (!cells.district) return { reason: 'noDistrict', values: { name } };
    const found = districts(cells.district);
    if (!found) return { reason: 'district', values: { name, district: cells.district } };
    divisionId = found;
  }
  const own = keyOf(cells.id ?? name);
  if (!own) return { reason: 'name', values: {} };
  const post = districts
    ? { key: divisionId!, label: undefined, divisionId }
    : cells.post
      ? { key: keyOf(cells.post) || own, label: { en: cells.post }, divisionId }
      : { key: own, label: undefined, divisionId };
  const country = [cells.postcode, cells.country].filter(Boolean).join(' ');
  const wanted = [
    ['email', cells.email],
    ['phone', cells.phone],
    ['fax', cells.fax],
    ['form', cells.form],
    ['website', cells.website],
    // A postal code alone is no address that a letter finds.
    ['address', cells.address && country ? `${cells.address}\n${country}` : cells.address],
  ] as const;
  const found = wanted.map(([kind, value]) => {
    const made = contact(kind, value, null);
    if (typeof made === 'string')
      notes.push({
        row,
        key: `representatives.upload.leftOut.${kind}`,
        values: { name, value: (value ?? '').slice(0, 80) },
      });
    return made;
  });
  return {
    row,
    own,
    name,
    given: cells.given ?? null,
    family: cells.family ?? null,
    honorific: cells.honorific ?? null,
    party: cells.party ?? null,
    contacts: sortContacts(found).contacts,
    post,
  };
}
