import { dayOf } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** What became of the memberships of an organisation that was merged into another. */
type Moved = { given: string[]; ended: { id: string; state: string } | null };

const running = ['active', 'suspended'];

/**
 * Two organisations are one: the membership of the one that goes becomes that of the one that stays; where both are members, the
 * one that goes ends today, so that nobody counts twice.
 */
export async function joinMemberships(ctx: Ctx, keptId: string, goneId: string): Promise<Moved | undefined> {
  const rows = await ctx.trx
    .selectFrom('memberships')
    .select(['id', 'organisation_id', 'state'])
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', 'in', [keptId, goneId])
    .where('state', 'in', running)
    .forUpdate()
    .execute();
  const gone = rows.find((row) => row.organisation_id === goneId);
  if (!gone) return undefined;
  if (rows.some((row) => row.organisation_id === keptId)) {
    await change(ctx, gone.id, { state: 'ended', ended_on: dayOf(ctx.now, ctx.network.timeZone) });
    return { given: [], ended: { id: gone.id, state: gone.state } };
  }
  await change(ctx, gone.id, { organisation_id: keptId });
  return { given: [gone.id], ended: null };
}

/** Takes that back, as far as nothing else was decided since. */
export async function partMemberships(ctx: Ctx, keptId: string, goneId: string, moved: unknown): Promise<void> {
  const { given, ended } = moved as Moved;
  for (const id of given) await change(ctx, id, { organisation_id: goneId }, { organisation_id: keptId });
  if (ended) await change(ctx, ended.id, { state: ended.state, ended_on: null }, { state: 'ended' });
}

async function change(
  ctx: Ctx,
  id: string,
  set: { state?: string; ended_on?: string | null; organisation_id?: string },
  only: { state?: string; organisation_id?: string } = {},
): Promise<void> {
  let query = ctx.trx.updateTable('memberships').set(set).where('network_id', '=', ctx.network.id).where('id', '=', id);
  if (only.state) query = query.where('state', '=', only.state);
  if (only.organisation_id) query = query.where('organisation_id', '=', only.organisation_id);
  await query.execute();
}
