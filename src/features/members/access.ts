import type { Context } from 'hono';
import { type AccountActor, coordinates, requireAccount, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Admits members, reads applications, writes to members: coordinators. */
export const mayAdmit = (actor: Actor): boolean => coordinates(actor);

/** Whoever stands before the desk of members. Throws as `requireRole`. */
export const requireDesk = (c: Context<Env>): AccountActor => requireRole(c, 'coordinator');

/** Her own membership: everybody with an account, whether she is a member, was one, or never was. */
export const requireOwn = (c: Context<Env>): AccountActor => requireAccount(c);
