import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { CourtForm, InvitationForm, StepForm } from './forms.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Who is invited: somebody in a post, as she was on that day; or a court, never a judge by name. */
export type Invited =
  | { kind: 'official'; postId: string; officialId: string; name: string; label: Record<string, string> }
  | { kind: 'court'; bodyId: string | null };

/** Adds an invitation. `id` comes with the form: sent twice, it is recorded once. */
export async function recordInvitation(
  ctx: Ctx,
  campaignId: string,
  id: string,
  invited: Invited,
  form: InvitationForm | CourtForm,
): Promise<void> {
  const { place_id, place, asked_on, source, source_url, note } = form;
  const who =
    invited.kind === 'official'
      ? {
          kind: 'official',
          post_id: invited.postId,
          official_id: invited.officialId,
          name: invited.name,
          label: JSON.stringify(invited.label),
        }
      : {
          kind: 'court',
          body_id: invited.bodyId,
          name: (form as CourtForm).court,
          address: (form as CourtForm).address,
        };
  const made = await ctx.trx
    .insertInto('invitations')
    .values({
      network_id: ctx.network.id,
      id,
      campaign_id: campaignId,
      ...who,
      place_id,
      // A place that is known needs no second name.
      place: place_id ? '' : place,
      asked_on,
      source,
      source_url,
      note,
      recorded_by: accountOf(ctx),
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made)
    await record(ctx, { verb: 'recorded', noun: 'invitation', id, detail: { campaign: campaignId, on: asked_on } });
}

/** Adds what became of an invitation: an acceptance, a refusal, a visit with its report. */
export async function recordStep(ctx: Ctx, invitationId: string, id: string, form: StepForm): Promise<void> {
  const made = await ctx.trx
    .insertInto('invitation_steps')
    .values({
      network_id: ctx.network.id,
      id,
      invitation_id: invitationId,
      ...form,
      recorded_by: accountOf(ctx),
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) {
    const detail = { invitation: invitationId, kind: form.kind, on: form.on_day };
    await record(ctx, { verb: 'recorded', noun: 'invitation-step', id, detail });
  }
}

/** Takes back what was recorded in error; it stays in the history with its reason. The first reason stays. */
export async function retract(
  ctx: Ctx,
  table: 'invitations' | 'invitation_steps',
  id: string,
  reason: string,
): Promise<void> {
  const changed = await ctx.trx
    .updateTable(table)
    .set({ retracted_at: ctx.now, retracted_by: accountOf(ctx), retraction_reason: reason })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('retracted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  const noun = table === 'invitations' ? 'invitation' : 'invitation-step';
  if (changed) await record(ctx, { verb: 'retracted', noun, id });
}
