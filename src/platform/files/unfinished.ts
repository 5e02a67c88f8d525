import { constants } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../crypto/ids.ts';
import { type Bytes, type Received, TooLarge } from './store.ts';

/** The next piece must begin where the last one ended; `at` is where that is. */
export class NotNext extends Error {
  readonly at: number;
  constructor(at: number) {
    super(`the next piece begins at ${at}`);
    this.at = at;
  }
}

/**
 * Files that come in pieces. How much is here is the length on the disk, and nothing else knows it: a program that is killed
 * in the middle of a piece goes on with what had arrived.
 */
export type Unfinished = {
  /** How many bytes of it are here. */
  length(network: string, id: string): Promise<number>;
  /**
   * Adds a piece that begins at `at`; returns the new length. What arrived of a piece that breaks off stays. Throws `NotNext` when
   * it does not follow on what is here, `TooLarge` above `limit` bytes in all.
   */
  add(network: string, id: string, at: number, from: Bytes, limit: number): Promise<number>;
  /**
   * It, as if it had been received in one piece; undefined when there is none. It stays here too until it is removed, so that
   * a program killed on the way asks nobody to send it again.
   */
  receive(network: string, id: string): Promise<Received | undefined>;
  remove(network: string, id: string): Promise<void>;
  /** Removes what nobody added to since `before`; returns how many. */
  discard(before: Date): Promise<number>;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Below the folder of the file store, on its disk. */
export function openUnfinished(folder: string): Unfinished {
  const shelf = join(folder, 'unfinished');
  const place = (network: string, id: string) => {
    if (!uuid.test(network) || !uuid.test(id)) throw new Error('not the name of an upload');
    return join(shelf, network, id);
  };
  /** One piece of a file at a time; two tabs that send the same file do not mix. */
  const busy = new Set<string>();
  const length = async (path: string) => (await stat(path).catch(absent))?.size ?? 0;

  return {
    length: (network, id) => length(place(network, id)),

    async add(network, id, at, from, limit) {
      const path = place(network, id);
      await mkdir(join(shelf, network), { recursive: true, mode: 0o700 });
      if (busy.has(path)) throw new NotNext(await length(path));
      busy.add(path);
      const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
      try {
        const here = (await handle.stat()).size;
        if (here !== at) throw new NotNext(here);
        let end = at;
        try {
          for await (const piece of from) {
            if (end + piece.length > limit) throw new TooLarge(`more than ${limit} bytes`);
            let written = 0;
            while (written < piece.length) {
              const { bytesWritten } = await handle.write(piece, written, piece.length - written, end);
              written += bytesWritten;
              end += bytesWritten;
            }
          }
        } finally {
          // Told as arrived only when it would survive a power cut.
          await handle.sync();
        }
        return end;
      } finally {
        busy.delete(path);
        await handle.close();
      }
    },

    async receive(network, id) {
      const partial = join(folder, 'partial', newId());
      await mkdir(join(folder, 'partial'), { recursive: true, mode: 0o700 });
      const path = place(network, id);
      const here = await stat(path).catch(absent);
      if (!here) return undefined;
      // Where a disk knows no second names, it is moved.
      await link(path, partial).catch(() => rename(path, partial));
      return { path: partial, bytes: await length(partial), discard: () => rm(partial, { force: true }) };
    },

    remove: (network, id) => rm(place(network, id), { force: true }),

    async discard(before) {
      let discarded = 0;
      for (const network of (await readdir(shelf).catch(absent)) ?? []) {
        for (const id of (await readdir(join(shelf, network)).catch(absent)) ?? []) {
          const path = join(shelf, network, id);
          const found = await stat(path).catch(absent);
          if (!found || found.mtime >= before) continue;
          await rm(path, { force: true });
          discarded += 1;
        }
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
