import { csvLine } from '../../../platform/csv/index.ts';
import { writeZip } from '../../../platform/files/index.ts';
import { type Entry, type Part, type Rest, without } from './directory.ts';
import { type Doc, listOf, textOf, wordsOf } from './doc.ts';
import { type Format, hsdsTables, numbers, ohanaTables, references } from './fields.ts';
import { directoryOfJson } from './json.ts';
import { tablesOf } from './tables.ts';

/** An organisation with the format in which it came; none: it was written here. */
export type Known = Entry & { format: Format | undefined };

/** An organisation as HSDS 3 says it in JSON, with its services and places. */
export function toHsds(entry: Known): Doc {
  const modern = entry.format === undefined || entry.format === 'hsds-json' ? entry : fromTables(entry);
  const { sourceId, name, description, email, website } = modern;
  const basics = present({ id: sourceId, name, description, email, website });
  const locations = modern.locations.map(
    ({ sourceId: id, name, doc }) => ({ ...present({ id, name }), ...doc }) as Doc,
  );
  const services = modern.services.map(({ sourceId: id, name, status, doc }): Doc => {
    const said: Doc = { ...present({ id, name, status }), ...doc };
    if (Array.isArray(doc.service_at_locations))
      said.service_at_locations = listOf(doc, 'service_at_locations').map((at) => {
        const there = locations.find((location) => at.location_id !== undefined && location.id === at.location_id);
        return there ? { ...without(at, 'location_id'), location: there } : at;
      });
    return said;
  });
  return {
    ...basics,
    ...modern.doc,
    ...(modern.listed || locations.length > 0 ? { locations } : {}),
    ...(services.length > 0 ? { services } : {}),
  };
}

/** What came as tables in the words of HSDS 3: no columns that name the row's owner, numbers as numbers, older names by the newer. */
function fromTables(entry: Known): Known {
  const ohana = entry.format === 'ohana-csv';
  const part = (one: Part, kind: 'service' | 'location'): Part => ({
    ...one,
    doc: plain(ohana ? (kind === 'service' ? modernService : modernLocation)(one.doc) : one.doc, kind === 'service'),
  });
  const services = entry.services.map((one) => {
    const made = part(one, 'service');
    const at = one.doc.location_id;
    if (ohana && at !== undefined)
      made.doc.service_at_locations = [{ id: `${one.sourceId}-${String(at)}`, location_id: String(at) }];
    return made;
  });
  return {
    ...entry,
    format: 'hsds-json',
    doc: plain(ohana ? modernOrganisation(entry.doc) : entry.doc, false),
    services,
    locations: entry.locations.map((one) => part(one, 'location')),
  };
}

/** Without references; `at`: the places of a service keep theirs, they are put in afterwards. */
function plain(doc: Doc, at: boolean): Doc {
  const said: Doc = {};
  for (const [field, value] of Object.entries(doc)) {
    if (references.includes(field)) continue;
    if (Array.isArray(value))
      said[field] = (value as Doc[]).map((one) => {
        const inner = plain(one, false);
        return at && field === 'service_at_locations' ? { ...inner, location_id: one.location_id } : inner;
      });
    else said[field] = numbers.has(field) && /^-?\d+(\.\d+)?$/.test(String(value)) ? Number(value) : value;
  }
  return said;
}

const named = (doc: Doc, field: string, as: string): Doc[] => wordsOf(doc, field, as).map((word) => ({ [as]: word }));
const some = (field: string, list: Doc[]): Doc => (list.length > 0 ? { [field]: list } : {});
const weekdays: Record<string, string> = {
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
  sunday: 'SU',
};

/** What both services and places have: telephones and hours, by their newer names. */
function modernReach(doc: Doc): Doc {
  const phones = listOf(doc, 'phones').map((phone) => ({
    ...without(phone, 'number_type', 'department', 'country_prefix', 'vanity_number'),
    ...present({ type: phone.number_type, description: phone.department }),
  }));
  const weekly = listOf(doc, 'regular_schedules').map((one) => ({
    ...without(one, 'weekday'),
    freq: 'WEEKLY',
    ...present({ byday: weekdays[textOf(one, 'weekday').toLowerCase()] }),
  }));
  const holidays = listOf(doc, 'holiday_schedules').map((one) => ({
    ...without(one, 'start_date', 'end_date', 'closed'),
    ...present({
      valid_from: one.start_date,
      valid_to: one.end_date,
      description: one.closed === 'true' ? 'closed' : '',
    }),
  }));
  return { ...some('phones', phones), ...some('schedules', [...weekly, ...holidays]) };
}

const modernOrganisation = (doc: Doc): Doc => ({
  ...without(doc, 'phones', 'accreditations', 'date_incorporated', 'funding_sources', 'licenses'),
  ...some('funding', named(doc, 'funding_sources', 'source')),
  ...modernReach(doc),
});

const modernLocation = (doc: Doc): Doc => ({
  ...present({
    location_type: doc.virtual === 'true' ? 'virtual' : 'physical',
    url: doc.website,
    alternate_name: doc.alternate_name,
    description: doc.description ?? doc.short_desc,
    transportation: doc.transportation,
    latitude: doc.latitude,
    longitude: doc.longitude,
  }),
  ...some('accessibility', named(doc, 'accessibility', 'description')),
  ...some('languages', named(doc, 'languages', 'name')),
  ...some('addresses', [
    ...listOf(doc, 'addresses').map((one) => ({ ...one, address_type: 'physical' })),
    ...listOf(doc, 'mail_addresses').map((one) => ({ ...one, address_type: 'postal' })),
  ]),
  ...some('contacts', listOf(doc, 'contacts')),
  ...modernReach(doc),
});

const modernService = (doc: Doc): Doc => ({
  ...present({
    alternate_name: doc.alternate_name,
    description: doc.description,
    url: doc.website,
    email: doc.email,
    status: doc.status,
    interpretation_services: doc.interpretation_services,
    application_process: doc.application_process,
    fees_description: doc.fees,
    wait_time: doc.wait_time,
    eligibility_description: doc.eligibility ?? doc.audience,
  }),
  ...some('funding', named(doc, 'funding_sources', 'source')),
  ...some('languages', named(doc, 'languages', 'name')),
  ...some('required_documents', named(doc, 'required_documents', 'document')),
  ...some('service_areas', named(doc, 'service_areas', 'name')),
  ...some('contacts', listOf(doc, 'contacts')),
  ...modernReach(doc),
});

const present = (doc: Doc): Doc =>
  Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== null && value !== undefined && value !== ''));

/** The fields of Ohana's tables that other organisations have under the same name, or under this one. */
const olderNames: Record<string, string> = {
  url: 'website',
  fees_description: 'fees',
  eligibility_description: 'eligibility',
};

/** An organisation that did not come in Ohana's tables, as far as they can say it. A service needs a place there. */
function toOhana(entry: Known): Entry {
  const id = entry.sourceId;
  const words = (doc: Doc, table: string): Doc => {
    const said: Doc = {};
    for (const [field, value] of Object.entries(doc)) {
      const column = olderNames[field] ?? field;
      if (ohanaTables[table]!.includes(column) && typeof value !== 'object') said[column] = value;
    }
    return said;
  };
  const phones = (doc: Doc): Doc =>
    some(
      'phones',
      listOf(doc, 'phones').map((one) => ({ ...words(one, 'phones'), ...present({ number_type: one.type }) })),
    );
  const locations = entry.locations.map((one) => ({
    ...one,
    doc: {
      ...words(one.doc, 'locations'),
      ...phones(one.doc),
      ...some(
        'addresses',
        listOf(one.doc, 'addresses').map((address) => words(address, 'addresses')),
      ),
    },
  }));
  if (locations.length === 0 && entry.services.length > 0)
    locations.push({ sourceId: id, name: entry.name, status: 'active', doc: { virtual: 'true' } });
  const first = locations[0]?.sourceId;
  const services = entry.services.map((one) => {
    const at = listOf(one.doc, 'service_at_locations')[0]?.location_id;
    return { ...one, doc: { ...words(one.doc, 'services'), location_id: at ?? first, ...phones(one.doc) } };
  });
  return { ...entry, doc: { ...words(entry.doc, 'organizations'), ...phones(entry.doc) }, locations, services };
}

/** These organisations as an archive of tables with a description of it (a data package), in the one form or the other. */
export function archiveOf(entries: readonly Known[], format: 'hsds-csv' | 'ohana-csv', rest: Rest): Buffer {
  const known = format === 'ohana-csv' ? ohanaTables : hsdsTables;
  const fitting = entries.map((entry): Entry => {
    if (entry.format === format) return entry;
    if (format === 'ohana-csv') return toOhana(entry.format === 'hsds-csv' ? fromTables(entry) : entry);
    return directoryOfJson(toHsds(entry)).entries[0] ?? entry;
  });
  const tables = Object.entries(tablesOf(fitting, rest, known));
  const files = tables.map(([name, { columns, rows }]) => ({
    name: `${name}.csv`,
    bytes: [csvLine(columns), ...rows.map((row) => csvLine(columns.map((column) => cell(row[column]))))].join(''),
  }));
  const description = {
    name: format,
    profile: 'tabular-data-package',
    resources: tables.map(([name, { columns }]) => ({
      name,
      path: `${name}.csv`,
      encoding: 'utf-8',
      schema: { fields: columns.map((column) => ({ name: column, type: 'string' })) },
    })),
  };
  return writeZip([...files, { name: 'datapackage.json', bytes: `${JSON.stringify(description, null, 2)}\n` }]);
}

/** A number is written as one, so that it is not taken for a formula that begins with a minus. */
const cell = (value: unknown): string | number | null => {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
};
