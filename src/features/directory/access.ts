import type { Context } from 'hono';
import { coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Who may fill in a profile for somebody who cannot: from a printed form, or by phone. */
export const mayFillIn = (actor: Actor): boolean => coordinates(actor);

export const requireFillIn = (c: Context<Env>): unknown => requireRole(c, 'coordinator');
