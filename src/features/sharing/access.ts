import type { Context } from 'hono';
import { administers, coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Says which sites may show the network's forms, and whether it keeps the site that led to a letter: settings of the network. */
export const mayChangeSettings = (actor: Actor): boolean => coordinates(actor) || administers(actor);

/** As `mayChangeSettings`: `sign-in-needed` for a visitor, `not-found` for an account without the role. */
export const requireSettings = (c: Context<Env>) => requireRole(c, 'coordinator', 'administrator');
