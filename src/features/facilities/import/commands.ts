import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { found } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { listPlaces } from '../../vocabularies/index.ts';
import { visibleFacilities } from '../access.ts';
import { createFacility } from '../commands.ts';
import { nameKey } from '../facility.ts';
import { type Fate, fatesOf, type Known, type ListRow } from './list.ts';

const noun = 'facility-list';

export type FacilityList = {
  id: string;
  organisationId: string | null;
  fileName: string;
  state: 'read' | 'done' | 'undone';
  rows: ListRow[];
  createdAt: Date;
};

/** The lists that whoever asks handed in: nobody else sees them, for they were not taken over for anybody yet. */
const hers = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('facility_imports')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('created_by', '=', ctx.actor.kind === 'account' ? ctx.actor.id : null);

const listOf = (row: Awaited<ReturnType<ReturnType<typeof hers>['executeTakeFirstOrThrow']>>): FacilityList => ({
  id: row.id,
  organisationId: row.organisation_id,
  fileName: row.file_name,
  state: row.state as FacilityList['state'],
  rows: row.rows as unknown as ListRow[],
  createdAt: row.created_at,
});

/** The newest twenty of her lists. */
export const listsOf = async (ctx: Ctx): Promise<FacilityList[]> =>
  (await hers(ctx).orderBy('created_at', 'desc').limit(20).execute()).map(listOf);

/** One of her lists, or undefined. */
export async function findList(ctx: Ctx, id: string, lock = false): Promise<FacilityList | undefined> {
  const query = hers(ctx).where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row && listOf(row);
}

/** Keeps a list until somebody decides about it. Sent twice it is kept once. */
export async function keepList(
  ctx: Ctx,
  { id, organisationId, fileName, rows }: Pick<FacilityList, 'id' | 'organisationId' | 'fileName' | 'rows'>,
): Promise<void> {
  await ctx.trx
    .insertInto('facility_imports')
    .values({
      network_id: ctx.network.id,
      id,
      organisation_id: organisationId,
      file_name: fileName.slice(0, 200) || 'list',
      rows: JSON.stringify(rows),
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await record(ctx, { verb: 'uploaded', noun, id, detail: { rows: rows.length } });
}

/** What would become of each row, told by what she may know: a facility that is hidden from her makes none "the same". */
export async function tryList(ctx: Ctx, list: FacilityList): Promise<Fate[]> {
  const [places, there] = await Promise.all([
    listPlaces(ctx),
    visibleFacilities(ctx).select(['f.place_id', 'f.name_keys']).execute(),
  ]);
  const wider = places.filter((place) => place.kind !== 'facility');
  const known: Known = {
    placeIds: new Set(wider.map((place) => place.id)),
    placesByName: new Map(wider.map((place) => [nameKey(place.label), place.id])),
    taken: new Set(there.flatMap((one) => one.name_keys.map((key) => `${one.place_id} ${key}`))),
  };
  return fatesOf(list.rows, ctx.network.locales, known);
}

/** Takes the list over, in one transaction: all of its good rows, or none. Sent twice it is taken once. */
export async function runList(ctx: Ctx, id: string): Promise<number> {
  const list = found(await findList(ctx, id, true));
  if (list.state !== 'read') return 0;
  const fates = await tryList(ctx, list);
  const places = new Map((await listPlaces(ctx)).map((place) => [place.id, place]));
  let made = 0;
  for (const fate of fates) {
    if (fate.outcome !== 'made') continue;
    const own = { id: newId(), organisationId: list.organisationId, importId: id, places };
    if (await createFacility(ctx, own, fate.form)) made += 1;
  }
  await setState(ctx, id, 'done');
  await record(ctx, { verb: 'imported', noun, id, detail: { rows: made } });
  return made;
}

/** Takes back what the list made, but for what somebody changed or released since, and what something is about already. */
export async function undoList(ctx: Ctx, id: string): Promise<number> {
  const list = found(await findList(ctx, id, true));
  if (list.state !== 'done') return 0;
  const gone = await ctx.trx
    .deleteFrom('facilities')
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .whereRef('updated_at', '=', 'created_at')
    .where('network_from', 'is', null)
    .where('public_from', 'is', null)
    .where(
      sql<boolean>`not exists (select from tags t
        where t.network_id = facilities.network_id and t.noun = 'facility' and t.noun_id = facilities.id::text)`,
    )
    .returning('id')
    .execute();
  await setState(ctx, id, 'undone');
  await record(ctx, { verb: 'withdrew', noun, id, detail: { rows: gone.length } });
  return gone.length;
}

/** Deletes a list that was not taken over. */
export async function dropList(ctx: Ctx, id: string): Promise<void> {
  const list = found(await findList(ctx, id, true));
  if (list.state === 'done') return;
  await ctx.trx.deleteFrom('facility_imports').where('network_id', '=', ctx.network.id).where('id', '=', id).execute();
  await record(ctx, { verb: 'removed', noun, id });
}

const setState = (ctx: Ctx, id: string, state: FacilityList['state']) =>
  ctx.trx
    .updateTable('facility_imports')
    .set({ state })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
