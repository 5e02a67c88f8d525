import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Group } from '../group.ts';

/**
 * Who acts in a group, for the log. Whoever bears an alias there, and everybody in a hidden group, stands in the log as her place in
 * it: otherwise those who read the log would learn whose the alias is, or who is in a group of which they may not know. `place` is
 * hers where it is not the one that the group was read with.
 */
export const asBorne = (
  ctx: Ctx,
  group: Pick<Group, 'entry' | 'mine'> | null,
  place: { id: string; alias: string | null } | null = group?.mine ?? null,
): Ctx =>
  group && place && (place.alias || group.entry === 'hidden') && ctx.actor.kind === 'account'
    ? { ...ctx, actor: { kind: 'person', id: place.id } }
    : ctx;
