import { coordinates, requireHolding } from '../../platform/access/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Who runs campaigns: coordinators. */
export const mayRunCampaigns = coordinates;

/** Throws `sign-in-needed` for a visitor, `not-found` for an account without the role. */
export const requireDesk = (actor: Actor): unknown => requireHolding(actor, 'coordinator');
