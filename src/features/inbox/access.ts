import type { Context } from 'hono';
import { coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';

/** Reads and answers what comes to the network. */
export const mayReadInbox = coordinates;

/** Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireInbox = (c: Context<Env>) => requireRole(c, 'coordinator');
