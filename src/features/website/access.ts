import type { Context } from 'hono';
import { coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';

/** Who composes the pages of the website: coordinators. Everybody else reads what they published. */
export const mayCompose = coordinates;

/** Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireWebsiteDesk = (c: Context<Env>): unknown => requireRole(c, 'coordinator');
