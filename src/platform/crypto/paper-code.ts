import { hkdfSync, randomInt } from 'node:crypto';
import { hmacWith } from './hmac.ts';
import type { Secret } from './ids.ts';

/** Crockford's letters: no I, L, O, U, so that what is read from paper is not read wrongly. Five bits each. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A random code of so many letters, in groups of four: "7KQ2-0MXV-…". */
export function newPaperCode(length: number): string {
  const text = Array.from({ length }, () => letters[randomInt(32)]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** A code as it was typed, without spaces and hyphens, in capitals, 0 for O and 1 for I and L; undefined if it is none. */
export function readPaperCode(typed: string, length: number): string | undefined {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return text.length === length && [...text].every((letter) => letters.includes(letter)) ? text : undefined;
}

/** What is stored of a code: keyed, so that the table alone gives nothing to guess at. `code` as `readPaperCode` gives it. */
export const paperCodeHash = (secret: Secret, accountId: string, code: string): Buffer =>
  hmacWith(secret.key('paper code'))(`${accountId} ${code}`);

/** A key of 32 bytes from bytes that are random already (HKDF-SHA-256, RFC 5869). `use` keeps keys for different ends apart. */
export const deriveKey = (random: Uint8Array, salt: Uint8Array, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', random, salt, use, 32));
