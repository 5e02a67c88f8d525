import { open } from 'node:fs/promises';
import { cleanImage, type FileStore, type Received } from '../files/index.ts';
import { type Kind, kindOfName, kinds, type Refusal, type Removed, sniff } from './kinds.ts';

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

/**
 * Says by its content what a received file is, and takes out what it carries beside it. With `asSent` nothing is taken out.
 * The received bytes belong to this call: they are either in the result or gone.
 */
export async function cleanDocument(
  received: Received,
  { name, files }: { name: string; asSent?: boolean; files: FileStore },
): Promise<{ ok: true; cleaned: Cleaned } | { ok: false; refusal: Refusal }> {
  try {
    const is = await sniffFile(received, name);
    if (typeof is === 'object') return refuse(received, is.refusal);
    if (is === 'zip') return refuse(received, 'kind');
    if (is === 'jpeg' || is === 'png' || is === 'webp') return await cleanPicture(received, name, files);
    const taken = { kind: is, mediaType: kinds[is].mediaType, name: named(name, is), removed: [], made: received };
    return { ok: true, cleaned: taken };
  } catch (error) {
    await received.discard();
    throw error;
  }
}

async function refuse(received: Received, refusal: Refusal): Promise<{ ok: false; refusal: Refusal }> {
  await received.discard();
  return { ok: false, refusal };
}

/** What a file on the disk is, by its edges. */
export async function sniffFile(received: Received, name: string): Promise<ReturnType<typeof sniff>> {
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
async function cleanPicture(received: Received, name: string, files: FileStore) {
  // Larger ones are beyond what is read into memory at once.
  if (received.bytes > 30_000_000) return refuse(received, 'heavy');
  const cleaned = await cleanImage(received.path);
  if (!cleaned.ok) return refuse(received, cleaned.refusal);
  await received.discard();
  const { bytes, mediaType, width, height, removed } = cleaned.image;
  const made = await files.receive([bytes], { limit: bytes.length });
  return {
    ok: true as const,
    cleaned: { kind: 'webp' as const, mediaType, name: named(name, 'webp'), removed, made, width, height },
  };
}

/** The name with the end that the content has. */
function named(name: string, kind: Kind): string {
  if (kindOfName(name) === kind) return name;
  const [end] = kinds[kind].ends;
  return `${name.replace(/\.[a-z0-9]{1,5}$/i, '') || 'file'}.${end}`;
}
