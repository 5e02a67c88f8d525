import type { Ctx } from '../../platform/tenancy/index.ts';
import { announce } from '../webhooks/index.ts';

/** An action as the network's other programs hear of it. */
export type ToldAction = { id: string; campaign_id: string; person_id: string; mode: string | null };

/**
 * Tells that actions count from now on, or do not any more: taken back, or set aside by a person who looked (`reason`).
 * Who acted is an id.
 */
export async function tellActions(
  ctx: Ctx,
  what: 'confirmed' | 'withdrawn',
  actions: readonly ToldAction[],
  reason?: 'set-aside' | 'accepted',
): Promise<void> {
  await announce(
    ctx,
    ...actions.map((action) => ({
      type: `${action.mode === 'petition' ? 'signature' : 'action'}.${what}` as const,
      facts: { action: { id: action.id }, campaign: { id: action.campaign_id }, ...(reason ? { reason } : {}) },
      person: action.person_id,
    })),
  );
}
