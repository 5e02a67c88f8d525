import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { newDigest, sealing } from '../../platform/crypto/archive.ts';
import { derivePassphrase, newPassphraseParams } from '../../platform/crypto/passphrase.ts';
import {
  countLines,
  type Entry,
  type EntryEnd,
  entriesDigest,
  formatVersion,
  frameOf,
  frameType,
  longestFrame,
  type Manifest,
  type ManifestFacts,
  preamble,
} from './format.ts';
import { Refusal } from './refusal.ts';

/** One thing to archive: its head and its bytes. */
export type Source = { entry: Entry; bytes: AsyncIterable<Buffer> };
/** Yields everything in order and returns, at the end, what the manifest must say. */
export type Content = AsyncGenerator<Source, ManifestFacts, void>;
export type Progress = (entry: Entry, end: EntryEnd) => void;

/**
 * Writes an archive to `file`: first to `file.partial` (readable by its owner alone), then flushed to the disk and
 * renamed. Nothing but a whole archive ever bears the name. Throws when the file exists, unless `force`.
 */
export async function writeArchive(
  file: string,
  passphrase: string,
  content: Content,
  options: { force?: boolean; progress?: Progress } = {},
): Promise<Manifest> {
  const partial = `${file}.partial`;
  const { salt, params } = newPassphraseParams();
  const { verifier, wrappingKey } = await derivePassphrase(passphrase, salt, params);
  const head = preamble({ passphrase: params, salt, verifier });
  await rm(partial, { force: true });
  const handle = await open(partial, 'wx', 0o600);
  try {
    const written: { manifest?: Manifest } = {};
    await handle.write(head);
    await pipeline(
      frames(content, written, options.progress),
      // The lightest compression: rows shrink three to five times, and it keeps up with the disk.
      createGzip({ level: 1, chunkSize: 65_536 }),
      sealing(wrappingKey, head),
      (sealed: AsyncIterable<Buffer>) => handle.writeFile(sealed),
    );
    await handle.sync();
    await handle.close();
    if (!options.force && (await exists(file))) throw new Refusal(`${file} exists already`);
    await rename(partial, file);
    await syncFolder(dirname(file));
    return written.manifest!;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

async function* frames(
  content: Content,
  written: { manifest?: Manifest },
  progress?: Progress,
): AsyncGenerator<Buffer> {
  const digest = entriesDigest();
  const tables: Manifest['tables'] = [];
  const files = { count: 0, bytes: 0 };
  try {
    let next = await content.next();
    for (; !next.done; next = await content.next()) {
      const { entry, bytes } = next.value;
      yield* jsonFrame(frameType.entry, entry);
      const end = yield* dataFrames(entry, bytes);
      yield* jsonFrame(frameType.end, end);
      digest.add(entry, end);
      if (entry.kind === 'table')
        tables.push({ name: entry.name, rows: end.rows!, bytes: end.bytes, sha256: end.sha256 });
      if (entry.kind === 'file') {
        files.count += 1;
        files.bytes += end.bytes;
      }
      progress?.(entry, end);
    }
    written.manifest = { format: formatVersion, ...next.value, tables, files, digest: digest.hex() };
    yield* jsonFrame(frameType.manifest, written.manifest);
  } finally {
    // However this ends, the content's own clean-up runs.
    await content.return(undefined as never);
  }
}

async function* dataFrames(entry: Entry, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, EntryEnd> {
  const digest = newDigest();
  let length = 0;
  let rows = 0;
  for await (const chunk of bytes) {
    if (chunk.length === 0) continue;
    digest.update(chunk);
    length += chunk.length;
    if (entry.kind === 'table') rows += countLines(chunk);
    for (let at = 0; at < chunk.length; at += longestFrame) {
      yield frameOf(frameType.data, chunk.subarray(at, at + longestFrame));
    }
  }
  return { bytes: length, rows: entry.kind === 'table' ? rows : null, sha256: digest.hex() };
}

function* jsonFrame(type: number, value: unknown): Generator<Buffer> {
  const json = Buffer.from(JSON.stringify(value));
  if (json.length > longestFrame) throw new Error('a description in the archive grew too long');
  yield frameOf(type, json);
}

/** Whether a file or folder of this name is there. */
export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Makes a rename in this folder survive a power cut, where the system can do it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
