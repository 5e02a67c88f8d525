import type { Context } from 'hono';
import { coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';

/** Who sees that there are stories that are not public: coordinators, by the names that the women chose. */
export const mayKeepStories = coordinates;

/** Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireStoryDesk = (c: Context<Env>): unknown => requireRole(c, 'coordinator');
