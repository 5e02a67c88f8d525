import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Viewer } from '../../directory/index.ts';
import type { Organisation } from '../organisation.ts';
import { organisationColumns, organisationOf } from '../queries.ts';
import { type ShownOrganisation, shownTo, visibleOrganisations } from '../shown.ts';
import { type Kept, plainNumber, type Rest, without } from './directory.ts';
import { type Doc, listOf } from './doc.ts';
import type { Format } from './fields.ts';
import type { Known } from './write.ts';

/** Organisations that a reader may know of, by name, as a directory: only what that reader may see of each. Three queries. */
export async function knownOrganisations(
  ctx: Ctx,
  viewer: Viewer,
  { id, limit = 50, offset = 0 }: { id?: string; limit?: number; offset?: number } = {},
): Promise<Known[]> {
  let query = visibleOrganisations(ctx, viewer);
  if (id) query = query.where('o.id', '=', id);
  const rows = await query
    .select([...organisationColumns, 'o.hsds', 'o.source_id'])
    .orderBy('o.name_key')
    .orderBy('o.id')
    .limit(limit)
    .offset(offset)
    .execute();
  const ids = rows.map((row) => row.id);
  const services = await partsOf(ctx, 'organisation_services', ids);
  const locations = await partsOf(ctx, 'organisation_locations', ids);
  return rows.flatMap(({ hsds, source_id, ...row }) => {
    const organisation = organisationOf(row);
    const shown = shownTo(organisation, viewer);
    if (!shown) return [];
    const of = (parts: PartRow[]) => parts.filter((part) => part.organisation_id === row.id).map(partOf);
    return [limited(entryOf(ctx, organisation, hsds as Kept, source_id, of(services), of(locations)), shown)];
  });
}

/** How many organisations a reader may know of. */
export async function countOrganisations(ctx: Ctx, viewer: Viewer): Promise<number> {
  const row = await visibleOrganisations(ctx, viewer)
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

type PartRow = {
  id: string;
  organisation_id: string;
  name: string;
  status?: string;
  source_id: string | null;
  doc: unknown;
};

async function partsOf(
  ctx: Ctx,
  table: 'organisation_services' | 'organisation_locations',
  ids: string[],
): Promise<PartRow[]> {
  if (ids.length === 0) return [];
  return ctx.trx
    .selectFrom(table)
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', 'in', ids)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

const partOf = (row: PartRow) => ({
  sourceId: row.source_id ?? row.id,
  name: row.name,
  status: row.status ?? '',
  doc: row.doc as Doc,
});

/** The organisation as it is now: what came with it, under what was changed here since. */
function entryOf(
  ctx: Ctx,
  organisation: Organisation,
  kept: Kept,
  sourceId: string | null,
  services: Known['services'],
  locations: Known['locations'],
): Known {
  const { about } = organisation;
  const languages = [kept.locale, ctx.locale, ...ctx.network.locales].filter((one) => one !== undefined);
  const doc: Doc = { ...kept.fields };
  const [first, ...more] = listOf(doc, 'phones');
  if (organisation.phone !== null && plainNumber(first?.number) !== organisation.phone)
    doc.phones = [{ ...first, number: organisation.phone }, ...more];
  else if (organisation.phone === null && first) {
    if (more.length > 0) doc.phones = more;
    else delete doc.phones;
  }
  return {
    format: kept.format as Format | undefined,
    sourceId: sourceId ?? organisation.id,
    name: organisation.name,
    description: languages.map((locale) => about[locale]).find(Boolean) ?? '',
    email: organisation.email,
    website: organisation.website,
    phone: organisation.phone,
    doc,
    listed: kept.listed ?? false,
    services,
    locations,
  };
}

/** Without what the reader may not see: at the organisation, and persons by name wherever they stand. */
function limited(entry: Known, shown: ShownOrganisation): Known {
  let doc = entry.doc;
  if (shown.email === undefined) doc = without(doc, 'email');
  if (shown.website === undefined) doc = without(doc, 'website', 'additional_websites');
  if (shown.phone === undefined) doc = without(doc, 'phones');
  const names = shown.contacts === undefined;
  const part = <T extends { doc: Doc }>(one: T): T => (names ? { ...one, doc: nameless(one.doc) } : one);
  return {
    ...entry,
    description: shown.about === undefined ? '' : entry.description,
    email: shown.email === undefined ? null : entry.email,
    website: shown.website === undefined ? null : entry.website,
    phone: shown.phone === undefined ? null : entry.phone,
    doc: names ? nameless(doc) : doc,
    services: shown.services === undefined ? [] : entry.services.map(part),
    locations: shown.services === undefined ? [] : entry.locations.map(part),
  };
}

/** Fields that hold people, at whatever depth, and telephones that are a person's. */
const personal = ['contacts', 'admin_emails', 'assurer_email', 'metadata'];
const nameless = (doc: Doc): Doc =>
  Object.fromEntries(
    Object.entries(doc)
      .filter(([field]) => !personal.includes(field))
      .map(([field, value]) => [field, inner(value)]),
  );
const inner = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value
      .filter((one) => !(one as Doc | null)?.contact_id || (one as Doc).location_id || (one as Doc).service_id)
      .map(inner);
  return typeof value === 'object' && value !== null ? nameless(value as Doc) : value;
};

/** What the newest file of a form that was taken held beside its organisations. */
export async function restOf(ctx: Ctx, format: Format): Promise<Rest> {
  const row = await ctx.trx
    .selectFrom('organisation_imports')
    .select('rest')
    .where('network_id', '=', ctx.network.id)
    .where('format', '=', format)
    .where('taken_at', 'is not', null)
    .where('undone_at', 'is', null)
    .orderBy('taken_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.rest ?? {}) as Rest;
}
