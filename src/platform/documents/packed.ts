import { crc32, createInflateRaw, deflateRawSync, inflateRawSync, constants as z } from 'node:zlib';
import { Refused } from './refused.ts';

/*
 * Packed documents (DOCX, XLSX, ODT, EPUB are zip archives), read from a file piece by piece and held to the strict half of
 * the format: one list of contents, at the end; entries one after another, none of them shared; names that stay inside. What
 * attacks are made of, the other half, is refused (APPNOTE 6.3, without zip64, encryption, spanning).
 */

/** Bytes that can be read anywhere. */
export type Input = { size: number; read(at: number, length: number): Buffer };
/** Where bytes are written one after another. */
export type Output = (bytes: Uint8Array) => void;

export type Entry = { name: string; method: number; crc: number; packed: number; size: number; from: number };

/** No honest document has more. */
const mostEntries = 10_000;
const mostUnpacked = 1_500_000_000;
/** Below this an entry may be packed as tightly as it likes. */
const freely = 20_000_000;
const mostRatio = 250;

const local = 0x04034b50;
const central = 0x02014b50;
const end = 0x06054b50;

/** The entries of a packed document. Throws `Refused`. */
export function entriesOf(input: Input): Entry[] {
  if (input.size < 22) throw new Refused('damaged');
  const last = input.read(input.size - 22, 22);
  if (last.readUInt32LE(0) !== end || last.readUInt16LE(20) !== 0) throw new Refused('damaged');
  const count = last.readUInt16LE(10);
  const [length, start] = [last.readUInt32LE(12), last.readUInt32LE(16)];
  if (count > mostEntries) throw new Refused('bomb');
  if (last.readUInt16LE(8) !== count || start + length !== input.size - 22) throw new Refused('damaged');
  const list = input.read(start, length);
  const entries: Entry[] = [];
  const spans: [number, number][] = [];
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > list.length || list.readUInt32LE(at) !== central) throw new Refused('damaged');
    const [flags, method] = [list.readUInt16LE(at + 8), list.readUInt16LE(at + 10)];
    const [crc, packed, size] = [list.readUInt32LE(at + 16), list.readUInt32LE(at + 20), list.readUInt32LE(at + 24)];
    const nameLength = list.readUInt16LE(at + 28);
    const head = list.readUInt32LE(at + 42);
    const raw = list.subarray(at + 46, at + 46 + nameLength);
    at += 46 + nameLength + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
    if (flags & 0x41) throw new Refused('encrypted');
    if (method !== 0 && method !== 8) throw new Refused('damaged');
    const name = nameOf(raw);
    const here = head + 30 <= start ? input.read(head, 30) : undefined;
    if (here?.readUInt32LE(0) !== local || here.readUInt16LE(26) !== nameLength) throw new Refused('damaged');
    const from = head + 30 + nameLength + here.readUInt16LE(28);
    // Two readers, two lists: what one takes for the document another must not take for something else.
    if (!input.read(head + 30, nameLength).equals(raw) || from + packed > start) throw new Refused('damaged');
    if (size > freely && size / Math.max(1, packed) > mostRatio) throw new Refused('bomb');
    if (method === 0 && size !== packed) throw new Refused('damaged');
    spans.push([head, from + packed]);
    if (!name.endsWith('/')) entries.push({ name, method, crc, packed, size, from });
  }
  if (at !== list.length) throw new Refused('damaged');
  spans.sort((a, b) => a[0] - b[0]);
  if (spans[0]?.[0] !== 0) throw new Refused(spans.length === 0 ? 'damaged' : 'polyglot');
  // Entries that share their bytes are how a few kilobytes become petabytes.
  if (spans.some(([from], n) => n > 0 && from < spans[n - 1]![1])) throw new Refused('bomb');
  if (entries.reduce((sum, { size }) => sum + size, 0) > mostUnpacked) throw new Refused('bomb');
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size !== entries.length) throw new Refused('damaged');
  return entries;
}

function nameOf(raw: Buffer): string {
  const name = raw.toString('utf8');
  if (name.includes('\\') || name.includes('\0') || /^(\/|[a-z]:)/i.test(name)) throw new Refused('paths');
  if (name.split('/').some((step) => step === '..' || step === '.')) throw new Refused('paths');
  return name;
}

/** The content of an entry, at most `limit` bytes of it, checked by its sum. Throws `Refused`. */
export function unpack(input: Input, entry: Entry, limit: number): Buffer {
  if (entry.size > limit) throw new Refused('bomb');
  const packed = input.read(entry.from, entry.packed);
  let content = packed;
  if (entry.method === 8) {
    try {
      content = inflateRawSync(packed, { maxOutputLength: entry.size + 1 });
    } catch (error) {
      throw new Refused((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'damaged');
    }
  }
  if (content.length !== entry.size) throw new Refused(content.length > entry.size ? 'bomb' : 'damaged');
  if (crc32(content) !== entry.crc) throw new Refused('damaged');
  return content;
}

/** The first kilobytes of an entry, whatever follows. */
export function beginning(input: Input, entry: Entry): Buffer {
  const packed = input.read(entry.from, Math.min(entry.packed, 4096));
  if (entry.method === 0) return packed;
  try {
    return inflateRawSync(packed, { finishFlush: z.Z_SYNC_FLUSH, maxOutputLength: 8_000_000 });
  } catch {
    throw new Refused('damaged');
  }
}

/** Unpacks an entry piece by piece, keeps nothing of it, and throws `Refused` when it is more, or other, than it says of itself. */
export async function verify(input: Input, entry: Entry): Promise<void> {
  const step = 1 << 20;
  let sum = 0;
  let size = 0;
  const take = (piece: Buffer) => {
    size += piece.length;
    if (size > entry.size) throw new Refused('bomb');
    sum = crc32(piece, sum);
  };
  if (entry.method === 0) {
    for (let at = 0; at < entry.packed; at += step)
      take(input.read(entry.from + at, Math.min(step, entry.packed - at)));
  } else {
    const inflate = createInflateRaw();
    const pieces = (function* () {
      for (let at = 0; at < entry.packed; at += step)
        yield input.read(entry.from + at, Math.min(step, entry.packed - at));
    })();
    const { Readable } = await import('node:stream');
    const source = Readable.from(pieces);
    source.on('error', (error) => inflate.destroy(error));
    try {
      for await (const piece of source.pipe(inflate)) take(piece as Buffer);
    } catch (error) {
      throw error instanceof Refused ? error : new Refused('damaged');
    } finally {
      source.destroy();
    }
  }
  if (size !== entry.size || sum !== entry.crc) throw new Refused('damaged');
}

/**
 * Writes a packed document: entries of `input` as they are, others with new content. No times, no comments, no extra fields:
 * the same content gives the same bytes.
 */
export function writePacked(
  input: Input,
  entries: readonly { entry: Entry; content?: Uint8Array }[],
  output: Output,
): void {
  const list: Buffer[] = [];
  let at = 0;
  const put = (bytes: Uint8Array) => {
    output(bytes);
    at += bytes.length;
  };
  for (const { entry, content } of entries) {
    const name = Buffer.from(entry.name);
    // What must be readable as it stands (the kind of an ODT, an EPUB) stays unpacked.
    const made = content && (entry.method === 8 ? deflateRawSync(content) : Buffer.from(content));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(entry.method, 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(content ? crc32(content) : entry.crc, 10);
    fields.writeUInt32LE(made ? made.length : entry.packed, 14);
    fields.writeUInt32LE(content ? content.length : entry.size, 18);
    fields.writeUInt16LE(name.length, 22);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(central);
    record.writeUInt16LE(20, 4);
    fields.copy(record, 6);
    record.writeUInt32LE(at, 42);
    list.push(record, name);
    const mark = Buffer.alloc(4);
    mark.writeUInt32LE(local);
    put(Buffer.concat([mark, fields, name]));
    if (made) put(made);
    else
      for (let done = 0; done < entry.packed; done += 1 << 20)
        put(input.read(entry.from + done, Math.min(1 << 20, entry.packed - done)));
  }
  const start = at;
  const contents = Buffer.concat(list);
  put(contents);
  const last = Buffer.alloc(22);
  last.writeUInt32LE(end);
  last.writeUInt16LE(entries.length, 8);
  last.writeUInt16LE(entries.length, 10);
  last.writeUInt32LE(contents.length, 12);
  last.writeUInt32LE(start, 16);
  put(last);
}

/** Which of our packed kinds a list of contents makes; undefined for other archives. */
export function packedKind(input: Input, entries: readonly Entry[]): 'docx' | 'xlsx' | 'odt' | 'epub' | undefined {
  const named = (name: string) => entries.find((entry) => entry.name === name);
  if (named('[Content_Types].xml')) {
    if (named('word/document.xml')) return 'docx';
    return named('xl/workbook.xml') ? 'xlsx' : undefined;
  }
  const first = named('mimetype');
  const type = first && first.size < 200 ? unpack(input, first, 200).toString('latin1').trim() : '';
  if (type === 'application/vnd.oasis.opendocument.text' && named('content.xml')) return 'odt';
  return type === 'application/epub+zip' && named('META-INF/container.xml') ? 'epub' : undefined;
}

/** XML that declares a document type with declarations of its own can grow and read other files; nothing we take needs it. */
export const declaresEntities = (text: string): boolean => /<!ENTITY|<!DOCTYPE[^>]*\[/i.test(text);
