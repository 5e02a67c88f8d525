import { createHmac, hash } from 'node:crypto';

/*
 * HMAC-SHA-256 (RFC 2104) in two forms that give the same: `hmacWith` for short texts of which many are signed with one key, `keyedDigest`
 * for content that comes piece by piece.
 */

/**
 * Signs texts with a key of at most 64 bytes; longer ones throw. By two plain hashes: the library's own object for each signature costs a
 * third more, and must be collected besides.
 */
export function hmacWith(key: Uint8Array): (text: string) => Buffer {
  if (key.length > 64) throw new Error('the key is longer than a block of SHA-256');
  const [inner, outer] = [0x36, 0x5c].map((pad) =>
    Buffer.from(Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ pad)),
  );
  const sha256 = (...parts: Buffer[]) => hash('sha256', Buffer.concat(parts), 'buffer');
  return (text) => sha256(outer!, sha256(inner!, Buffer.from(text)));
}

/** Signs one content of any size, as hexadecimal digits. */
export type KeyedDigest = { update(bytes: Uint8Array): void; hex(): string };

/** @param key 32 bytes, from `Secret.key(use)` */
export function keyedDigest(key: Uint8Array): KeyedDigest {
  const hmac = createHmac('sha256', key);
  return { update: (bytes) => void hmac.update(bytes), hex: () => hmac.digest('hex') };
}
