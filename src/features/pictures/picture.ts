import type { Context } from 'hono';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { type CleanImage, cleanImage, type ImageRefusal } from '../../platform/files/index.ts';
import { ctxOf, type Deps, type Env, Problem, type Sent } from '../../platform/http/index.ts';
import { readUpload } from '../../platform/http/upload.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { mayHandlePictures } from './access.ts';
import { deleteUnreferenced, insertPicture } from './queries.ts';

/** A stored picture with the rest of its form, or what was wrong; a wrong form keeps its words. */
export type ReceivedPicture =
  | { ok: true; fileId: string; fields: Sent }
  | { ok: false; error: { key: string; values?: Record<string, unknown> }; fields: Sent };

/** Largest file taken, in megabytes (of a million bytes). */
const largestMegabytes = 10;
const largest = largestMegabytes * 1_000_000;

const refusals: Record<ImageRefusal, string> = {
  kind: 'pictures.kind',
  pixels: 'pictures.pixels',
  damaged: 'pictures.damaged',
  busy: 'pictures.busy',
};

/**
 * Reads a multipart form whose file field is `picture`, cleans the picture, stores it and writes its row. The caller
 * then refers to `fileId`. Opens its own transaction: call it outside of one, before any other reading of the body.
 * Throws `not-found` for who may not upload, and the problems of `readUpload`.
 */
export async function receivePicture(c: Context<Env>, deps: Deps): Promise<ReceivedPicture> {
  if (!mayHandlePictures(c.var.actor)) throw new Problem('not-found');
  const { fields, file, tooLarge } = await readUpload(c, { field: 'picture', limit: largest, files: deps.files });
  if (tooLarge) return { ok: false, error: { key: 'pictures.too-large', values: { limit: largestMegabytes } }, fields };
  if (!file) return { ok: false, error: { key: 'pictures.missing' }, fields };
  const cleaned = await cleanImage(file.path).finally(file.discard);
  if (!cleaned.ok) return { ok: false, error: { key: refusals[cleaned.refusal] }, fields };
  return { ok: true, fileId: await keepPicture(c, deps, cleaned.image, file.name), fields };
}

async function keepPicture(c: Context<Env>, deps: Deps, image: CleanImage, name: string): Promise<string> {
  const { id: network } = c.var.network;
  const store = () => deps.files.put(network, [image.bytes], { limit: image.bytes.length });
  const { key, bytes } = await store();
  const fileId = await inNetwork(deps.db, network, async (trx) => {
    const ctx = ctxOf(c, trx);
    const id = await insertPicture(ctx, { ...image, id: newId(), key, bytes, name });
    await record(ctx, { verb: 'uploaded', noun: 'picture', id, detail: { bytes, removed: image.removed } });
    return id;
  });
  // A removal of the same bytes that had not seen our row yet may have taken them away.
  if (!(await deps.files.has(network, key))) await store();
  return fileId;
}

/**
 * Deletes a picture that no campaign refers to any more, in the caller's transaction; its bytes go after the commit.
 * False when something still refers to it, or when there is none.
 */
export async function removePicture(ctx: Ctx, fileId: string): Promise<boolean> {
  const keys = await deleteUnreferenced(ctx, { id: fileId });
  if (keys.length === 0) return false;
  await record(ctx, { verb: 'removed', noun: 'picture', id: fileId });
  await enqueue(ctx, 'pictures.removal', { keys });
  return true;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Deletes the pictures that nothing refers to and that were handed in more than seven days ago. */
export async function retain(ctx: Ctx): Promise<number> {
  const keys = await deleteUnreferenced(ctx, { before: new Date(ctx.now.getTime() - 7 * dayMs) });
  if (keys.length > 0) await enqueue(ctx, 'pictures.removal', { keys });
  return keys.length;
}
