import { createHash } from 'node:crypto';

/** A SHA-256 over content that comes piece by piece, as hexadecimal digits. */
export function openDigest(): { update(piece: string | Uint8Array): void; hex(): string } {
  const hash = createHash('sha256');
  return { update: (piece) => void hash.update(piece), hex: () => hash.digest('hex') };
}
