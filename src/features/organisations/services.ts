import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { change } from './commands.ts';
import type { ServiceForm } from './forms.ts';
import type { Doc } from './hsds/doc.ts';

/** What HSDS 3 knows as the state of a service. */
export const serviceStates = ['active', 'inactive', 'temporarily closed', 'defunct'] as const;

/** The message that names a service's state. */
export const statusKey = (status: string): string =>
  `organisations.status.${serviceStates.find((one) => one === status)?.replace(' ', '-') ?? 'active'}`;

/** A service of an organisation; `doc` holds its fields under their names in HSDS 3 (or in the file it came from). */
export type Service = { id: string; name: string; status: string; sourceId: string | null; doc: Doc };

/** A place at which an organisation works. */
export type Location = { id: string; name: string; sourceId: string | null; doc: Doc };

const serviceColumns = ['id', 'name', 'status', 'source_id as sourceId', 'doc'] as const;

/** The services of an organisation, in its order; for the public without those that are over. */
export async function servicesOf(ctx: Ctx, organisationId: string, all = true): Promise<Service[]> {
  let query = ctx.trx
    .selectFrom('organisation_services')
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', '=', organisationId);
  if (!all) query = query.where('status', 'not in', ['defunct', 'inactive']);
  const rows = await query.select(serviceColumns).orderBy('position').orderBy('id').limit(500).execute();
  return rows.map((row) => ({ ...row, doc: row.doc as Doc }));
}

/** One service of an organisation, or undefined. */
export async function findService(ctx: Ctx, organisationId: string, id: string): Promise<Service | undefined> {
  const row = await ctx.trx
    .selectFrom('organisation_services')
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .select(serviceColumns)
    .executeTakeFirst();
  return row && { ...row, doc: row.doc as Doc };
}

/** The places at which an organisation works, in its order. */
export async function locationsOf(ctx: Ctx, organisationId: string): Promise<Location[]> {
  const rows = await ctx.trx
    .selectFrom('organisation_locations')
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', '=', organisationId)
    .select(['id', 'name', 'source_id as sourceId', 'doc'])
    .orderBy('position')
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map((row) => ({ ...row, doc: row.doc as Doc }));
}

/** Where a service is offered, among the places of its organisation. */
export function placesOfService(service: Service, locations: Location[]): Location[] {
  const at = service.doc.service_at_locations;
  const named = Array.isArray(at) ? at.map((one: Doc) => String(one.location_id ?? '')) : [];
  if (service.doc.location_id !== undefined) named.push(String(service.doc.location_id));
  return locations.filter((location) => location.sourceId !== null && named.includes(location.sourceId));
}

/** Writes a service down, or changes it: the fields of the form, everything else it holds stays. Sent twice it makes one. */
export async function saveService(ctx: Ctx, organisationId: string, id: string, form: ServiceForm): Promise<void> {
  const known = await findService(ctx, organisationId, id);
  const doc = docOf(known?.doc ?? {}, form);
  if (known)
    await ctx.trx
      .updateTable('organisation_services')
      .set({ name: form.name, status: form.status, doc: JSON.stringify(doc), updated_at: ctx.now })
      .where('network_id', '=', ctx.network.id)
      .where('organisation_id', '=', organisationId)
      .where('id', '=', id)
      .execute();
  else {
    const { position } = await ctx.trx
      .selectFrom('organisation_services')
      .where('network_id', '=', ctx.network.id)
      .where('organisation_id', '=', organisationId)
      .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('position'))
      .executeTakeFirstOrThrow();
    await ctx.trx
      .insertInto('organisation_services')
      .values({
        network_id: ctx.network.id,
        id,
        organisation_id: organisationId,
        position: Number(position) + 1,
        name: form.name,
        status: form.status,
        doc: JSON.stringify(doc),
        updated_at: ctx.now,
      })
      // The id of another organisation's service writes nothing.
      .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
      .execute();
  }
  await change(ctx, organisationId, {});
  await record(ctx, {
    verb: known ? 'edited' : 'created',
    noun: 'organisation-service',
    id,
    detail: { organisationId },
  });
}

const plain = [
  'description',
  'application_process',
  'fees_description',
  'eligibility_description',
  'url',
  'email',
] as const;

/** What the form of a service shows of it. */
export function serviceValues(service: Service): Record<string, string> {
  const { doc } = service;
  const values: Record<string, string> = { name: service.name, status: service.status };
  for (const field of plain) values[field] = typeof doc[field] === 'string' ? (doc[field] as string) : '';
  values.phone = firstOf(doc.phones, 'number');
  values.hours = firstOf(doc.schedules, 'description');
  return values;
}

const firstOf = (list: unknown, field: string): string => {
  const value = Array.isArray(list) ? (list[0] as Doc | undefined)?.[field] : undefined;
  return typeof value === 'string' ? value : '';
};

/** Puts a value into the first of a list of things, or makes one; blank takes it out again where nothing else is in it. */
function withFirst(doc: Doc, list: string, field: string, value: string): void {
  const [first, ...rest] = Array.isArray(doc[list]) ? (doc[list] as Doc[]) : [];
  if (firstOf(doc[list], field) === value) return;
  const changed: Doc = { ...first, [field]: value };
  if (value === '') delete changed[field];
  const left = Object.keys(changed).some((key) => key !== 'id') ? [changed, ...rest] : rest;
  if (left.length > 0) doc[list] = left;
  else delete doc[list];
}

function docOf(stored: Doc, form: ServiceForm): Doc {
  const doc: Doc = { ...stored };
  // A state of the file that HSDS does not know gives way to the one that was chosen.
  delete doc.status;
  for (const field of plain) {
    if (form[field] !== '') doc[field] = form[field];
    else if (typeof doc[field] === 'string') delete doc[field];
  }
  withFirst(doc, 'phones', 'number', form.phone);
  withFirst(doc, 'schedules', 'description', form.hours);
  return doc;
}

/** Takes a service away. */
export async function removeService(ctx: Ctx, organisationId: string, id: string): Promise<boolean> {
  const gone = await ctx.trx
    .deleteFrom('organisation_services')
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  if (!gone) return false;
  await change(ctx, organisationId, {});
  await record(ctx, { verb: 'removed', noun: 'organisation-service', id, detail: { organisationId } });
  return true;
}
