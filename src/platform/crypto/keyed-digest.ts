import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 of bytes that arrive piece by piece, for content of any size. */
export type KeyedDigest = { update(bytes: Uint8Array): void; hex(): string };

/** @param key 32 bytes, from `Secret.key(use)` */
export function keyedDigest(key: Uint8Array): KeyedDigest {
  const hmac = createHmac('sha256', key);
  return { update: (bytes) => void hmac.update(bytes), hex: () => hmac.digest('hex') };
}
