import type { Context } from 'hono';
import { coordinates, signedIn } from '../../platform/access/index.ts';
import { type Env, Problem } from '../../platform/http/index.ts';
import type { Actor, Ctx } from '../../platform/tenancy/index.ts';
import { representsOrganisation } from './queries.ts';

/** Who keeps the organisations of a network: coordinators. Who answers for one keeps that one's page. */
export const mayKeepOrganisations = (actor: Actor): boolean => coordinates(actor);

/** Whether the actor answers for the organisation today. */
export const represents = async (ctx: Ctx, organisationId: string): Promise<boolean> =>
  signedIn(ctx.actor) && (await representsOrganisation(ctx, ctx.actor.id, organisationId));

/** Whether the actor may change what the organisation's page says. */
export const mayEdit = async (ctx: Ctx, organisationId: string): Promise<boolean> =>
  mayKeepOrganisations(ctx.actor) || (await represents(ctx, organisationId));

/**
 * Lets through whoever may change this organisation's page. Throws `sign-in-needed`, `second-factor-needed` for a coordinator
 * whose session lacks it, and `not-found` for everybody else.
 */
export async function requireEditor(c: Context<Env>, ctx: Ctx, organisationId: string): Promise<void> {
  const { actor } = ctx;
  if (!signedIn(actor)) throw new Problem('sign-in-needed');
  if (await mayEdit(ctx, organisationId)) return;
  throw new Problem(
    c.var.actor.kind === 'account' && actor.waiting?.includes('coordinator') ? 'second-factor-needed' : 'not-found',
  );
}
