import { argon2, hkdfSync, randomBytes } from 'node:crypto';

/** How a passphrase is stretched; kept beside the verifier, so that stronger settings can come later. */
export type PassphraseParams = {
  algorithm: 'argon2id';
  /** KiB */
  memory: number;
  passes: number;
  /** Lanes. */
  parallelism: number;
};

/** What one stretching gives: `verifier` is stored and compared (`sameBytes`), `wrappingKey` is never stored. */
export type DerivedPassphrase = { verifier: Buffer; wrappingKey: Buffer };

/**
 * RFC 9106, section 4, the second recommended option: 64 MiB, three passes, four lanes, 128-bit salt, 256-bit tag.
 * Four lanes rather than one because it is the standard's own choice and costs the server nothing: the memory
 * and the work of a guess are the same (280 against 350 ms on the machine where it was measured).
 */
const recommended: PassphraseParams = Object.freeze({
  algorithm: 'argon2id',
  memory: 65_536,
  passes: 3,
  parallelism: 4,
});

/** The salt and settings for a new passphrase. Both are stored; neither is secret. */
export function newPassphraseParams(): { salt: Buffer; params: PassphraseParams } {
  return { salt: randomBytes(16), params: { ...recommended } };
}

/**
 * Stretches a passphrase once (argon2id) and derives two independent keys of 32 bytes from it (HKDF-SHA-256).
 * The text is normalised to NFC first, so that an accent typed on another system is the same accent.
 * Throws on settings outside sane bounds: they may come from a file that somebody prepared.
 */
export async function derivePassphrase(
  passphrase: string,
  salt: Uint8Array,
  params: PassphraseParams,
): Promise<DerivedPassphrase> {
  if (!isPassphraseParams(params) || salt.length < 16 || salt.length > 64) {
    throw new Error('these passphrase settings cannot be used');
  }
  const stretched = await atMostTwo(() => stretch(passphrase.normalize('NFC'), salt, params));
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', stretched, salt, `casement passphrase ${use}`, 32));
  return { verifier: derive('verifier'), wrappingKey: derive('wrapping key') };
}

/** Whether a value read from elsewhere holds settings that this program is willing to run. */
export function isPassphraseParams(value: unknown): value is PassphraseParams {
  if (typeof value !== 'object' || value === null) return false;
  const { algorithm, memory, passes, parallelism } = value as Record<string, unknown>;
  const within = (number: unknown, low: number, high: number) =>
    Number.isInteger(number) && (number as number) >= low && (number as number) <= high;
  return (
    algorithm === 'argon2id' && within(memory, 8_192, 1_048_576) && within(passes, 1, 16) && within(parallelism, 1, 16)
  );
}

function stretch(passphrase: string, salt: Uint8Array, params: PassphraseParams): Promise<Buffer> {
  const { memory, passes, parallelism } = params;
  return new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      { message: passphrase, nonce: salt, memory, passes, parallelism, tagLength: 32 },
      (error, tag) => (error ? reject(error) : resolve(tag)),
    );
  });
}

// Each run holds 64 MiB and one of Node's four pool threads: many sign-ins at once wait for one another
// instead of filling the memory and starving the files.
const limit = 2;
let running = 0;
const waiting: (() => void)[] = [];
/** So many may wait; more is no crowd of people but a machine, and is refused at once. */
const longestQueue = 64;

/** Too many passphrases wait to be checked; worth trying again in a moment. */
export class Crowded extends Error {}

async function atMostTwo<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= longestQueue) throw new Crowded('too many passphrases at once');
  if (running >= limit) await new Promise<void>((turn) => waiting.push(turn));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // The place passes straight to the next in line, so that nobody slips in between.
    if (next) next();
    else running -= 1;
  }
}
