import type { Context } from 'hono';
import { coordinates } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { kinds as allKinds, cleanDocument, type Kind, type Removed } from '../../platform/documents/index.ts';
import type { Received } from '../../platform/files/index.ts';
import { ctxOf, type Deps, type Env, Problem, type Sent } from '../../platform/http/index.ts';
import { readUpload, type Upload } from '../../platform/http/upload.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { mayUpload } from './access.ts';
import { deleteUnreferenced, insertDocument, quotaOf, uploadOf, usedBytes } from './queries.ts';
import { bytesLeft, largest, largestMegabytes, megabytes } from './quota.ts';

/** A stored file with the rest of its form, or what was wrong; a wrong form keeps its words. */
export type ReceivedFile =
  | { ok: true; file: { id: string; name: string; kind: Kind; bytes: number; removed: Removed[] }; fields: Sent }
  /** `missing` tells a form without a file from one whose file is wrong. */
  | { ok: false; missing: boolean; error: { key: string; values?: Record<string, unknown> }; fields: Sent };

export type Receiving = {
  /** The form's file field; the field `upload` beside it names a file that came in pieces. */
  field?: string;
  /** The kinds that are of use here; left out: all. */
  kinds?: readonly Kind[];
  /** Where its maker may bear an alias: the log then holds that a file came, and not from whom. */
  unnamed?: boolean;
  /** The language it is said to be in, from the rest of the form. */
  language?(fields: Sent): string | null;
};

/**
 * Reads a multipart form with one file of up to 200 MB, checks by its content what it is, takes out what it says of its makers,
 * stores it and writes its row; it then waits to be read. The caller refers to `file.id` by a foreign key within seven days, or
 * it is deleted. The form's field `as_sent`, from a coordinator, keeps a file as it is. Opens its own transactions: call it outside of
 * one, before any other reading of the body. Throws `not-found` for who may not hand in files, and the problems of `readUpload`.
 */
export async function receiveFile(c: Context<Env>, deps: Deps, asked: Receiving = {}): Promise<ReceivedFile> {
  const { actor } = c.var;
  if (!mayUpload(actor)) throw new Problem('not-found');
  const left = await readNetwork(deps.db, c.var.network.id, async (trx) => {
    const ctx = ctxOf(c, trx);
    return bytesLeft(quotaOf(ctx), await usedBytes(ctx), coordinates(actor));
  });
  const limit = Math.min(largest, left);
  const sent = await readUpload(c, { field: asked.field ?? 'file', limit, files: deps.files });
  const { fields } = sent;
  const wrong = (key: string, values?: Record<string, unknown>, missing = false): ReceivedFile => ({
    ok: false,
    missing,
    error: { key: `files.refused.${key}`, values },
    fields,
  });
  if (sent.tooLarge)
    return limit < largest ? wrong('quota', { left: megabytes(left) }) : wrong('size', { limit: largestMegabytes });
  const came = await fileOf(c, deps, sent);
  if (!came) return wrong('missing', undefined, true);

  const asSent = fields.get('as_sent') !== '' && coordinates(actor);
  const result = await cleanDocument(came.received, { name: came.name, asSent, files: deps.files });
  if (!result.ok) return wrong(result.refusal);
  const { cleaned } = result;
  if (!(asked.kinds ?? (Object.keys(allKinds) as Kind[])).includes(cleaned.kind)) {
    await cleaned.made.discard();
    return wrong('other-kind');
  }
  const { id: network } = c.var.network;
  const { key, bytes } = await deps.files.keep(network, cleaned.made);
  const id = newId();
  await inNetwork(deps.db, network, async (trx) => {
    const ctx = ctxOf(c, trx);
    await insertDocument(ctx, {
      ...cleaned,
      id,
      key,
      bytes,
      state: hasText(cleaned.kind) ? 'waiting' : 'kept',
      language: asked.language?.(fields) ?? null,
      asSent,
    });
    const actor = asked.unnamed ? ({ kind: 'system' } as const) : ctx.actor;
    const detail = { bytes, removed: cleaned.removed, asSent };
    await record({ ...ctx, actor }, { verb: 'uploaded', noun: 'file', id, detail });
    if (hasText(cleaned.kind) || hasPicture(cleaned.kind))
      await enqueue(ctx, 'files.reading', { file: id }, { key: `files.reading:${id}` });
    if (came.upload) {
      await trx.deleteFrom('file_uploads').where('network_id', '=', network).where('id', '=', came.upload).execute();
    }
  });
  if (came.upload) await deps.files.unfinished.remove(network, came.upload);
  return { ok: true, file: { id, name: cleaned.name, kind: cleaned.kind, bytes, removed: cleaned.removed }, fields };
}

/** Kinds whose words are read. */
export const hasText = (kind: Kind): boolean => ['pdf', 'docx', 'odt', 'epub', 'html', 'txt'].includes(kind);
/** Kinds that are a picture themselves. */
export const hasPicture = (kind: Kind): boolean => ['jpeg', 'png', 'webp'].includes(kind);

/** The file of the form, or the one that had come in pieces before. */
async function fileOf(
  c: Context<Env>,
  deps: Deps,
  { file, fields }: Upload,
): Promise<{ received: Received; name: string; upload?: string } | undefined> {
  if (file) return { received: file, name: file.name };
  const { actor, network } = c.var;
  const id = fields.get('upload');
  if (actor.kind !== 'account' || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const row = await readNetwork(deps.db, network.id, (trx) => uploadOf(ctxOf(c, trx), id, actor.id));
  if (!row || (await deps.files.unfinished.length(network.id, id)) !== row.bytes) return undefined;
  const received = await deps.files.unfinished.receive(network.id, id);
  return received && { received, name: row.name, upload: id };
}

/**
 * Deletes a file that nothing refers to any more, in the caller's transaction; its bytes go after the commit. False when
 * something still refers to it, or when there is none.
 */
export async function removeFile(ctx: Ctx, fileId: string): Promise<boolean> {
  const keys = await deleteUnreferenced(ctx, { id: fileId });
  if (keys.length === 0) return false;
  await record(ctx, { verb: 'removed', noun: 'file', id: fileId });
  await enqueue(ctx, 'pictures.removal', { keys });
  return true;
}
