import { record } from '../../platform/audit/index.ts';
import { found } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Place, placeAndAbove } from '../vocabularies/index.ts';
import { todayOf } from './access.ts';
import { type Facility, type FacilityAudience, nameKey, releaseState } from './facility.ts';
import type { FacilityForm, ReleaseForm } from './forms.ts';
import { lockKept } from './queries.ts';

// The log holds ids, audiences and days: never a name or a place.
const noun = 'facility';

/** The row of a form, with the chain of places above it; undefined for a place that no list holds, or that is no wider one. */
async function rowOf(ctx: Ctx, form: FacilityForm, known?: ReadonlyMap<string, Place>) {
  const line = known ? lineOf(known, form.place) : await placeAndAbove(ctx, form.place);
  const at = (kind: string) => line.filter((place) => place.kind === kind).map((place) => place.id);
  const [country] = at('country');
  // A region within a region is as fine as a district.
  const [region = null, finer = null] = at('region');
  const [district = finer] = at('district');
  if (!country || line.at(-1)!.kind === 'facility') return undefined;
  const keys = [...new Set([...Object.values(form.names), ...form.former].map(nameKey))].filter((key) => key !== '');
  return {
    names: JSON.stringify(form.names),
    name_keys: keys,
    sort_key: keys[0]!,
    former_names: form.former,
    kind: form.kind,
    women: form.women,
    women_held: form.women_held,
    women_held_on: form.women_held_on,
    women_held_source: form.women_held_source,
    unit: form.unit,
    unit_places: form.unit_places,
    unit_source: form.unit_source,
    country_id: country,
    region_id: region,
    district_id: district,
    place_id: form.place,
    locality: form.locality,
    latitude: form.latitude,
    longitude: form.longitude,
    position_shown: form.position_shown,
    source_url: form.source_url,
    checked_on: form.checked_on,
    updated_at: ctx.now,
  };
}

/** As `placeAndAbove`, among places that were read before. */
function lineOf(known: ReadonlyMap<string, Place>, id: string): Place[] {
  const line: Place[] = [];
  for (let next = known.get(id); next; next = known.get(next.parentId ?? '')) line.unshift(next);
  return line;
}

/** Writes one down, for one organisation or (null) for the coordination. It is seen there alone. False: there is no such place. */
export async function createFacility(
  ctx: Ctx,
  {
    id,
    organisationId,
    importId = null,
    sample = false,
    places,
  }: {
    id: string;
    organisationId: string | null;
    importId?: string | null;
    sample?: boolean;
    /** All places, where many are written down at once. */
    places?: ReadonlyMap<string, Place>;
  },
  form: FacilityForm,
): Promise<boolean> {
  const row = await rowOf(ctx, form, places);
  if (!row) return false;
  const made = await ctx.trx
    .insertInto('facilities')
    .values({
      network_id: ctx.network.id,
      id,
      organisation_id: organisationId,
      ...row,
      import_id: importId,
      sample,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await record(ctx, { verb: 'created', noun, id });
  return true;
}

const locked = async (ctx: Ctx, id: string): Promise<Facility> => found(await lockKept(ctx, id));

const change = (ctx: Ctx, id: string, set: Record<string, unknown>) =>
  ctx.trx.updateTable('facilities').set(set).where('network_id', '=', ctx.network.id).where('id', '=', id).execute();

/** Changes what it says. False: there is no such place. */
export async function saveFacility(ctx: Ctx, id: string, form: FacilityForm): Promise<boolean> {
  await locked(ctx, id);
  const row = await rowOf(ctx, form);
  if (!row) return false;
  await change(ctx, id, row);
  await record(ctx, { verb: 'changed', noun, id });
  return true;
}

const notStopped = { stopped_at: null, stopped_by: null, stop_reason: null, stop_note: '' };

/**
 * Releases it to the network or to everybody, from a day on, down to itself or to a wider place. A release that was made before is replaced.
 */
export async function releaseFacility(ctx: Ctx, id: string, form: ReleaseForm): Promise<void> {
  await locked(ctx, id);
  const from = form.from ?? todayOf(ctx);
  await change(ctx, id, {
    [`${form.audience}_from`]: from,
    [`${form.audience}_precision`]: form.precision,
    // They have read why it was taken back.
    ...notStopped,
    updated_at: ctx.now,
  });
  await record(ctx, {
    verb: 'released',
    noun,
    id,
    detail: { audience: form.audience, from, precision: form.precision },
  });
}

/** Takes a release back: before its day it never happened, afterwards what was read was read. Returns which of the two it was. */
export async function withdrawRelease(
  ctx: Ctx,
  id: string,
  audience: FacilityAudience,
): Promise<'none' | 'ahead' | 'holds'> {
  const facility = await locked(ctx, id);
  const state = releaseState(facility.releases[audience], todayOf(ctx));
  if (state === 'none') return state;
  await change(ctx, id, { [`${audience}_from`]: null, [`${audience}_precision`]: null, updated_at: ctx.now });
  await record(ctx, { verb: 'withdrew', noun, id, detail: { audience, before: state === 'ahead' } });
  return state;
}

/** Takes it away for everybody; for thirty days it can be brought back. */
export async function removeFacility(ctx: Ctx, id: string): Promise<void> {
  await locked(ctx, id);
  await change(ctx, id, { deleted_at: ctx.now, updated_at: ctx.now });
  await record(ctx, { verb: 'removed', noun, id });
}

/** Brings it back as it was. */
export async function restoreFacility(ctx: Ctx, id: string): Promise<void> {
  found(await lockKept(ctx, id, true));
  await change(ctx, id, { deleted_at: null, updated_at: ctx.now });
  await record(ctx, { verb: 'restored', noun, id });
}

const keptDays = 30;
/** So long the words of an urgent withdrawal stay, unless it is released again before. */
const stoppedDays = 365;

/** Deletes what was taken away thirty days ago, with what was said to be about it, and old lists; returns how many. */
export async function retain(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - keptDays * 86_400_000);
  const gone = await ctx.trx
    .deleteFrom('facilities')
    .where('network_id', '=', ctx.network.id)
    .where('deleted_at', '<', before)
    .returning('id')
    .execute();
  await forgetTags(
    ctx,
    gone.map(({ id }) => id),
  );
  const told = await ctx.trx
    .updateTable('facilities')
    .set({ stopped_by: null, stop_note: '' })
    .where('network_id', '=', ctx.network.id)
    .where('stopped_at', '<', new Date(ctx.now.getTime() - stoppedDays * 86_400_000))
    .where((eb) => eb.or([eb('stopped_by', 'is not', null), eb('stop_note', '!=', '')]))
    .returning('id')
    .execute();
  const lists = await ctx.trx
    .deleteFrom('facility_imports')
    .where('network_id', '=', ctx.network.id)
    .where('created_at', '<', before)
    .returning('id')
    .execute();
  return gone.length + told.length + lists.length;
}

/** Nothing is about these facilities any more. */
export async function forgetTags(ctx: { trx: Ctx['trx']; network: { id: string } }, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.trx
    .deleteFrom('tags')
    .where('network_id', '=', ctx.network.id)
    .where('noun', '=', 'facility')
    .where('noun_id', 'in', ids)
    .execute();
}

/** Two organisations turn out to be one: what the one wrote down is the other's. Returns which, to take it back. */
export async function joinOrganisations(ctx: Ctx, keptId: string, goneId: string): Promise<string[] | undefined> {
  const moved = await ctx.trx
    .updateTable('facilities')
    .set({ organisation_id: keptId })
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', '=', goneId)
    .returning('id')
    .execute();
  return moved.length > 0 ? moved.map(({ id }) => id) : undefined;
}

/** Takes that back. */
export async function partOrganisations(ctx: Ctx, _keptId: string, goneId: string, moved: unknown): Promise<void> {
  const ids = moved as string[];
  if (ids.length === 0) return;
  await ctx.trx
    .updateTable('facilities')
    .set({ organisation_id: goneId })
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', ids)
    .execute();
}

/** Whoever leaves: what she wrote down stays her organisation's, without her. */
export async function departs(ctx: Ctx, accountId: string): Promise<void> {
  for (const table of ['facilities', 'facility_imports'] as const)
    await ctx.trx
      .updateTable(table)
      .set({ created_by: null })
      .where('network_id', '=', ctx.network.id)
      .where('created_by', '=', accountId)
      .execute();
  await ctx.trx
    .updateTable('facilities')
    .set({ stopped_by: null })
    .where('network_id', '=', ctx.network.id)
    .where('stopped_by', '=', accountId)
    .execute();
}

/** The facilities that she wrote down, and what she wrote where she took releases back, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const rows = await ctx.trx
    .selectFrom('facilities')
    .select(['id', 'names', 'created_at'])
    .where('network_id', '=', ctx.network.id)
    .where('created_by', '=', accountId)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  const stopped = await ctx.trx
    .selectFrom('facilities')
    .select(['id', 'stopped_at', 'stop_reason', 'stop_note'])
    .where('network_id', '=', ctx.network.id)
    .where('stopped_by', '=', accountId)
    .orderBy('id')
    .execute();
  return { ...(rows.length > 0 && { facilities: rows }), ...(stopped.length > 0 && { stopped_facilities: stopped }) };
}
