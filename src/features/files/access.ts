import { belongs } from '../../platform/access/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import type { FileOwner } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Who may hand in a file. What becomes of it is the business of the room that asked for it. */
export const mayUpload = belongs;

/**
 * Of some files, those that the actor may see, with what they belong to. A file is seen through whatever refers to it: each room
 * answers for its own things, and one that lets her is enough.
 */
export async function visibleFiles(ctx: Ctx, deps: Deps, ids: string[]): Promise<Map<string, FileOwner>> {
  const seen = new Map<string, FileOwner>();
  const owners = await Promise.all(deps.features.map((feature) => feature.fileAccess?.(ctx, ids) ?? []));
  for (const owner of owners.flat()) if (!seen.has(owner.fileId)) seen.set(owner.fileId, owner);
  return seen;
}
