import { enqueue } from '../../platform/jobs/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { deleteExpiredUploads, deleteUnreferenced, standingStill } from './queries.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** How long a file may lie without anything that refers to it. */
const strayDays = 7;
/** How long an upload in pieces may take. */
export const uploadDays = 2;

/** Deletes files that nothing refers to, and uploads that nobody finished; lets go on what stands still. */
export async function retain(ctx: Ctx): Promise<number> {
  const keys = await deleteUnreferenced(ctx, { before: new Date(ctx.now.getTime() - strayDays * dayMs) });
  if (keys.length > 0) await enqueue(ctx, 'pictures.removal', { keys });
  const uploads = await deleteExpiredUploads(ctx);
  if (uploads.length > 0) await enqueue(ctx, 'files.unfinished', { uploads });
  for (const { id, job } of await standingStill(ctx, new Date(ctx.now.getTime() - 2 * hourMs)))
    await enqueue(ctx, job, { file: id }, { key: `${job}:${id}` });
  return keys.length + uploads.length;
}

/** Takes away the bytes of uploads that were given up, and what lies there without a row. Harmless to repeat. */
export const unfinished: JobHandler = async ({ deps, network, payload }) => {
  const uploads = Array.isArray(payload.uploads) ? payload.uploads : [];
  for (const id of uploads) if (typeof id === 'string') await deps.files.unfinished.remove(network, id);
  await deps.files.unfinished.discard(new Date(deps.clock().getTime() - (uploadDays + 1) * dayMs));
};
