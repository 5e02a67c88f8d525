import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { Problem } from '../http/errors.ts';
import type { Actor, Role } from '../tenancy/ctx.ts';

/** Somebody who is signed in. */
export type AccountActor = Extract<Actor, { kind: 'account' }>;

/** Roles that hold only in a session in which a second factor was given. Until then they wait (`actor.waiting`). */
export const guardedRoles: readonly Role[] = ['coordinator', 'administrator', 'auditor'];

/** How long after she proved who she is a dangerous act is not asked again, in milliseconds. */
export const proofMs = 10 * 60_000;

/** Has at least one of these roles in this network, now. */
export const holds = (actor: Actor, ...roles: Role[]): boolean =>
  actor.kind === 'account' && roles.some((role) => actor.roles.includes(role));

/** Is signed in, with or without a role. */
export const signedIn = (actor: Actor): actor is AccountActor => actor.kind === 'account';

/** Belongs to the network: a member, a lead or a coordinator. Granting access or reading the log is no belonging. */
export const belongs = (actor: Actor): boolean => holds(actor, 'member', 'lead', 'coordinator');

/**
 * Runs campaigns, reads the outbox and the replies, sees what needs attention. An administrator does not: giving access and
 * reading content are two powers. Who needs both is given both, and both are on record.
 */
export const coordinates = (actor: Actor): boolean => holds(actor, 'coordinator');

/** Gives and takes roles, restores access, changes what the network is. Reads no content. */
export const administers = (actor: Actor): boolean => holds(actor, 'administrator');

/** Reads the record of what was done by whom, and nothing else. */
export const audits = (actor: Actor): boolean => holds(actor, 'auditor');

/** The person who is signed in. Throws `sign-in-needed` for anybody else. */
export const requireAccount = (c: Context<Env>): AccountActor => accountOf(c.var.actor);

/**
 * The person who is signed in and holds one of the roles. Throws `sign-in-needed` for somebody who is not signed in,
 * `second-factor-needed` where the role waits for one, and `not-found` for a wrong role: what she may not see does not exist.
 */
export const requireRole = (c: Context<Env>, ...roles: Role[]): AccountActor => requireHolding(c.var.actor, ...roles);

/** As `requireRole`, for an actor at hand. */
export function requireHolding(actor: Actor, ...roles: Role[]): AccountActor {
  const account = accountOf(actor);
  if (holds(account, ...roles)) return account;
  throw new Problem(roles.some((role) => account.waiting?.includes(role)) ? 'second-factor-needed' : 'not-found');
}

/**
 * For dangerous acts (erasing somebody, exports, roles, API keys, restoring access), before anything else: throws
 * `proof-needed` unless she proved who she is within the last ten minutes. The edge then asks for her passphrase or second
 * factor, and goes on with what she sent. Call it in the form's page too, so that nobody is asked after typing.
 */
export function requireProof(c: Context<Env>): void {
  const { provedAt } = requireAccount(c);
  if (!provedAt || c.var.now.getTime() - provedAt.getTime() > proofMs) throw new Problem('proof-needed');
}

function accountOf(actor: Actor): AccountActor {
  if (!signedIn(actor)) throw new Problem('sign-in-needed');
  return actor;
}
