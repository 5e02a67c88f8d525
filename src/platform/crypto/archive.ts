import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** Plain bytes per sealed chunk; every chunk grows by a 16-byte tag. */
export const chunkBytes = 65_536;
const tagBytes = 16;

/** The sealed bytes are not what was written with this key: changed, cut off, or longer. */
export class NotAuthentic extends Error {}

/** A running SHA-256 over bytes that pass by. */
export type Digest = { update(bytes: Uint8Array): void; hex(): string };

/** A SHA-256 that grows with the bytes it is given. */
export function newDigest(): Digest {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

/** The archive's own key: `wrappingKey` comes from the passphrase and a salt that no other archive has. */
const archiveKey = (wrappingKey: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', wrappingKey, '', 'casement archive v1', 32));

/**
 * Seals a stream chunk by chunk with AES-256-GCM, in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár
 * 2015; as age and Tink do): the nonce is an 11-byte counter and one byte that is 1 on the last chunk alone, so that
 * no chunk can be changed, moved, dropped or added. `context` (the clear header) is bound to every chunk.
 * The key must be used for one stream only.
 */
export function sealing(wrappingKey: Uint8Array, context: Uint8Array): Transform {
  const key = archiveKey(wrappingKey);
  const seal = (plain: Uint8Array, counter: number, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(counter, last)).setAAD(context);
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  return chunked(chunkBytes, seal);
}

/** Opens what `sealing` made; no byte of a chunk passes before the chunk proved authentic. Fails with `NotAuthentic`. */
export function opening(wrappingKey: Uint8Array, context: Uint8Array): Transform {
  const key = archiveKey(wrappingKey);
  const open = (sealed: Uint8Array, counter: number, last: boolean): Buffer => {
    const end = sealed.length - tagBytes;
    if (end < 0) throw new NotAuthentic('the archive ends too early');
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(counter, last)).setAAD(context);
    decipher.setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(0, end));
    try {
      return Buffer.concat([plain, decipher.final()]);
    } catch {
      throw new NotAuthentic(
        last ? 'the archive is cut off or damaged at its end' : `damaged within sealed chunk ${counter + 1}`,
      );
    }
  };
  return chunked(chunkBytes + tagBytes, open);
}

function nonce(counter: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(counter, 5, 6);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

/** Cuts a stream into pieces of `size`; the piece that ends it (perhaps shorter, perhaps empty) is told that it is last. */
function chunked(size: number, each: (piece: Uint8Array, counter: number, last: boolean) => Buffer): Transform {
  let held: Buffer[] = [];
  let length = 0;
  let counter = 0;
  const next = (piece: Buffer, last: boolean) => each(piece, counter++, last);
  return new Transform({
    transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      held.push(bytes);
      length += bytes.length;
      // One byte more than a piece shows that the piece is not the last.
      if (length <= size) return done();
      try {
        let rest = Buffer.concat(held);
        while (rest.length > size) {
          this.push(next(rest.subarray(0, size), false));
          rest = rest.subarray(size);
        }
        held = [rest];
        length = rest.length;
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done: TransformCallback) {
      try {
        done(null, next(Buffer.concat(held), true));
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
