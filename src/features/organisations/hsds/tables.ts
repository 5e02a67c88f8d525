import { isWebAddress } from '../../../platform/http/index.ts';
import { type Directory, type Entry, type Part, plainNumber, type Rest, without } from './directory.ts';
import { type Doc, listOf } from './doc.ts';
import { hsdsTables, ohanaTables, references } from './fields.ts';

/** Tables by name, every cell as text. */
export type Tables = Record<string, { columns: string[]; rows: Doc[] }>;

/** The list in which rows of a table stand inside what they belong to. */
const listName = (table: string): string => (table === 'service_at_location' ? 'service_at_locations' : table);
const tableOfList = (list: string): string => (list === 'service_at_locations' ? 'service_at_location' : list);

/** By which column a row finds what it belongs to, the nearest first; `through`: the table whose rows belong somewhere themselves. */
const owners: [string, string][] = [
  ['service_id', 'services'],
  ['service_at_location_id', 'service_at_location'],
  ['location_id', 'locations'],
  ['organization_id', 'organizations'],
  ['contact_id', 'contacts'],
  ['phone_id', 'phones'],
];

/**
 * A directory that came as tables. Each row is put whole into the service, place or organisation that it names; rows that name none
 * that is there (and tables of terms) are kept beside.
 */
export function directoryOfTables(tables: Tables): Directory {
  const ohana = ['regular_schedules', 'mail_addresses', 'taxonomy', 'holiday_schedules'].some((name) => name in tables);
  const format = ohana ? 'ohana-csv' : 'hsds-csv';
  const known = ohana ? ohanaTables : hsdsTables;
  const rest: Rest = { tables: {}, columns: {} };
  const rowsOf = (table: string): Doc[] => (tables[table]?.rows ?? []).map(filled);
  for (const [table, { columns }] of Object.entries(tables)) rest.columns![table] = columns;
  const beside = (table: string, row: Doc) => {
    rest.tables![table] ??= [];
    rest.tables![table].push(row);
  };

  const entries = new Map<string, Entry>();
  for (const row of rowsOf('organizations')) {
    if (entries.has(idOf(row))) beside('organizations', row);
    else entries.set(idOf(row), entryOf(row));
  }
  /** What each row that others name belongs to: table and id → the thing that holds it, and its organisation. */
  const places = new Map<string, { doc: Doc; entry: Entry }>();
  for (const [id, entry] of entries) places.set(`organizations ${id}`, { doc: entry.doc, entry });
  const ownerOf = (row: Doc): { doc: Doc; entry: Entry } | undefined => {
    for (const [column, table] of owners) {
      const owner = row[column] === undefined ? undefined : places.get(`${table} ${row[column]}`);
      if (owner) return owner;
    }
    return undefined;
  };
  const offered = new Map(
    rowsOf('service_at_location').map((at) => [String(at.location_id), String(at.service_id)] as const),
  );
  /** The organisation of a service that is offered at a place. */
  const offeringAt = (location: string): Entry | undefined => places.get(`services ${offered.get(location)}`)?.entry;
  const takePart = (table: 'services' | 'locations', row: Doc): boolean => {
    const entry =
      (row.organization_id === undefined ? undefined : entries.get(String(row.organization_id))) ??
      ownerOf(row)?.entry ??
      (table === 'locations' ? offeringAt(idOf(row)) : undefined);
    if (!entry) return false;
    const part: Part = {
      sourceId: idOf(row),
      name: String(row.name ?? ''),
      status: String(row.status ?? ''),
      doc: without(row, 'id', 'name', 'status'),
    };
    if (table === 'locations' && row.status !== undefined) part.doc.status = row.status;
    entry[table].push(part);
    places.set(`${table} ${idOf(row)}`, { doc: part.doc, entry });
    return true;
  };
  // In Ohana's tables a service names its place, in HSDS 3 a place its organisation, or a service that is offered there.
  const order: ('services' | 'locations')[] = ohana ? ['locations', 'services'] : ['services', 'locations'];
  for (const table of order) for (const row of rowsOf(table)) if (!takePart(table, row)) beside(table, row);
  const children = Object.keys(tables).filter((table) => !['organizations', 'services', 'locations'].includes(table));
  // Tables whose rows others name come first.
  children.sort((a, b) => Number(named.includes(b)) - Number(named.includes(a)));
  for (const table of children)
    for (const row of rowsOf(table)) {
      const owner = ownerOf(row);
      if (!owner) {
        beside(table, row);
        continue;
      }
      const list = listName(table);
      const others = owner.doc[list];
      // A column of this name that holds text stays what it is.
      if (others !== undefined && !Array.isArray(others)) {
        beside(table, row);
        continue;
      }
      if (others) (others as Doc[]).push(row);
      else owner.doc[list] = [row];
      places.set(`${table} ${idOf(row)}`, owner);
    }
  for (const entry of entries.values()) entry.phone = plainNumber(listOf(entry.doc, 'phones')[0]?.number) || null;
  return { format, entries: [...entries.values()], rest, unknown: unknownIn(tables, known) };
}

const named = ['service_at_location', 'contacts', 'phones'];
const idOf = (row: Doc): string => String(row.id ?? '');
const filled = (row: Doc): Doc => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ''));

function entryOf(row: Doc): Entry {
  const website = isWebAddress(String(row.website ?? '')) ? String(row.website) : null;
  const email = row.email === undefined || String(row.email).length > 254 ? null : String(row.email);
  return {
    sourceId: idOf(row),
    name: String(row.name ?? '').trim(),
    description: String(row.description ?? ''),
    email,
    website,
    phone: null,
    doc: without(row, 'id', 'name', 'description', ...(website ? ['website'] : []), ...(email ? ['email'] : [])),
    listed: true,
    services: [],
    locations: [],
  };
}

function unknownIn(tables: Tables, known: Record<string, readonly string[]>): string[] {
  return Object.entries(tables)
    .flatMap(([table, { columns }]) =>
      known[table]
        ? columns.filter((column) => !known[table]!.includes(column)).map((column) => `${table}.${column}`)
        : [table],
    )
    .sort();
}

/** The tables again: each with its columns in their order, rows as they stand in the organisations now. */
export function tablesOf(entries: readonly Entry[], rest: Rest, known: Record<string, readonly string[]>): Tables {
  const rows = new Map<string, Map<string, Doc>>();
  let unnamed = 0;
  const put = (table: string, row: Doc) => {
    const of = rows.get(table) ?? new Map<string, Doc>();
    rows.set(table, of);
    const id = row.id ?? row.taxonomy_id;
    const nameless = id === undefined || id === '';
    if (nameless) unnamed += 1;
    const key = nameless ? `#${unnamed}` : String(id);
    // One thing that stands in several places is one row that names all of them.
    of.set(key, { ...of.get(key), ...row });
  };
  /** Lists and things inside a thing become rows that name it. */
  const spread = (table: string, thing: Doc, naming: Doc): void => {
    const row: Doc = { ...naming };
    const self =
      typeof thing.id === 'string' || typeof thing.id === 'number' ? { [`${singular(table)}_id`]: thing.id } : {};
    for (const [field, value] of Object.entries(thing)) {
      if (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null))
        for (const one of value as Doc[])
          spread(tableOfList(field), one, names(one) ? {} : owning(tableOfList(field), self));
      else if (typeof value === 'object' && value !== null) {
        const inner = value as Doc;
        const [column, inTable] = things[field] ?? [`${field}_id`, `${field}s`];
        row[column] = inner.id;
        spread(inTable, inner, {});
      } else if (value !== null && value !== undefined) row[field] = value;
    }
    put(table, row);
  };
  // A row that came as a row names what it belongs to itself.
  const names = (row: Doc): boolean => references.some((column) => column in row);
  const owning = (table: string, self: Doc): Doc =>
    Object.fromEntries(
      Object.entries(self).filter(([column]) => known[table] === undefined || known[table]!.includes(column)),
    );
  for (const entry of entries) {
    const id = entry.sourceId;
    const own = { id, name: entry.name, description: entry.description, email: entry.email, website: entry.website };
    spread('organizations', { ...present(own), ...entry.doc }, {});
    for (const location of entry.locations)
      spread(
        'locations',
        { ...present({ id: location.sourceId, name: location.name }), ...location.doc },
        'organization_id' in location.doc ? {} : { organization_id: id },
      );
    for (const service of entry.services)
      spread(
        'services',
        { ...present({ id: service.sourceId, name: service.name, status: service.status }), ...service.doc },
        'organization_id' in service.doc || !known.services!.includes('organization_id') ? {} : { organization_id: id },
      );
  }
  for (const [table, list] of Object.entries(rest.tables ?? {})) for (const row of list) put(table, row);
  const tables: Tables = {};
  for (const table of new Set([...Object.keys(rest.columns ?? {}), ...Object.keys(known), ...rows.keys()])) {
    const list = [...(rows.get(table)?.values() ?? [])];
    const given = rest.columns?.[table];
    if (list.length === 0 && !given) continue;
    const columns = [...(given ?? known[table] ?? [])];
    for (const row of list) for (const column of Object.keys(row)) if (!columns.includes(column)) columns.push(column);
    tables[table] = { columns, rows: list };
  }
  return tables;
}

/** Things that stand inside others in JSON: the column that names them, and their own table. */
const things: Record<string, [string, string]> = {
  location: ['location_id', 'locations'],
  program: ['program_id', 'programs'],
  taxonomy_term: ['taxonomy_term_id', 'taxonomy_terms'],
  taxonomy_detail: ['taxonomy_id', 'taxonomies'],
};

const singular = (table: string): string =>
  table === 'service_at_location' ? table : table === 'taxonomies' ? 'taxonomy' : table.replace(/(ss)$|s$/, '$1');

const present = (doc: Doc): Doc =>
  Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== null && value !== ''));
