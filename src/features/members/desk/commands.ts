import { guardedRoles } from '../../../platform/access/index.ts';
import { record } from '../../../platform/audit/index.ts';
import { found } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { rolesNow } from '../../accounts/index.ts';
import { Refused } from '../admitting.ts';
import { type EventKind, findMembership, type Membership, noteEvent, today, updateMembership } from '../queries.ts';
import { reachedBy, tell } from '../telling.ts';

/** A membership that holds or is suspended, held back for this change. Throws `Refused` when it is over. */
async function standing(ctx: Ctx, id: string): Promise<Membership> {
  const membership = found(await findMembership(ctx, id, true));
  if (membership.state !== 'active' && membership.state !== 'suspended') throw new Refused('members.wrong.over');
  return membership;
}

/** Writes down what happened to a membership, and tells whoever it is about. */
async function happened(ctx: Ctx, membership: Membership, kind: EventKind, words: string): Promise<void> {
  const event = await noteEvent(ctx, membership.id, kind, words);
  await record(ctx, { verb: kind, noun: 'membership', id: membership.id });
  await tell(ctx, event, await reachedBy(ctx, membership));
}

/**
 * Suspends a membership: what belongs to members is closed to her from her next page on. Throws `Refused` for one's own, and for
 * somebody who was entrusted with more: an administrator ends that first.
 */
export async function suspend(ctx: Ctx, id: string, reason: string): Promise<void> {
  const membership = await standing(ctx, id);
  if (membership.state === 'suspended') return;
  if (membership.accountId) {
    if (ctx.actor.kind === 'account' && ctx.actor.id === membership.accountId)
      throw new Refused('members.wrong.yourself');
    const held = await rolesNow(ctx.trx, ctx.network.id, ctx.now, membership.accountId);
    if (held.some(({ role }) => guardedRoles.includes(role))) throw new Refused('members.wrong.entrusted');
  }
  await updateMembership(ctx, id, { state: 'suspended' });
  await happened(ctx, membership, 'suspended', reason);
}

/** Lifts a suspension. */
export async function lift(ctx: Ctx, id: string, reason: string): Promise<void> {
  const membership = await standing(ctx, id);
  if (membership.state === 'active') return;
  await updateMembership(ctx, id, { state: 'active' });
  await happened(ctx, membership, 'lifted', reason);
}

/** Ends a membership today. It stays in the history; she may apply again. */
export async function end(ctx: Ctx, id: string, reason: string): Promise<void> {
  const membership = await standing(ctx, id);
  if (ctx.actor.kind === 'account' && ctx.actor.id === membership.accountId)
    throw new Refused('members.wrong.yourself');
  await updateMembership(ctx, id, { state: 'ended', ended_on: today(ctx) });
  await happened(ctx, membership, 'ended', reason);
}

/** Sets the day by which a membership is to be renewed, or that it has none. */
export async function setTerm(ctx: Ctx, id: string, renewOn: string | null): Promise<void> {
  const membership = await standing(ctx, id);
  if (membership.renewOn === renewOn) return;
  await updateMembership(ctx, id, { renew_on: renewOn });
  await noteEvent(ctx, id, 'renewed', '', { from: membership.renewOn, to: renewOn });
  await record(ctx, { verb: 'renewed', noun: 'membership', id, detail: { from: membership.renewOn, to: renewOn } });
}
