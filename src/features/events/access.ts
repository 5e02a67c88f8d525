import { Problem } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';
import { mayRunCampaigns } from '../desk/index.ts';

/**
 * Whether somebody may type in cards: of any event, and of none, whoever runs campaigns; of her events, a member who was named
 * as a witness. Throws `sign-in-needed` for a visitor, `not-found` for anybody else.
 */
export function requireWitness(actor: Actor, eventId: string | null, hers: readonly string[]): void {
  if (actor.kind !== 'account') throw new Problem('sign-in-needed');
  if (mayRunCampaigns(actor)) return;
  if (eventId === null || actor.roles.length === 0 || !hers.includes(eventId)) throw new Problem('not-found');
}
