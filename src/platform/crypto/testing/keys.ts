import { generateKeyPairSync, verify } from 'node:crypto';

const pem = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

/** A new pair of keys in PEM, for tests. */
export function makeKeyPair(type: 'rsa' | 'ed25519', bits = 2048): { privateKey: string; publicKey: string } {
  return type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: bits, ...pem })
    : generateKeyPairSync('ed25519', pem);
}

/** Whether an RSA-SHA-256 signature is right. */
export const verifySignature = (publicKey: string, data: Buffer, signature: Buffer): boolean =>
  verify('rsa-sha256', data, publicKey, signature);
