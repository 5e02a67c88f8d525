import { inNetwork, readNetwork, type Trx } from '../../platform/db/index.ts';
import {
  kindOfType,
  mostPictures,
  type Part,
  type Picture,
  type Refusal,
  readSafely,
  type Words,
} from '../../platform/documents/index.ts';
import { cleanImage } from '../../platform/files/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import { endReading, fileToRead, forgetTexts, keepPictures, keepWords, type ToRead } from './reading.ts';

/** Pages whose pictures one job makes; then others have their turn. */
const batch = 25;
/** How much memory reading takes beside the document itself, which lies in it twice. */
const megabytesFor = (bytes: number) => Math.min(1100, 450 + (bytes / 1e6) * 3);

type At = { deps: Deps; network: string; file: ToRead };

/** Reads the words of a file that waits. It begins anew when it was interrupted, and ends in the same state. */
export const reading: JobHandler = async ({ deps, network, payload }) => {
  const file = await readNetwork(deps.db, network, (trx) => fileToRead(trx, network, String(payload.file)));
  const kind = file && kindOfType(file.mediaType);
  if (!file || !kind) return;
  const at = { deps, network, file };
  if (kind === 'jpeg' || kind === 'png' || kind === 'webp') return readPicture(at);
  if (file.state !== 'waiting') return;
  await write(at, (trx) => forgetTexts(trx, network, file.id));
  let without = 0;
  const done = await readSafely(
    deps.files.path(network, file.key),
    { do: 'words', kind },
    { seconds: 90, megabytes: megabytesFor(file.bytes) },
    async (part: Part) => {
      if (!('words' in part)) return;
      without += part.words.filter(({ text }) => !hasWords(text)).length;
      await write(at, (trx) => keepWords(trx, network, file, cleaned(part.words)));
    },
  ).catch(gone);
  if (!done.done && done.refusal === 'busy') throw new Error('many files are being read');
  const now = deps.clock();
  if (!done.done) {
    await write(at, async (trx) => {
      await forgetTexts(trx, network, file.id);
      await endReading(trx, network, file.id, { state: 'refused', reason: done.refusal, now });
    });
    return;
  }
  const pages = done.pages ?? 0;
  await write(at, async (trx) => {
    const state = pages > without ? 'read' : 'no-text';
    await endReading(trx, network, file.id, { state, pages, without, cut: done.cut ?? false, now });
    if (kind === 'pdf')
      await enqueue({ trx }, 'files.pages', { file: file.id }, { key: `files.pages:${file.id}`, priority: 5 });
  });
};

/** Makes the pictures of the next pages of a PDF, each stored before its row; goes on with another job until all are there. */
export const pages: JobHandler = async ({ deps, network, payload }) => {
  const file = await readNetwork(deps.db, network, (trx) => fileToRead(trx, network, String(payload.file)));
  if (!file || (file.state !== 'read' && file.state !== 'no-text') || file.reason) return;
  const all = Math.min(file.pages, mostPictures);
  const last = Math.min(all, file.pictured + batch);
  if (file.pictured >= all) return;
  const at = { deps, network, file };
  const done = await readSafely(
    deps.files.path(network, file.key),
    { do: 'pages', kind: 'pdf', from: file.pictured + 1, most: last },
    { seconds: 180, megabytes: megabytesFor(file.bytes) },
    async (part: Part) => {
      if ('pictures' in part) await keep(at, part.pictures);
    },
  ).catch(gone);
  if (!done.done && done.refusal === 'busy') throw new Error('many files are being read');
  await write(at, async (trx) => {
    // What is there stays; the reader says where the pictures end.
    if (!done.done) return endReading(trx, network, file.id, { reason: done.refusal, now: deps.clock() });
    if (last < all)
      await enqueue({ trx }, 'files.pages', { file: file.id }, { key: `files.pages:${file.id}`, priority: 5 });
  });
};

/** A picture that was handed in is its own and only page. */
async function readPicture(at: At): Promise<void> {
  const { deps, network, file } = at;
  if (file.pictured > 0) return;
  const path = deps.files.path(network, file.key);
  const made: Picture[] = [];
  for (const [size, width] of [
    ['large', 1280],
    ['small', 640],
  ] as const) {
    const cleaned = await cleanImage(path, width);
    if (!cleaned.ok) {
      if (cleaned.refusal === 'busy') throw new Error('many pictures are being read');
      return write(at, (trx) => endReading(trx, network, file.id, { reason: cleaned.refusal, now: deps.clock() }));
    }
    made.push({ page: 1, size, ...cleaned.image });
  }
  await keep(at, made);
  await write(at, (trx) => endReading(trx, network, file.id, { pages: 1, without: 0, now: deps.clock() }));
}

async function keep(at: At, pictures: Picture[]): Promise<void> {
  const { deps, network, file } = at;
  const stored: (Omit<Picture, 'bytes'> & { key: string; bytes: number })[] = [];
  for (const { bytes, ...picture } of pictures)
    stored.push({ ...picture, ...(await deps.files.put(network, [bytes], { limit: bytes.length })) });
  await write(at, (trx) => keepPictures(trx, network, file.id, stored));
}

const write = <T>({ deps, network }: At, work: (trx: Trx) => Promise<T>): Promise<T> =>
  inNetwork(deps.db, network, work);

/** The bytes are not there: a disk that was restored without them. */
function gone(error: NodeJS.ErrnoException): { done: false; refusal: Refusal } {
  if (error.code === 'ENOENT') return { done: false, refusal: 'damaged' };
  throw error;
}

/** A letter or a digit: page numbers alone are a text layer too, a stray mark is none. */
const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** As PostgreSQL can keep it: no NUL, no half of a sign. */
const cleaned = (words: Words[]): Words[] =>
  words.map(({ page, label, text }) => ({
    page,
    label: label.replaceAll('\0', '').toWellFormed(),
    text: text.replaceAll('\0', '').toWellFormed(),
  }));
