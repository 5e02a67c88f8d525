import { sameBytes } from '../../platform/crypto/ids.ts';
import { derivePassphrase, newPassphraseParams } from '../../platform/crypto/passphrase.ts';
import { commonPassphrases } from './common-passphrases.ts';
import type { StoredPassphrase } from './queries.ts';

/** Lengths in characters (NIST SP 800-63B-4, 3.1.1.2: length counts, no rules about kinds of signs). */
export const shortest = 12;
export const longest = 256;

/** The same words typed on any system are the same passphrase (NIST SP 800-63B-4: NFKC or NFKD before hashing). */
export const normalised = (passphrase: string): string => passphrase.normalize('NFKC');

const length = (text: string): number => [...text].length;

/** Whether somebody may type this at all: what is longer is never stretched. */
export const isTooLong = (passphrase: string): boolean => length(normalised(passphrase)) > longest;

/**
 * What speaks against a new passphrase, as a message key; undefined when nothing does.
 * `own`: words that belong to the person or the network (name, address), which others know or guess.
 */
export function passphraseProblem(
  passphrase: string,
  own: string[] = [],
): { key: string; values?: Record<string, unknown> } | undefined {
  const text = normalised(passphrase);
  if (text === '') return { key: 'field.required' };
  if (length(text) < shortest) return { key: 'accounts.passphrase.short', values: { limit: shortest } };
  if (length(text) > longest) return { key: 'field.long', values: { limit: longest } };
  const folded = fold(text);
  const guessed = commonPassphrases.has(folded) || commonPassphrases.has(folded.replace(/[!.?]+$/, ''));
  const monotonous = new Set(folded).size < 5;
  const known = own.map(fold).some((word) => word.length >= 4 && length(folded.replaceAll(word, '')) < 5);
  return guessed || monotonous || known ? { key: 'accounts.passphrase.common' } : undefined;
}

const fold = (text: string): string => normalised(text).toLowerCase().replace(/\s+/g, '');

/** Stretches a new passphrase once: what is stored, and the key that closes the account's private key (never stored). */
export async function newPassphrase(passphrase: string): Promise<StoredPassphrase & { wrappingKey: Buffer }> {
  const { salt, params } = newPassphraseParams();
  const { verifier, wrappingKey } = await derivePassphrase(normalised(passphrase), salt, params);
  return { salt, params, verifier, wrappingKey };
}

const decoy = newPassphraseParams();

/**
 * The wrapping key of a passphrase if it is the stored one, else undefined. Where none is stored (no such account, or one that
 * signs in by link) the same work is done for nothing, so that the time of the answer does not tell. Call it outside
 * transactions: it takes a third of a second.
 */
export async function passphraseFits(
  passphrase: string,
  stored: StoredPassphrase | null | undefined,
): Promise<Buffer | undefined> {
  const { salt, params } = stored ?? decoy;
  const { verifier, wrappingKey } = await derivePassphrase(normalised(passphrase), salt, params);
  return stored && sameBytes(verifier, stored.verifier) ? wrappingKey : undefined;
}
