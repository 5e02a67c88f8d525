import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { found } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { change } from './commands.ts';
import { findOrganisation } from './queries.ts';

/** What went from the one to the other: ids by table, tags that named it, and what other rooms say they moved. */
type Moved = {
  wasClosed: string | null;
  rows: Partial<Record<MovedTable, string[]>>;
  tags: { subject: string; id: string }[];
  rooms: Record<string, unknown>;
};
const movedTables = ['affiliations', 'organisation_services', 'organisation_locations'] as const;
type MovedTable = (typeof movedTables)[number];

export type Merge = { id: string; goneId: string; goneName: string; at: Date };

/**
 * Two organisations turn out to be one: what is written of `goneId` is written of `keptId` from now on, and its address leads there.
 * What either says of itself stays as it is. False where they are the same, or either is merged or the kept one closed.
 */
export async function mergeOrganisations(
  ctx: Ctx,
  features: readonly Feature[],
  keptId: string,
  goneId: string,
): Promise<boolean> {
  if (keptId === goneId) return false;
  // Always in one order, so that two merges of the same pair do not wait for each other.
  const [first, second] = [keptId, goneId].sort();
  const both = [found(await findOrganisation(ctx, first!, true)), found(await findOrganisation(ctx, second!, true))];
  const kept = both.find((one) => one.id === keptId)!;
  const gone = both.find((one) => one.id === goneId)!;
  if (kept.closedAt || kept.mergedInto || gone.mergedInto) return false;
  const moved: Moved = { wasClosed: gone.closedAt?.toISOString() ?? null, rows: {}, tags: [], rooms: {} };
  for (const table of movedTables) moved.rows[table] = await move(ctx, table, goneId, keptId);
  moved.tags = await retag(ctx, goneId, keptId);
  for (const feature of features)
    if (feature.organisationMerge)
      moved.rooms[feature.name] = await feature.organisationMerge.join(ctx, keptId, goneId);
  await change(ctx, goneId, { closed_at: gone.closedAt ?? ctx.now, merged_into: keptId });
  await change(ctx, keptId, {});
  const id = newId();
  await ctx.trx
    .insertInto('organisation_merges')
    .values({
      network_id: ctx.network.id,
      id,
      kept_id: keptId,
      gone_id: goneId,
      moved: JSON.stringify(moved),
      at: ctx.now,
    })
    .execute();
  await record(ctx, { verb: 'merged', noun: 'organisation', id: keptId, detail: { gone: goneId, merge: id } });
  return true;
}

/** Takes a merge back: what came with it goes back, as far as it still is where it was moved to. False for one that is undone already. */
export async function undoMerge(ctx: Ctx, features: readonly Feature[], keptId: string, id: string): Promise<boolean> {
  const merge = await ctx.trx
    .updateTable('organisation_merges')
    .set({ undone_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('kept_id', '=', keptId)
    .where('undone_at', 'is', null)
    .returning(['gone_id', 'moved'])
    .executeTakeFirst();
  if (!merge) return false;
  const moved = merge.moved as unknown as Moved;
  const goneId = merge.gone_id;
  for (const table of movedTables) await move(ctx, table, keptId, goneId, moved.rows[table] ?? []);
  for (const feature of features) {
    const rooms = moved.rooms[feature.name];
    if (feature.organisationMerge && rooms !== undefined)
      await feature.organisationMerge.part(ctx, keptId, goneId, rooms);
  }
  await retag(ctx, keptId, goneId, moved.tags);
  await change(ctx, goneId, { closed_at: moved.wasClosed ? new Date(moved.wasClosed) : null, merged_into: null });
  await change(ctx, keptId, {});
  await record(ctx, { verb: 'parted', noun: 'organisation', id: keptId, detail: { gone: goneId, merge: id } });
  return true;
}

/** Gives rows of one organisation to another; with `only` these of them. Returns the ids of those that went. */
async function move(ctx: Ctx, table: MovedTable, from: string, to: string, only?: string[]): Promise<string[]> {
  if (only?.length === 0) return [];
  let query = ctx.trx
    .updateTable(table)
    .set({ organisation_id: to })
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', '=', from);
  if (only) query = query.where('id', 'in', only);
  const rows = await query.returning('id').execute();
  return rows.map((row) => row.id);
}

/** What was tagged with the one is tagged with the other, unless it was already. Returns what was changed. */
async function retag(ctx: Ctx, from: string, to: string, only?: Moved['tags']): Promise<Moved['tags']> {
  if (only?.length === 0) return [];
  const here = await ctx.trx
    .selectFrom('tags')
    .select(['subject', 'subject_id', 'noun_id'])
    .where('network_id', '=', ctx.network.id)
    .where('noun', '=', 'organisation')
    .where('noun_id', 'in', [from, to])
    .execute();
  const both = new Set(here.filter((tag) => tag.noun_id === to).map((tag) => `${tag.subject} ${tag.subject_id}`));
  const asked = only && new Set(only.map((tag) => `${tag.subject} ${tag.id}`));
  const going = here.filter((tag) => {
    const key = `${tag.subject} ${tag.subject_id}`;
    return tag.noun_id === from && !both.has(key) && (asked?.has(key) ?? true);
  });
  for (const tag of going)
    await ctx.trx
      .updateTable('tags')
      .set({ noun_id: to })
      .where('network_id', '=', ctx.network.id)
      .where('subject', '=', tag.subject)
      .where('subject_id', '=', tag.subject_id)
      .where('noun', '=', 'organisation')
      .where('noun_id', '=', from)
      .execute();
  return going.map((tag) => ({ subject: tag.subject, id: tag.subject_id }));
}

/** Merges into this organisation that can be taken back, newest first. */
export async function mergesInto(ctx: Ctx, keptId: string): Promise<Merge[]> {
  return ctx.trx
    .selectFrom('organisation_merges as m')
    .innerJoin('organisations as o', (join) =>
      join.onRef('o.network_id', '=', 'm.network_id').onRef('o.id', '=', 'm.gone_id'),
    )
    .where('m.network_id', '=', ctx.network.id)
    .where('m.kept_id', '=', keptId)
    .where('m.undone_at', 'is', null)
    .select(['m.id', 'm.gone_id as goneId', 'o.name as goneName', 'm.at'])
    .orderBy('m.at', 'desc')
    .execute();
}
