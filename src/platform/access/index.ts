import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { Problem } from '../http/errors.ts';
import type { Actor, Role } from '../tenancy/ctx.ts';

/** Somebody who is signed in. */
export type AccountActor = Extract<Actor, { kind: 'account' }>;

/** Has at least one of these roles in this network, now. */
export const holds = (actor: Actor, ...roles: Role[]): boolean =>
  actor.kind === 'account' && roles.some((role) => actor.roles.includes(role));

/** Is signed in, with or without a role. */
export const signedIn = (actor: Actor): actor is AccountActor => actor.kind === 'account';

/** Belongs to the network in any role. */
export const belongs = (actor: Actor): boolean => actor.kind === 'account' && actor.roles.length > 0;

/** Runs campaigns, reads the outbox, sees what needs attention. */
export const coordinates = (actor: Actor): boolean => holds(actor, 'coordinator', 'administrator');

/** Gives and takes roles, changes what the network is. */
export const administers = (actor: Actor): boolean => holds(actor, 'administrator');

/** Reads the record of what was done by whom. */
export const audits = (actor: Actor): boolean => holds(actor, 'auditor', 'administrator');

/** The person who is signed in. Throws `sign-in-needed` for anybody else. */
export function requireAccount(c: Context<Env>): AccountActor {
  const { actor } = c.var;
  if (!signedIn(actor)) throw new Problem('sign-in-needed');
  return actor;
}

/**
 * The person who is signed in and holds one of the roles. Throws `sign-in-needed` for somebody who is not signed in,
 * and `not-found` for a wrong role: what she may not see does not exist.
 */
export function requireRole(c: Context<Env>, ...roles: Role[]): AccountActor {
  const actor = requireAccount(c);
  if (!holds(actor, ...roles)) throw new Problem('not-found');
  return actor;
}
