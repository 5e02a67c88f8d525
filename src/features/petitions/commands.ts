import { record } from '../../platform/audit/index.ts';
import { found } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Display, withdrawAction } from '../campaigns/index.ts';
import { findSignature } from './queries.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

const signature = (ctx: Ctx, id: string) =>
  ctx.trx.updateTable('signatures').where('network_id', '=', ctx.network.id).where('action_id', '=', id);

/** Shows a comment, or hides it with the reason that its writer reads. Deciding again is possible. 404 for none. */
export async function decideComment(
  ctx: Ctx,
  campaignId: string,
  id: string,
  decision: { state: 'shown' } | { state: 'hidden'; reason: string },
): Promise<void> {
  const signed = found(await findSignature(ctx, campaignId, id));
  if (signed.commentState === 'none' || signed.commentState === decision.state) return;
  await signature(ctx, id)
    .set({
      comment_state: decision.state,
      comment_reason: decision.state === 'hidden' ? decision.reason : null,
      decided_by: accountOf(ctx),
      decided_at: ctx.now,
    })
    .execute();
  await record(ctx, { verb: decision.state, noun: 'comment', id, detail: { campaign: campaignId } });
}

/** Takes a name off the public page, or puts it back. The signature counts as before. */
export async function takeOff(ctx: Ctx, campaignId: string, id: string, off: boolean): Promise<void> {
  const signed = found(await findSignature(ctx, campaignId, id));
  if (signed.takenOff === off) return;
  await signature(ctx, id)
    .set({ taken_off_at: off ? ctx.now : null })
    .execute();
  await record(ctx, { verb: off ? 'taken-off' : 'put-back', noun: 'signature', id, detail: { campaign: campaignId } });
}

/** Whose districts the signatures are counted by: a role, or null for those of the first role that is asked. */
export async function setDistricts(ctx: Ctx, campaignId: string, roleId: string | null): Promise<void> {
  await ctx.trx
    .updateTable('campaigns')
    .set({ district_role_id: roleId, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', campaignId)
    .where('mode', '=', 'petition')
    .execute();
  await record(ctx, { verb: 'edited', noun: 'petition-districts', id: campaignId, detail: { role: roleId } });
}

/** She changes how she is shown, or takes her comment back; what she said is then gone. */
export async function changeOwn(ctx: Ctx, id: string, display: Display, keepComment: boolean): Promise<void> {
  await signature(ctx, id)
    .set({ display, ...(keepComment ? {} : { comment: '', comment_state: 'none', comment_reason: null }) })
    .execute();
  await record(ctx, { verb: 'edited', noun: 'signature', id, detail: { display, comment: keepComment } });
}

/** Signed again in other words: what she confirmed last is her signature, and the one before is taken back. */
export async function replaceEarlier(ctx: Ctx, actionId: string): Promise<void> {
  const earlier = await ctx.trx
    .selectFrom('actions as a')
    .innerJoin('actions as mine', (join) =>
      join
        .onRef('mine.network_id', '=', 'a.network_id')
        .onRef('mine.campaign_id', '=', 'a.campaign_id')
        .onRef('mine.person_id', '=', 'a.person_id'),
    )
    .select('a.id')
    .where('a.network_id', '=', ctx.network.id)
    .where('mine.id', '=', actionId)
    .where('a.id', '!=', actionId)
    .where('a.state', '=', 'confirmed')
    .execute();
  for (const { id } of earlier) await withdrawAction(ctx, id);
}

/** Blanks what signatures hold about a person; that she signed stays counted. */
export async function eraseSignatures(ctx: Ctx, personId: string): Promise<void> {
  await ctx.trx
    .updateTable('signatures')
    .set({ display: 'hidden', comment: '', comment_state: 'none', comment_reason: null, division_id: null })
    .where('network_id', '=', ctx.network.id)
    .where('action_id', 'in', (eb) =>
      eb.selectFrom('actions').select('id').where('network_id', '=', ctx.network.id).where('person_id', '=', personId),
    )
    .execute();
}

/** A person's signatures, for her own copy. */
export async function exportSignatures(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const signatures = await ctx.trx
    .selectFrom('signatures as s')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.action_id'),
    )
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.campaign_id'),
    )
    .select([
      'c.slug as petition',
      's.display',
      's.comment',
      's.comment_state',
      's.comment_reason',
      's.division_id as district',
      'a.state',
      'a.confirmed_at',
    ])
    .where('s.network_id', '=', ctx.network.id)
    .where('a.person_id', '=', personId)
    .orderBy('a.id')
    .execute();
  return { signatures };
}
