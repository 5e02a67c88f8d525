import { isWebAddress } from '../../../platform/http/index.ts';
import { type Directory, type Entry, type Part, plainNumber, same, without } from './directory.ts';
import { type Doc, listOf, textOf } from './doc.ts';
import { hsdsTables, nestedLists } from './fields.ts';

/** A directory of HSDS 3 in JSON: an organisation, a service or a service at a location, a list of them, or a page of an API. */
export function directoryOfJson(value: unknown): Directory {
  const things = (Array.isArray(value) ? value : listIn(value as Doc)).filter(
    (one): one is Doc => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
  const entries = new Map<string, Entry>();
  const unknown = new Set<string>();
  for (const organisation of things.flatMap(organisationsOf)) {
    const entry = entryOf(organisation);
    const known = entry.sourceId === null ? undefined : entries.get(entry.sourceId);
    // Several services of one organisation, each with the organisation in it.
    if (known) known.services.push(...entry.services);
    else entries.set(entry.sourceId ?? `#${entries.size}`, entry);
    note(unknown, 'organizations', organisation);
    for (const service of listOf(organisation, 'services')) note(unknown, 'services', service);
    for (const location of listOf(organisation, 'locations')) note(unknown, 'locations', location);
  }
  return { format: 'hsds-json', entries: [...entries.values()], rest: {}, unknown: [...unknown].sort() };
}

const listIn = (value: Doc): unknown[] => {
  for (const field of ['contents', 'organizations', 'services']) {
    if (Array.isArray(value[field]) && (field !== 'services' || !value.name)) return value[field] as unknown[];
  }
  return [value];
};

/** The organisations that a thing is or names. */
function organisationsOf(thing: Doc): Doc[] {
  const inner = (field: string) => thing[field] as Doc | undefined;
  if (isThing(thing.service))
    return organisationsOf({ ...inner('service')!, service_at_locations: [without(thing, 'service')] });
  if (isThing(thing.organization)) return [{ ...inner('organization')!, services: [without(thing, 'organization')] }];
  // A place, a term or a taxonomy alone is no organisation.
  const elsewhere = ['location_type', 'taxonomy', 'term_uri', 'latitude', 'openapi_url', 'organization_id'];
  return typeof thing.name === 'string' && !elsewhere.some((field) => field in thing) && !isTaxonomy(thing)
    ? [thing]
    : [];
}

const isThing = (value: unknown): value is Doc => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTaxonomy = (thing: Doc): boolean => 'version' in thing && 'uri' in thing && !('services' in thing);

function entryOf(organisation: Doc): Entry {
  const locations = listOf(organisation, 'locations');
  const website = textOf(organisation, 'website');
  const email = textOf(organisation, 'email');
  const kept = isWebAddress(website) ? ['website'] : [];
  if (email.length <= 254) kept.push('email');
  return {
    sourceId: organisation.id === undefined ? null : String(organisation.id),
    name: textOf(organisation, 'name'),
    description: typeof organisation.description === 'string' ? organisation.description : '',
    email: kept.includes('email') && email !== '' ? email : null,
    website: kept.includes('website') ? website : null,
    phone: plainNumber(listOf(organisation, 'phones')[0]?.number) || null,
    doc: without(organisation, 'id', 'name', 'description', 'services', 'locations', ...kept),
    listed: Array.isArray(organisation.locations),
    services: listOf(organisation, 'services').map((service) => partOf(service, locations)),
    locations: locations.map((location) => ({ ...partOf(location, []), status: 'active' })),
  };
}

/** A service or a place. Where a service repeats a place of the organisation word for word, only its id is kept. */
function partOf(thing: Doc, locations: Doc[]): Part {
  const doc = without(thing, 'id', 'name', 'status');
  if (Array.isArray(doc.service_at_locations))
    doc.service_at_locations = listOf(doc, 'service_at_locations').map((at) => {
      const there = at.location as Doc | undefined;
      const listed = there && locations.some((location) => same(location, there));
      return listed ? { ...without(at, 'location'), location_id: String(there.id) } : at;
    });
  return {
    sourceId: thing.id === undefined ? null : String(thing.id),
    name: textOf(thing, 'name'),
    status: typeof thing.status === 'string' ? thing.status : '',
    doc,
  };
}

/** Notes the fields that the standard does not know. */
function note(unknown: Set<string>, table: string, thing: Doc): void {
  for (const field of Object.keys(thing))
    if (!hsdsTables[table]!.includes(field) && !(field in hsdsTables) && !nestedLists.includes(field))
      unknown.add(`${table}.${field}`);
}
