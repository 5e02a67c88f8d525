import { generateKeyPairSync, verify } from 'node:crypto';

/** A new pair of keys in PEM, for tests. */
export function makeKeyPair(type: 'rsa' | 'ed25519', bits = 2048): { privateKey: string; publicKey: string } {
  const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** Whether an RSA-SHA-256 signature is right. */
export const verifySignature = (publicKey: string, data: Buffer, signature: Buffer): boolean =>
  verify('rsa-sha256', data, publicKey, signature);
