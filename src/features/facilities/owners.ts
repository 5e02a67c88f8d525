import { coordinates } from '../../platform/access/index.ts';
import { found } from '../../platform/http/index.ts';
import type { Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { organisationsOf } from './queries.ts';

/** For whom the actor may write facilities down: her organisations, and for coordinators the coordination (''). Nobody: an empty list. */
export async function ownersFor(ctx: Ctx, t: Words): Promise<{ value: string; label: string }[]> {
  if (ctx.actor.kind !== 'account') return [];
  const organisations = await organisationsOf(ctx, ctx.actor.id);
  return [
    ...organisations.map(({ id, name }) => ({ value: id, label: name })),
    ...(coordinates(ctx.actor) ? [{ value: '', label: t('facilities.coordination') }] : []),
  ];
}

/** The owner that was chosen: an organisation's id, or null for the coordination. Throws `not-found` for one that is not hers to choose. */
export async function ownerOf(ctx: Ctx, chosen: string): Promise<string | null> {
  const owners = await ownersFor(ctx, () => '');
  const owner = found(owners.find(({ value }) => value === chosen));
  return owner.value || null;
}
