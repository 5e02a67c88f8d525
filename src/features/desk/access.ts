import { Problem } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Who runs campaigns: coordinators and administrators. */
export const mayRunCampaigns = (actor: Actor): boolean =>
  actor.kind === 'account' && (actor.roles.includes('coordinator') || actor.roles.includes('administrator'));

/** Throws `sign-in-needed` for a visitor, `not-found` for an account without the role. */
export function requireDesk(actor: Actor): void {
  if (actor.kind !== 'account') throw new Problem('sign-in-needed');
  if (!mayRunCampaigns(actor)) throw new Problem('not-found');
}
