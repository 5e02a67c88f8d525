import type { Context } from 'hono';
import { coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';

/** Who writes and publishes news: coordinators. Everybody else reads what is public. */
export const mayWriteNews = coordinates;

/** Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireNewsDesk = (c: Context<Env>): unknown => requireRole(c, 'coordinator');
