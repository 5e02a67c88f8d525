import { record } from '../../../platform/audit/index.ts';
import { found } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { findImport } from './kept.ts';

type Snapshot = {
  organisation: Record<string, unknown>;
  services: Record<string, unknown>[];
  locations: Record<string, unknown>[];
};

/** What the undoing of an import puts back; all else of the organisation was not touched by it. */
const restored = ['name', 'name_key', 'about', 'email', 'website', 'phone', 'source_id', 'hsds', 'closed_at'] as const;

/** What an organisation was before an import changed it. */
export async function snapshotOf(ctx: Ctx, id: string): Promise<Snapshot> {
  const rowsOf = (table: 'organisation_services' | 'organisation_locations') =>
    ctx.trx
      .selectFrom(table)
      .selectAll()
      .where('network_id', '=', ctx.network.id)
      .where('organisation_id', '=', id)
      .execute();
  const organisation = await ctx.trx
    .selectFrom('organisations')
    .select(restored)
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    organisation,
    services: await rowsOf('organisation_services'),
    locations: await rowsOf('organisation_locations'),
  };
}

/**
 * Takes an import back: what it brought goes, what it changed is as before. What was changed since, or what women or a membership
 * hang on, is left as it is. Returns how many are back and how many were left; undefined when there is nothing to undo.
 */
export async function undoImport(ctx: Ctx, id: string): Promise<{ back: number; left: number } | undefined> {
  const file = found(await findImport(ctx, id, true));
  if (!file.takenAt || file.undoneAt) return undefined;
  const rows = await ctx.trx
    .selectFrom('organisation_import_rows as r')
    .innerJoin('organisations as o', (join) =>
      join.onRef('o.network_id', '=', 'r.network_id').onRef('o.id', '=', 'r.organisation_id'),
    )
    .where('r.network_id', '=', ctx.network.id)
    .where('r.import_id', '=', id)
    .select(['r.organisation_id', 'r.before', 'r.written_at', 'o.updated_at'])
    .execute();
  const counts = { back: 0, left: 0 };
  for (const row of rows) {
    const untouched = row.updated_at.getTime() === row.written_at.getTime();
    if (!untouched || !(await undoRow(ctx, row.organisation_id, row.before as Snapshot | null))) counts.left += 1;
    else counts.back += 1;
  }
  await ctx.trx
    .updateTable('organisation_imports')
    .set({ undone_at: ctx.now, counts: JSON.stringify({ ...file.counts, ...counts }) })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'undone', noun: 'organisation-import', id, detail: counts });
  return counts;
}

async function undoRow(ctx: Ctx, organisationId: string, before: Snapshot | null): Promise<boolean> {
  const { id: network } = ctx.network;
  if (!before) {
    for (const table of ['affiliations', 'memberships'] as const) {
      const held = await ctx.trx
        .selectFrom(table)
        .select('id')
        .where('network_id', '=', network)
        .where('organisation_id', '=', organisationId)
        .limit(1)
        .executeTakeFirst();
      if (held) return false;
    }
    await ctx.trx
      .deleteFrom('organisations')
      .where('network_id', '=', network)
      .where('id', '=', organisationId)
      .execute();
    return true;
  }
  const { organisation } = before;
  await ctx.trx
    .updateTable('organisations')
    .set({
      ...organisation,
      about: JSON.stringify(organisation.about),
      hsds: JSON.stringify(organisation.hsds),
      updated_at: ctx.now,
    } as never)
    .where('network_id', '=', network)
    .where('id', '=', organisationId)
    .execute();
  for (const [table, rows] of [
    ['organisation_services', before.services],
    ['organisation_locations', before.locations],
  ] as const) {
    await ctx.trx
      .deleteFrom(table)
      .where('network_id', '=', network)
      .where('organisation_id', '=', organisationId)
      .execute();
    for (const row of rows)
      await ctx.trx
        .insertInto(table)
        .values({ ...row, doc: JSON.stringify(row.doc), network_id: network, organisation_id: organisationId } as never)
        .execute();
  }
  return true;
}
