import { z } from 'zod';
import { newDigest } from '../../platform/crypto/archive.ts';
import { isPassphraseParams, type PassphraseParams } from '../../platform/crypto/passphrase.ts';
import { ArchiveRefused } from './refusal.ts';

/*
 * An archive: a preamble in clear, then one sealed stream (platform/crypto/archive.ts) of gzip of frames.
 *
 *   preamble  16 bytes of magic · u16 format · u32 length · JSON (how to derive the key) · SHA-256 of all before it
 *   frame     u8 type · u32 length · payload
 *   entry     one `entry` frame (JSON), `data` frames, one `end` frame (JSON: bytes, rows, SHA-256)
 *   last      one `manifest` frame (JSON); nothing follows it
 *
 * Numbers are big-endian. Table entries hold COPY's text format, one line per row.
 */

export const magic = Buffer.from('CASEMENT-BACKUP\n', 'latin1');
/** Raised with every change that an older program could not read. */
export const formatVersion = 1;
export const frameType = { entry: 1, data: 2, end: 3, manifest: 4 } as const;
/** A longer JSON or data frame is not ours. */
export const longestFrame = 16 * 1024 * 1024;

/** Paths inside the data folder: plain segments alone, so that no archive writes anywhere else. */
const filePath = z.string().regex(/^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*$/);

export const entrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), name: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal('file'), name: filePath }),
  z.object({ kind: z.literal('secret') }),
]);
export type Entry = z.infer<typeof entrySchema>;

const count = z.number().int().nonnegative();
export const endSchema = z.object({ bytes: count, rows: count.nullable(), sha256: z.string().length(64) });
export type EntryEnd = z.infer<typeof endSchema>;

export const manifestSchema = z.object({
  format: z.number().int(),
  program: z.string(),
  postgres: z.string(),
  createdAt: z.iso.datetime(),
  /** Applied migrations, in order. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), rows: count, bytes: count, sha256: z.string() })),
  /** Tables that are never carried: what lets somebody in. */
  leftOut: z.array(z.string()),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/), called: z.boolean() })),
  files: z.object({ count, bytes: count }),
  /** Files that the database names and the disk did not have. */
  missingFiles: z.array(z.string()),
  /** SHA-256 over every entry's header and end, in order. */
  digest: z.string().length(64),
});
export type Manifest = z.infer<typeof manifestSchema>;
/** What the writer itself adds to a manifest. */
export type ManifestFacts = Omit<Manifest, 'format' | 'tables' | 'files' | 'digest'>;

const settingsSchema = z.object({
  passphrase: z.custom<PassphraseParams>(isPassphraseParams),
  salt: z.base64(),
  verifier: z.base64(),
  cipher: z.literal('AES-256-GCM-STREAM'),
});
/** How the key comes from the passphrase; `verifier` tells a wrong passphrase from a damaged archive. */
export type KeySettings = { passphrase: PassphraseParams; salt: Buffer; verifier: Buffer };

/** The clear head of an archive; all of it is bound into every sealed chunk. */
export function preamble(settings: KeySettings): Buffer {
  const json = Buffer.from(
    JSON.stringify({
      passphrase: settings.passphrase,
      salt: settings.salt.toString('base64'),
      verifier: settings.verifier.toString('base64'),
      cipher: 'AES-256-GCM-STREAM',
    }),
  );
  const numbers = Buffer.alloc(6);
  numbers.writeUInt16BE(formatVersion, 0);
  numbers.writeUInt32BE(json.length, 2);
  const head = Buffer.concat([magic, numbers, json]);
  return Buffer.concat([head, sha256(head)]);
}

/** How many bytes of the start `readPreamble` may need. */
export const longestPreamble = 8_192;

/** Reads the clear head from the first bytes of a file. `length` is where the sealed stream begins. */
export function readPreamble(start: Buffer): { settings: KeySettings; length: number } {
  if (start.length === 0) throw new ArchiveRefused('the file is empty');
  if (!start.subarray(0, magic.length).equals(magic)) throw new ArchiveRefused('this is not a Casement backup');
  if (start.length < magic.length + 6) throw new ArchiveRefused('the archive is cut off within its head');
  const format = start.readUInt16BE(magic.length);
  if (format > formatVersion) {
    throw new ArchiveRefused(
      `the archive has format ${format}, and this program reads up to ${formatVersion}: it was made by a newer Casement; install that version, then restore`,
    );
  }
  const end = magic.length + 6 + start.readUInt32BE(magic.length + 2);
  if (end + 32 > longestPreamble) throw new ArchiveRefused('the head of the archive is damaged');
  if (start.length < end + 32) throw new ArchiveRefused('the archive is cut off within its head');
  if (!sha256(start.subarray(0, end)).equals(start.subarray(end, end + 32))) {
    throw new ArchiveRefused('the head of the archive is damaged');
  }
  const parsed = settingsSchema.safeParse(readJson(start.subarray(magic.length + 6, end)));
  if (!parsed.success) throw new ArchiveRefused('the head of the archive cannot be understood');
  const { passphrase, salt, verifier } = parsed.data;
  return {
    settings: { passphrase, salt: Buffer.from(salt, 'base64'), verifier: Buffer.from(verifier, 'base64') },
    length: end + 32,
  };
}

/** One frame, ready to be written. */
export function frameOf(type: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(5 + payload.length);
  frame.writeUInt8(type, 0);
  frame.writeUInt32BE(payload.length, 1);
  payload.copy(frame, 5);
  return frame;
}

/** Line feeds in a piece of COPY's text format: every row ends in one, and none stands inside a row. */
export function countLines(piece: Buffer): number {
  let lines = 0;
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** JSON of a frame, or undefined where it is none. */
export function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The digest that a manifest carries over its entries. */
export function entriesDigest(): { add(entry: Entry, end: EntryEnd): void; hex(): string } {
  const digest = newDigest();
  return {
    add: (entry, end) => digest.update(Buffer.from(`${JSON.stringify([entry, end])}\n`)),
    hex: () => digest.hex(),
  };
}

function sha256(bytes: Buffer): Buffer {
  const digest = newDigest();
  digest.update(bytes);
  return Buffer.from(digest.hex(), 'hex');
}
