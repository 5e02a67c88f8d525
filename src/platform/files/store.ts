import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type KeyedDigest, keyedDigest } from '../crypto/hmac.ts';
import { newId, type Secret } from '../crypto/ids.ts';
import { openUnfinished, type Unfinished } from './unfinished.ts';

/** More bytes came than the limit allows; nothing of them was kept. */
export class TooLarge extends Error {}

/** Bytes on the disk under a name of their own, unchecked, until somebody keeps or discards them. */
export type Received = { path: string; bytes: number; discard(): Promise<void> };

/** Bytes that come piece by piece. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
/** The first and the last byte that are wanted. */
export type Span = { first: number; last: number };

/**
 * Files by their content: the key is an HMAC of the bytes under a key of the network, so that equal files of two
 * networks do not show it, and a key says nothing about the content. A name never stands for a part of a file.
 * Files are not transactional: put first, then write the row; remove last, through `remove` with its question.
 */
export type FileStore = {
  folder: string;
  /** Writes a stream to a temporary file. Throws `TooLarge` above `limit` bytes; leaves nothing behind when it throws. */
  receive(from: Bytes, options: { limit: number }): Promise<Received>;
  /** Stores a stream, durable when it returns. Throws as `receive`. Storing the same content twice is harmless. */
  put(network: string, from: Bytes, options: { limit: number }): Promise<{ key: string; bytes: number }>;
  /** Stores what was received, as `put` does, without a second copy of it. What was received is gone afterwards. */
  keep(network: string, received: Received): Promise<{ key: string; bytes: number }>;
  /** Where a file may be written that is received from another process. */
  draft(): Promise<Received>;
  /** Files that come in pieces. */
  unfinished: Unfinished;
  /**
   * The stored bytes, or undefined when there are none; `bytes` is how many there are in all, the stream may be of a part.
   * The stream closes its file when it ends or is destroyed.
   */
  open(
    network: string,
    key: string,
    span?: (bytes: number) => Span | undefined,
  ): Promise<{ bytes: number; stream: Readable } | undefined>;
  has(network: string, key: string): Promise<boolean>;
  /** Where the bytes of a key lie. Throws when network or key could not be one. */
  path(network: string, key: string): string;
  /**
   * Removes stored bytes unless they are wanted. They are first taken out of their place and `wanted` is asked after
   * that, so that somebody who stores the same content meanwhile either is seen by `wanted` (the bytes return), or
   * finds them gone after her commit and puts them again.
   */
  remove(network: string, key: string, wanted: () => Promise<boolean>): Promise<boolean>;
  /** The keys stored for a network before `before`, in groups, whatever their number. */
  keys(network: string, before: Date): AsyncGenerator<string[]>;
  /** Removes what interrupted uploads left behind before `before`; returns how many. */
  discardPartials(before: Date): Promise<number>;
};

const keyForm = /^[0-9a-f]{64}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text has the form of a key; every other text names nothing. */
export const isKey = (text: string): boolean => keyForm.test(text);

/** The store in a folder of the disk, made on first use. `secret` gives each network its own key. */
export function openFileStore(folder: string, secret: Secret): FileStore {
  // On the same disk as the files, so that a rename is atomic.
  const partials = join(folder, 'partial');

  const path = (network: string, key: string) => {
    if (!uuid.test(network) || !isKey(key)) throw new Error('not the name of a stored file');
    return join(folder, network, key.slice(0, 2), key);
  };

  /** Writes to a new partial file; one that is to be kept is read along by `digest` and flushed to the disk. */
  const write = async (from: Bytes, limit: number, digest?: KeyedDigest): Promise<Received> => {
    await mkdir(partials, { recursive: true, mode: 0o700 });
    const partial = join(partials, newId());
    const discard = () => rm(partial, { force: true });
    const handle = await open(partial, 'wx', 0o600);
    let bytes = 0;
    try {
      for await (const piece of from) {
        bytes += piece.length;
        if (bytes > limit) throw new TooLarge(`more than ${limit} bytes`);
        digest?.update(piece);
        await writeAll(handle, piece);
      }
      if (digest) await handle.sync();
      await handle.close();
    } catch (error) {
      await handle.close().catch(() => {});
      await discard();
      throw error;
    }
    return { path: partial, bytes, discard };
  };

  const digestOf = (network: string) => {
    if (!uuid.test(network)) throw new Error('not a network id');
    return keyedDigest(secret.key(`files:${network}`));
  };

  /** Puts what was written in its place by its key; durable when it returns. */
  const shelve = async (network: string, written: Received, key: string) => {
    const target = path(network, key);
    const shelf = join(folder, network, key.slice(0, 2));
    try {
      const present = await stat(target).catch(absent);
      if (present?.size === written.bytes) await written.discard();
      else {
        const made = await mkdir(shelf, { recursive: true, mode: 0o700 });
        await rename(written.path, target);
        if (made) await syncFolders([join(folder, network), folder]);
      }
      // Also when it was there: whoever put it may not have come to this line yet.
      await syncFolders([shelf]);
    } catch (error) {
      await written.discard();
      throw error;
    }
    return { key, bytes: written.bytes };
  };

  return {
    folder,
    path,
    receive: (from, { limit }) => write(from, limit),

    async put(network, from, { limit }) {
      const digest = digestOf(network);
      const written = await write(from, limit, digest);
      return shelve(network, written, digest.hex());
    },

    async keep(network, received) {
      const digest = digestOf(network);
      try {
        const handle = await open(received.path, constants.O_RDWR | constants.O_NOFOLLOW);
        let bytes = 0;
        for await (const piece of handle.createReadStream({ autoClose: false, start: 0 }) as AsyncIterable<Buffer>) {
          bytes += piece.length;
          digest.update(piece);
        }
        await handle.sync();
        await handle.close();
        return await shelve(network, { ...received, bytes }, digest.hex());
      } catch (error) {
        await received.discard();
        throw error;
      }
    },

    async draft() {
      await mkdir(partials, { recursive: true, mode: 0o700 });
      const path = join(partials, newId());
      return { path, bytes: 0, discard: () => rm(path, { force: true }) };
    },

    unfinished: openUnfinished(folder),

    async open(network, key, span) {
      const handle = await open(path(network, key), constants.O_RDONLY | constants.O_NOFOLLOW).catch(absent);
      if (!handle) return undefined;
      const { size } = await handle.stat();
      const wanted = span?.(size);
      return {
        bytes: size,
        stream: wanted ? handle.createReadStream({ start: wanted.first, end: wanted.last }) : handle.createReadStream(),
      };
    },

    has: async (network, key) => (await stat(path(network, key)).catch(absent)) !== undefined,

    async remove(network, key, wanted) {
      const place = path(network, key);
      await mkdir(partials, { recursive: true, mode: 0o700 });
      const aside = join(partials, newId());
      const taken = await rename(place, aside).then(() => true, absent);
      if (!taken) return false;
      // Not knowing is wanting.
      const keep = await wanted().catch(async (error) => {
        await rename(aside, place);
        throw error;
      });
      if (keep) await rename(aside, place);
      else await rm(aside, { force: true });
      return !keep;
    },

    async *keys(network, before) {
      if (!uuid.test(network)) throw new Error('not a network id');
      for (const shelf of (await readdir(join(folder, network)).catch(absent)) ?? []) {
        const names = (await readdir(join(folder, network, shelf)).catch(absent)) ?? [];
        const old: string[] = [];
        for (const name of names.filter(isKey)) {
          const found = await stat(join(folder, network, shelf, name)).catch(absent);
          if (found && found.mtime < before) old.push(name);
        }
        if (old.length > 0) yield old;
      }
    },

    async discardPartials(before) {
      let discarded = 0;
      for (const name of (await readdir(partials).catch(absent)) ?? []) {
        const found = await stat(join(partials, name)).catch(absent);
        if (!found || found.mtime >= before) continue;
        await rm(join(partials, name), { force: true });
        discarded += 1;
      }
      return discarded;
    },
  };
}

/** A missing file is an answer, not an error. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

async function writeAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  let at = 0;
  while (at < piece.length) at += (await handle.write(piece, at)).bytesWritten;
}

/** A new name survives a power cut only when its folder is flushed too. */
async function syncFolders(folders: string[]): Promise<void> {
  // Windows opens no folders; NTFS journals names itself.
  if (process.platform === 'win32') return;
  for (const folder of folders) {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
