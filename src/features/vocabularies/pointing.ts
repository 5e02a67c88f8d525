import type { Deps } from '../../platform/http/index.ts';
import type { BackReference, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** What the features know that points to a noun of the spine, as far as the actor may see it. */
export async function pointingTo(deps: Pick<Deps, 'features'>, ctx: Ctx, noun: SpineNoun): Promise<BackReference[]> {
  const all = await Promise.all(deps.features.map((feature) => feature.backReferences?.(ctx, noun) ?? []));
  return all.flat();
}
