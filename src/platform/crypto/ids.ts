import { hash, hkdfSync, randomBytes, randomFillSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { hmacWith } from './hmac.ts';

let lastMs = 0;
let sequence = 0;

// Random bytes are drawn for many ids at once: each call to the system costs more than the id itself.
const pool = Buffer.alloc(8 * 512);
let drawn = pool.length;
/** The time of the latest id as it is written, with the version. */
let head = '';
/** Three hexadecimal digits, and the variant with two random bits. */
const threeDigits = Array.from({ length: 0x1000 }, (_, n) => n.toString(16).padStart(3, '0'));
const variants = ['8', '9', 'a', 'b'];

/** A UUIDv7 (RFC 9562): time-ordered, unique within the process by a counter, random beyond it. */
export function newId(): string {
  const ms = Date.now();
  if (ms > lastMs) begin(ms, pool.readUInt16BE(draw()) & 0x07ff);
  else if (sequence < 0x0fff) sequence += 1;
  else begin(lastMs + 1, 0);
  const at = draw();
  const hex = pool.toString('hex', at, at + 8);
  return `${head}${threeDigits[sequence]}-${variants[pool[at]! >> 6]}${hex.slice(1, 4)}-${hex.slice(4)}`;
}

/** Where eight fresh random bytes are in the pool. */
function draw(): number {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += 8;
  return drawn - 8;
}

/** The counter begins anew, at a random place, with each millisecond. */
function begin(ms: number, first: number): void {
  lastMs = ms;
  sequence = first;
  const hex = ms.toString(16).padStart(12, '0');
  head = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
}

/** A UUIDv4: tells nothing, not even when it was made. For what must not be brought together with anything by its time. */
export const timelessId = (): string => randomUUID();

/** 256 random bits as text that is safe in a URL. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256. Tokens are stored only like this. */
export const sha256 = (text: string | Uint8Array): Buffer => hash('sha256', text, 'buffer');

/** The same as 64 hex digits. */
export const sha256Hex = (text: string | Uint8Array): string => hash('sha256', text, 'hex');

/** Equal in constant time; false for different lengths. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Keys and signatures derived from the installation secret; each use has a label of its own. */
export type Secret = {
  /** A 32-byte key for one use (HKDF-SHA-256, RFC 5869). */
  key(use: string): Buffer;
  /** HMAC-SHA-256 of a text for one use, base64url; 32 bytes unless shortened. */
  sign(use: string, text: string, bytes?: number): string;
  /** Whether `signature` is what `sign` gives, in constant time. */
  verify(use: string, text: string, signature: string, bytes?: number): boolean;
};

/** @param secret at least 32 bytes, kept in the installation's secret file */
export function secretOf(secret: Uint8Array): Secret {
  if (secret.length < 32) throw new Error('the installation secret is too short');
  const keys = new Map<string, Buffer>();
  const key = (use: string) => {
    let found = keys.get(use);
    if (!found) {
      found = Buffer.from(hkdfSync('sha256', secret, 'casement', use, 32));
      keys.set(use, found);
    }
    return found;
  };
  const macs = new Map<string, (text: string) => Buffer>();
  const sign = (use: string, text: string, bytes = 32) => {
    let mac = macs.get(use);
    if (!mac) {
      mac = hmacWith(key(use));
      macs.set(use, mac);
    }
    return mac(text).toString('base64url', 0, bytes);
  };
  return {
    key,
    sign,
    verify: (use, text, signature, bytes = 32) =>
      sameBytes(Buffer.from(sign(use, text, bytes)), Buffer.from(signature)),
  };
}

/** So many signs drawn from an alphabet of at most 256, each as likely as the others. */
export function randomSigns(alphabet: string, length: number): string {
  // Bytes beyond the last whole multiple would make the first signs likelier.
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < fair && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
