import type { Ctx } from '../../../platform/tenancy/index.ts';

/**
 * Who acts, for the log. Whoever bears an alias in a group stands there as her place in it: otherwise those who read the log
 * would learn whose it is.
 */
export const asBorne = (ctx: Ctx, place: { id: string; alias: string | null } | null): Ctx =>
  place?.alias && ctx.actor.kind === 'account' ? { ...ctx, actor: { kind: 'person', id: place.id } } : ctx;
