import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** The archive cannot be read: it is none, is damaged, or would unpack to more than was allowed. */
export class ZipFault extends Error {}

export type ZipEntry = { name: string; bytes: Uint8Array };

const local = 0x04034b50;
const central = 0x02014b50;
const end = 0x06054b50;

/**
 * Reads a small archive whole, in memory: entries that are stored or deflated, without encryption, each checked by its CRC.
 * `limit` holds for the sum of what is unpacked, in bytes, whatever the archive says of itself. Folders are left out; names are
 * as they stand there and lead nowhere. Throws `ZipFault`.
 */
export function readZip(archive: Uint8Array, limit: number, most = 1000): ZipEntry[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const last = lastRecord(bytes);
  const count = bytes.readUInt16LE(last + 10);
  let at = bytes.readUInt32LE(last + 16);
  if (count > most) throw new ZipFault(`more than ${most} files`);
  const entries: ZipEntry[] = [];
  let left = limit;
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== central)
      throw new ZipFault('its list of files is damaged');
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const crc = bytes.readUInt32LE(at + 16);
    const packed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = bytes.readUInt32LE(at + 42);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (name.endsWith('/')) continue;
    if (flags & 1) throw new ZipFault('it is encrypted');
    const content = unpack(bytes, start, packed, method, left);
    if (crc32(content) !== crc) throw new ZipFault(`${name} is damaged`);
    left -= content.length;
    entries.push({ name, bytes: content });
  }
  return entries;
}

/** Where the record stands that ends every archive; a comment of up to 65,535 bytes may follow it. */
function lastRecord(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 22 - 0xffff; at -= 1)
    if (bytes.readUInt32LE(at) === end) return at;
  throw new ZipFault('it is no archive');
}

function unpack(bytes: Buffer, start: number, packed: number, method: number, left: number): Buffer {
  if (start + 30 > bytes.length || bytes.readUInt32LE(start) !== local) throw new ZipFault('a file in it is damaged');
  const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
  if (from + packed > bytes.length) throw new ZipFault('it ends too early');
  const content = bytes.subarray(from, from + packed);
  if (method === 0) {
    if (content.length > left) throw new ZipFault('it unpacks to more than is allowed');
    return content;
  }
  if (method !== 8) throw new ZipFault('it is packed in a way that is not read here');
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    throw new ZipFault(
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? 'it unpacks to more than is allowed'
        : 'a file in it is damaged',
    );
  }
}

/** A small archive of these files, deflated, dated 1980 so that the same content gives the same bytes. */
export function writeZip(entries: readonly { name: string; bytes: Uint8Array | string }[]): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.bytes as Uint8Array);
    const packed = deflateRawSync(content);
    // What both records say: version, UTF-8 names, deflated, the date, the checksum, the two lengths.
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x0800, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt16LE(0x21, 8);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const mark = Buffer.alloc(4);
    mark.writeUInt32LE(local);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(central);
    record.writeUInt16LE(20, 4);
    head.copy(record, 6);
    record.writeUInt32LE(at, 42);
    list.push(record, name);
    parts.push(mark, head, name, packed);
    at += 30 + name.length + packed.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const last = Buffer.alloc(22);
  last.writeUInt32LE(end);
  last.writeUInt16LE(entries.length, 8);
  last.writeUInt16LE(entries.length, 10);
  last.writeUInt32LE(size, 12);
  last.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...list, last]);
}
