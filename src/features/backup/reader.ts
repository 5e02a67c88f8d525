import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { NotAuthentic, newDigest, opening } from '../../platform/crypto/archive.ts';
import { sameBytes } from '../../platform/crypto/ids.ts';
import { derivePassphrase } from '../../platform/crypto/passphrase.ts';
import {
  countLines,
  type Entry,
  type EntryEnd,
  endSchema,
  entriesDigest,
  entrySchema,
  formatVersion,
  frameType,
  longestFrame,
  longestPreamble,
  type Manifest,
  manifestSchema,
  readJson,
  readPreamble,
} from './format.ts';
import { ArchiveRefused } from './refusal.ts';

/** Receives one entry; `bytes` may be read or left. Its checksum is known good only after the whole was read. */
export type Visitor = (entry: Entry, bytes: AsyncIterable<Buffer>) => Promise<void>;

/** An archive whose passphrase fits. `read` may be called more than once and reads the file from its start each time. */
export type OpenArchive = { read(visit: Visitor): Promise<Manifest>; close(): Promise<void> };

/** Opens a file and checks its head and the passphrase. Throws `ArchiveRefused`. */
export async function openArchive(file: string, passphrase: string): Promise<OpenArchive> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new ArchiveRefused(
      error.code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${error.message}`,
    );
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(longestPreamble), 0, longestPreamble, 0);
    const { settings, length } = readPreamble(buffer.subarray(0, bytesRead));
    const { verifier, wrappingKey } = await derivePassphrase(passphrase, settings.salt, settings.passphrase);
    if (!sameBytes(verifier, settings.verifier))
      throw new ArchiveRefused('the passphrase is not the one of this archive');
    const context = Buffer.from(buffer.subarray(0, length));
    return {
      read: (visit) => readAll(handle, length, wrappingKey, context, visit),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readAll(
  handle: FileHandle,
  start: number,
  wrappingKey: Buffer,
  context: Buffer,
  visit: Visitor,
): Promise<Manifest> {
  const plain = createGunzip({ chunkSize: 65_536 });
  pipeline(piecesOf(handle, start), opening(wrappingKey, context), plain, () => {
    // An error reaches the loop below through `plain`.
  });
  const frames = framesOf(plain[Symbol.asyncIterator]() as AsyncIterator<Buffer>);
  try {
    return await readEntries(frames, visit);
  } catch (error) {
    throw asRefusal(error);
  } finally {
    plain.destroy();
  }
}

/** A file from `start` to its end; the handle stays open. */
async function* piecesOf(handle: FileHandle, start: number): AsyncGenerator<Buffer> {
  for (let at = start; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(65_536), 0, 65_536, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** What went wrong in the stream, in the operator's words. The visitor's own errors stay themselves. */
function asRefusal(error: unknown): unknown {
  if (error instanceof NotAuthentic) return new ArchiveRefused(`the archive is damaged: ${error.message}`);
  const code = (error as NodeJS.ErrnoException).code;
  return code?.startsWith('Z_') ? new ArchiveRefused('the archive is damaged: its content cannot be unpacked') : error;
}

type Frame = { type: number; payload: Buffer };

async function readEntries(frames: AsyncIterator<Frame>, visit: Visitor): Promise<Manifest> {
  const digest = entriesDigest();
  const seen: { tables: Manifest['tables']; files: Manifest['files'] } = { tables: [], files: { count: 0, bytes: 0 } };
  for (;;) {
    const { value: frame, done } = await frames.next();
    if (done) throw new ArchiveRefused('the archive has no manifest: it was not finished');
    if (frame.type === frameType.manifest) return finish(frame, frames, seen, digest.hex());
    if (frame.type !== frameType.entry) throw new ArchiveRefused('the archive is damaged: an entry does not begin');
    const entry = parse(entrySchema, frame.payload, 'an entry');
    const end = await readEntry(entry, frames, visit);
    digest.add(entry, end);
    if (entry.kind === 'table')
      seen.tables.push({ name: entry.name, rows: end.rows!, bytes: end.bytes, sha256: end.sha256 });
    if (entry.kind === 'file') {
      seen.files.count += 1;
      seen.files.bytes += end.bytes;
    }
  }
}

async function readEntry(entry: Entry, frames: AsyncIterator<Frame>, visit: Visitor): Promise<EntryEnd> {
  const digest = newDigest();
  let bytes = 0;
  let rows = 0;
  let recorded: EntryEnd | undefined;
  async function* data(): AsyncGenerator<Buffer> {
    while (!recorded) {
      const { value: frame, done } = await frames.next();
      if (done) throw new ArchiveRefused('the archive is damaged: it ends within an entry');
      if (frame.type === frameType.end) {
        recorded = parse(endSchema, frame.payload, 'the end of an entry');
        return;
      }
      if (frame.type !== frameType.data) throw new ArchiveRefused('the archive is damaged: an entry does not end');
      digest.update(frame.payload);
      bytes += frame.payload.length;
      if (entry.kind === 'table') rows += countLines(frame.payload);
      yield frame.payload;
    }
  }
  await visit(entry, data());
  // What the visitor left is read all the same: it must be checked.
  for await (const _ of data());
  const found: EntryEnd = { bytes, rows: entry.kind === 'table' ? rows : null, sha256: digest.hex() };
  if (JSON.stringify(found) !== JSON.stringify(recorded)) {
    throw new ArchiveRefused(`the archive is damaged: ${nameOf(entry)} is not what was written`);
  }
  return found;
}

async function finish(
  frame: Frame,
  frames: AsyncIterator<Frame>,
  seen: Pick<Manifest, 'tables' | 'files'>,
  digest: string,
): Promise<Manifest> {
  const manifest = parse(manifestSchema, frame.payload, 'the manifest');
  if (!(await frames.next()).done) throw new ArchiveRefused('the archive is damaged: something follows its manifest');
  const same =
    manifest.format <= formatVersion &&
    manifest.digest === digest &&
    JSON.stringify([manifest.tables, manifest.files]) === JSON.stringify([seen.tables, seen.files]);
  if (!same) throw new ArchiveRefused('the archive is damaged: its manifest names other entries');
  return manifest;
}

/** Cuts a stream of bytes into frames. Holds no more than one frame. */
async function* framesOf(source: AsyncIterator<Buffer>): AsyncGenerator<Frame, undefined> {
  let held: Buffer = Buffer.alloc(0);
  const fill = async (length: number): Promise<boolean> => {
    if (held.length >= length) return true;
    const parts = [held];
    let have = held.length;
    while (have < length) {
      const { value, done } = await source.next();
      if (done) break;
      parts.push(value);
      have += value.length;
    }
    held = Buffer.concat(parts, have);
    return have >= length;
  };
  for (;;) {
    if (!(await fill(5))) {
      if (held.length > 0) throw new ArchiveRefused('the archive is damaged: it ends within a frame');
      return;
    }
    const type = held.readUInt8(0);
    const length = held.readUInt32BE(1);
    if (length > longestFrame) throw new ArchiveRefused('the archive is damaged: a frame is too long');
    if (!(await fill(5 + length))) throw new ArchiveRefused('the archive is damaged: it ends within a frame');
    yield { type, payload: held.subarray(5, 5 + length) };
    held = held.subarray(5 + length);
  }
}

function parse<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  bytes: Buffer,
  what: string,
): T {
  const parsed = schema.safeParse(readJson(bytes));
  if (!parsed.success) throw new ArchiveRefused(`the archive is damaged: ${what} cannot be understood`);
  return parsed.data;
}

/** An entry in words. */
export const nameOf = (entry: Entry): string =>
  entry.kind === 'table'
    ? `table ${entry.name}`
    : entry.kind === 'file'
      ? `file ${entry.name}`
      : 'the installation secret';
