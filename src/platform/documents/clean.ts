import { open } from 'node:fs/promises';
import { cleanImage, type FileStore, type Received } from '../files/index.ts';
import { type Kind, kindOfName, kinds, type Refusal, type Removed, sniff } from './kinds.ts';
import { readSafely } from './sandbox.ts';

/** A file that may be stored: what it is, what was taken out of it, and the bytes that are left. */
export type Cleaned = {
  kind: Kind;
  mediaType: string;
  /** As it was called, with the end that its content has now. */
  name: string;
  removed: Removed[];
  made: Received;
  width?: number;
  height?: number;
};

const edge = 64 * 1024;

/** What is read whole as text, or decoded whole as a picture, is taken up to here. */
const heaviest: Partial<Record<Kind, number>> = { html: 40_000_000 };
const heaviestPicture = 30_000_000;

type Result = { ok: true; cleaned: Cleaned } | { ok: false; refusal: Refusal };

/**
 * Says by its content what a received file is, and takes out what it carries beside it. With `asSent` nothing is taken out, but it
 * is looked at all the same. The received bytes belong to this call: they are either in the result or gone.
 */
export async function cleanDocument(
  received: Received,
  { name, asSent = false, files }: { name: string; asSent?: boolean; files: FileStore },
): Promise<Result> {
  try {
    const is = await sniffFile(received, name);
    if (typeof is === 'object') return await refuse(received, is.refusal);
    if (is === 'jpeg' || is === 'png' || is === 'webp') return await cleanPicture(received, is, name, asSent, files);
    if (is === 'txt' || is === 'csv')
      return { ok: true, cleaned: { ...served(is, name), removed: [], made: received } };
    if (!asSent && received.bytes > (heaviest[is as Kind] ?? Number.POSITIVE_INFINITY))
      return await refuse(received, 'heavy');
    const made = await files.draft();
    const done = await readSafely(
      received.path,
      { do: 'clean', kind: is, asSent },
      limitsOf(received),
      undefined,
      made.path,
    );
    const kind = done.done ? done.kind : undefined;
    if (!done.done || !kind || !agrees(kind, name)) {
      await made.discard();
      return await refuse(received, done.done ? (kind ? 'name' : 'damaged') : done.refusal);
    }
    await (done.written ? received : made).discard();
    return {
      ok: true,
      cleaned: { ...served(kind, name), removed: done.removed ?? [], made: done.written ? made : received },
    };
  } catch (error) {
    await received.discard();
    throw error;
  }
}

/** A document written anew lies in memory three times over. */
const limitsOf = ({ bytes }: Received) => ({ seconds: 60, megabytes: Math.min(1200, 500 + (bytes / 1e6) * 6) });

/** The name of a packed document must not say another kind than its contents do. */
const agrees = (kind: Kind, name: string): boolean => (kindOfName(name) ?? kind) === kind;

const served = (kind: Kind, name: string) => ({ kind, mediaType: kinds[kind].mediaType, name: named(name, kind) });

async function refuse(received: Received, refusal: Refusal): Promise<{ ok: false; refusal: Refusal }> {
  await received.discard();
  return { ok: false, refusal };
}

/** What a file on the disk is, by its edges. */
async function sniffFile(received: Received, name: string): Promise<ReturnType<typeof sniff>> {
  const handle = await open(received.path, 'r');
  try {
    const read = async (at: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(edge), 0, edge, at);
      return buffer.subarray(0, bytesRead);
    };
    const { size } = await handle.stat();
    return sniff(await read(0), await read(Math.max(0, size - edge)), name);
  } finally {
    await handle.close();
  }
}

/** A picture is made anew from its pixels, as every picture here. */
async function cleanPicture(
  received: Received,
  is: Kind,
  name: string,
  asSent: boolean,
  files: FileStore,
): Promise<Result> {
  if (received.bytes > heaviestPicture) return refuse(received, 'heavy');
  const cleaned = await cleanImage(received.path);
  if (!cleaned.ok) return refuse(received, cleaned.refusal);
  const { bytes, width, height, removed } = cleaned.image;
  if (asSent) return { ok: true, cleaned: { ...served(is, name), removed: [], made: received, width, height } };
  await received.discard();
  const made = await files.receive([bytes], { limit: bytes.length });
  return { ok: true, cleaned: { ...served('webp', name), removed, made, width, height } };
}

/** The name with the end that the content has. */
function named(name: string, kind: Kind): string {
  if (kindOfName(name) === kind) return name;
  const [end] = kinds[kind].ends;
  return `${name.replace(/\.[a-z0-9]{1,5}$/i, '') || 'file'}.${end}`;
}
