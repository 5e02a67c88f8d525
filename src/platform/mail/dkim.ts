import { readFileSync } from 'node:fs';
import DKIM from 'nodemailer/lib/dkim';
import type { Config } from '../../config.ts';
import { describePrivateKey } from '../crypto/private-key.ts';

/** A mail setting that cannot be used; the text says which and what to do. */
export class MailSettingsError extends Error {}

/** Signs a message (RFC 6376, rsa-sha256, relaxed/relaxed) and gives it back with the DKIM-Signature header in front. */
export type Sign = (mime: Buffer) => Promise<Buffer>;

/**
 * Reads the DKIM key. Throws `MailSettingsError` for a missing file, an unreadable key, and any key but RSA of at
 * least 1024 bits (RFC 8301): with an Ed25519 key nodemailer would send unsigned, without a word.
 */
export function openDkim(dkim: Config['dkim']): Sign | undefined {
  if (!dkim) return undefined;
  let privateKey: string;
  try {
    privateKey = readFileSync(dkim.keyFile, 'utf8');
  } catch (error) {
    throw new MailSettingsError(`DKIM_KEY_FILE cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
  const key = describePrivateKey(privateKey);
  if (!key) throw new MailSettingsError('DKIM_KEY_FILE holds no private key in PEM (without a passphrase)');
  if (key.type !== 'rsa')
    throw new MailSettingsError(`DKIM_KEY_FILE holds an ${key.type} key; mail is signed with RSA keys only`);
  if ((key.bits ?? 0) < 1024)
    throw new MailSettingsError(`DKIM_KEY_FILE holds an RSA key of ${key.bits} bits; use 2048`);
  const signer = new DKIM({ domainName: dkim.domain, keySelector: dkim.selector, privateKey });
  return async (mime) => {
    const chunks: Buffer[] = [];
    for await (const chunk of signer.sign(mime)) chunks.push(chunk as Buffer);
    const signed = Buffer.concat(chunks);
    // The signer passes a message on unsigned when it cannot sign; that must not go out.
    if (!signed.subarray(0, 15).equals(Buffer.from('DKIM-Signature:'))) throw new Error('the message was not signed');
    return signed;
  };
}
