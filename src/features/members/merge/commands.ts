import { guardedRoles } from '../../../platform/access/index.ts';
import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { found, Problem } from '../../../platform/http/index.ts';
import type { Feature } from '../../../platform/registry/index.ts';
import type { Ctx, Role } from '../../../platform/tenancy/index.ts';
import { disableAccount, endSessions, notify } from '../../accounts/index.ts';
import { Refused } from '../admitting.ts';
import { actorId, noteEvent, standingMembership, today, updateMembership } from '../queries.ts';
import { findMerge, type Merge, mergeOfGone, type Side, sidesOf } from './queries.ts';
import { moveRows, returnRows, type Went } from './rows.ts';

/** How long a merge can be taken back, in milliseconds. */
export const undoMs = 30 * 24 * 3_600_000;

/** What is kept of a merge: rows by kind, what rooms say, a membership that ended for it. */
type Moved = { rows: Record<string, Went>; rooms: Record<string, unknown>; ended: string | null };

/** Whoever holds these reads no content; a merge would give her some. */
const readsNothing: readonly Role[] = ['administrator', 'auditor'];

/**
 * Why these two cannot be merged by whoever asks, as a message key. Somebody who is entrusted with more is not merged away, nothing goes
 * to whoever reads no content, nobody merges herself, and no suspension is lifted by the way.
 */
export function objection(actor: string | null, kept: Side, gone: Side): string | undefined {
  if (kept.id === gone.id) return 'members.merge.wrong.same';
  if (actor === kept.id || actor === gone.id) return 'members.merge.wrong.yourself';
  if (kept.closed || gone.closed) return 'members.merge.wrong.closed';
  if (gone.roles.some((role) => guardedRoles.includes(role))) return 'members.merge.wrong.entrusted';
  if (kept.roles.some((role) => readsNothing.includes(role))) return 'members.merge.wrong.readsNothing';
  if (kept.membership === 'suspended' || gone.membership === 'suspended') return 'members.merge.wrong.suspended';
  return undefined;
}

/** Both accounts, held back in one order, so that two merges never wait for each other. */
async function hold(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.trx
    .selectFrom('accounts')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/**
 * Two accounts are one woman: what the one that goes holds openly is the other's from now on, and nobody signs in with it any more. Roles
 * and every other power stay behind. Returns the merge, also of the same pair merged before. Throws `Refused`.
 */
export async function mergeMembers(
  ctx: Ctx,
  features: readonly Feature[],
  keptId: string,
  goneId: string,
): Promise<string> {
  if (keptId === goneId) throw new Refused('members.merge.wrong.same');
  await hold(ctx, [keptId, goneId]);
  const [kept, gone] = await sidesOf(ctx, [keptId, goneId]);
  if (!kept || !gone) throw new Problem('not-found');
  const before = await mergeOfGone(ctx, goneId);
  if (before?.keptId === keptId) return before.id;
  const wrong = objection(actorId(ctx), kept, gone);
  if (wrong) throw new Refused(wrong);
  const moved: Moved = { rows: {}, rooms: {}, ended: null };
  const [hers, other] = [
    await standingMembership(ctx, { account: keptId }, true),
    await standingMembership(ctx, { account: goneId }, true),
  ];
  // Held now: who was suspended a moment ago is seen here, as she was not yet when the two were read.
  if (hers?.state === 'suspended' || other?.state === 'suspended') throw new Refused('members.merge.wrong.suspended');
  if (hers && other) {
    // One woman is one member.
    await updateMembership(ctx, other.id, { state: 'ended', ended_on: today(ctx) });
    moved.ended = other.id;
  }
  moved.rows = await moveRows(ctx, features, goneId, keptId);
  for (const { name, memberMerge } of features)
    if (memberMerge?.join) moved.rooms[name] = await memberMerge.join(ctx, keptId, goneId);
  await disableAccount(ctx, goneId, ctx.now);
  await endSessions(ctx, goneId);
  const id = newId();
  await ctx.trx
    .insertInto('member_merges')
    .values({
      network_id: ctx.network.id,
      id,
      kept_id: keptId,
      gone_id: goneId,
      moved: JSON.stringify(moved),
      at: ctx.now,
      by_account: actorId(ctx),
    })
    .execute();
  const stands = hers ?? other;
  if (stands) await noteEvent(ctx, stands.id, 'merged');
  await record(ctx, { verb: 'merged', noun: 'member', id: keptId, detail: { gone: goneId, merge: id } });
  await notify(ctx, kept, 'joined');
  await notify(ctx, gone, 'joined-away');
  return id;
}

/** Whether a merge can still be taken back; 'later': its account was merged away itself since, and that has to be undone first. */
export async function undoable(ctx: Ctx, merge: Merge): Promise<'yes' | 'over' | 'later'> {
  if (merge.undoneAt || !merge.moved || ctx.now.getTime() - merge.at.getTime() > undoMs) return 'over';
  return (await mergeOfGone(ctx, merge.keptId)) ? 'later' : 'yes';
}

/** Takes a merge back: what went returns, as far as it is where it went to. Again changes nothing. Throws `Refused`. */
export async function undoMerge(ctx: Ctx, features: readonly Feature[], id: string): Promise<void> {
  const seen = found(await findMerge(ctx, id));
  const { keptId, goneId } = seen;
  await hold(ctx, [keptId, goneId]);
  const merge = found(await findMerge(ctx, id));
  if (merge.undoneAt) return;
  if ([keptId, goneId].includes(actorId(ctx) ?? '')) throw new Refused('members.merge.wrong.yourself');
  const may = await undoable(ctx, merge);
  if (may !== 'yes') throw new Refused(`members.merge.wrong.${may}`);
  const moved = merge.moved as Moved;
  await ctx.trx
    .updateTable('member_merges')
    .set({ undone_at: ctx.now, undone_by: actorId(ctx), moved: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  // Only what the merge closed: an administrator who closed the account since has the last word.
  await ctx.trx
    .updateTable('accounts')
    .set({ disabled_at: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', goneId)
    .where('disabled_at', '=', merge.at)
    .execute();
  for (const { name, memberMerge } of [...features].reverse())
    if (memberMerge?.part && moved.rooms[name] !== undefined)
      await memberMerge.part(ctx, keptId, goneId, moved.rooms[name]);
  await returnRows(ctx, features, keptId, goneId, moved.rows);
  if (moved.ended) {
    await ctx.trx
      .updateTable('memberships')
      .set({ state: 'active', ended_on: null })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', moved.ended)
      .where('account_id', '=', goneId)
      .where('state', '=', 'ended')
      .execute();
  }
  const stands = await standingMembership(ctx, { account: goneId });
  if (stands) await noteEvent(ctx, stands.id, 'parted');
  await record(ctx, { verb: 'parted', noun: 'member', id: keptId, detail: { gone: goneId, merge: id } });
  for (const side of await sidesOf(ctx, [keptId, goneId])) await notify(ctx, side, 'parted');
}

/** These two are two women: the pair is not shown again. Again changes nothing. */
export async function keepApart(ctx: Ctx, ids: readonly [string, string]): Promise<void> {
  const [one, other] = [...ids].sort();
  if (one === other || (await sidesOf(ctx, ids)).length < 2) throw new Problem('not-found');
  const kept = await ctx.trx
    .insertInto('member_pairs_apart')
    .values({ network_id: ctx.network.id, one_id: one!, other_id: other!, at: ctx.now, by_account: actorId(ctx) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('one_id')
    .executeTakeFirst();
  if (kept) await record(ctx, { verb: 'kept-apart', noun: 'member', id: one!, detail: { other: other! } });
}

/** Forgets what a merge moved, once it can no longer be taken back. */
export async function retainMerges(ctx: Ctx): Promise<number> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('member_merges')
    .set({ moved: null })
    .where('network_id', '=', ctx.network.id)
    .where('moved', 'is not', null)
    .where('at', '<', new Date(ctx.now.getTime() - undoMs))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
