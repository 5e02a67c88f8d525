import { createPrivateKey } from 'node:crypto';

/** The kind of a private key in PEM ('rsa', 'ed25519', …) and its length in bits (RSA alone); undefined if unreadable. */
export function describePrivateKey(pem: string | Buffer): { type: string; bits: number | undefined } | undefined {
  try {
    const key = createPrivateKey(pem);
    return { type: key.asymmetricKeyType ?? 'unknown', bits: key.asymmetricKeyDetails?.modulusLength };
  } catch {
    return undefined;
  }
}
