import { type Challenge, createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { Secret } from '../crypto/ids.ts';

/** A solved challenge, to be remembered until it ends: it counts once. */
export type Proof = { key: Buffer; until: Date };

/** How long a challenge may lie between the opening of a form and its sending. */
const hours = 2;
const longest = 4_000;
const keyOf = (secret: Secret) => secret.key('proof-of-work').toString('base64url');

/** A challenge for one network: about a second of a slow telephone's time (some 4,096 × 8 rounds of SHA-256). */
export function newChallenge(secret: Secret, network: string, now: Date): Promise<Challenge> {
  return createChallenge({
    algorithm: 'SHA-256',
    cost: 8,
    keyPrefix: '000',
    deriveKey,
    // Our own clock judges it, so that nothing depends on two clocks.
    data: { network, until: Math.floor(now.getTime() / 1000) + hours * 3600 },
    hmacSignatureSecret: keyOf(secret),
  });
}

/** The proof that a form carried, if it is a solved challenge of ours for this network that has not ended. Never throws. */
export async function readProof(secret: Secret, network: string, text: string, now: Date): Promise<Proof | undefined> {
  if (text === '' || text.length > longest) return undefined;
  try {
    const { challenge, solution } = JSON.parse(Buffer.from(text, 'base64').toString()) as Payload;
    const { data, nonce } = challenge.parameters;
    const until = Number(data?.until) * 1000;
    if (data?.network !== network || !(until > now.getTime()) || !/^[0-9a-f]{32}$/.test(nonce)) return undefined;
    const result = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: keyOf(secret) });
    return result.verified ? { key: Buffer.from(nonce, 'hex'), until: new Date(until) } : undefined;
  } catch {
    return undefined;
  }
}
