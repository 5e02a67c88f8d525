import { Problem } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Who reads the outbox, and decides about its mails: coordinators and administrators. It shows addresses and private links. */
export const mayReadOutbox = (actor: Actor): boolean =>
  actor.kind === 'account' && (actor.roles.includes('coordinator') || actor.roles.includes('administrator'));

/** Throws `not-found` for everybody else. */
export function requireOutbox(actor: Actor): void {
  if (!mayReadOutbox(actor)) throw new Problem('not-found');
}
