import type { Secret } from '../../../platform/crypto/ids.ts';
import { closeWith, openWith } from '../../../platform/crypto/keys.ts';
import { newPaperCode, paperCodeHash, readPaperCode } from '../../../platform/crypto/paper-code.ts';
import { newTotpSecret, totpStep } from '../../../platform/crypto/totp.ts';
import type { Trx } from '../../../platform/db/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import * as queries from './queries.ts';

export { type Factors, factorsOf } from './queries.ts';

/** Letters of a code on paper: 50 bits for a second factor, 80 for one that opens an account alone. */
export const secondLength = 10;
export const signInLength = 16;
/** Codes on one sheet. */
const sheetSize = 10;

/** Whether a second factor is asked of this account. Codes that are all used still ask: the last one must not open the door for good. */
export const hasFactor = (factors: queries.Factors): boolean =>
  factors.totp || factors.passkeys > 0 || factors.paper > 0;

const totpContext = (network: string, accountId: string) => `totp ${network} ${accountId}`;

/** Makes a secret for an authenticator app, closed as it is stored. */
export async function newTotp(secret: Secret, network: string, accountId: string): Promise<{ secretClosed: Buffer }> {
  const plain = Buffer.from(await newTotpSecret());
  return { secretClosed: await closeWith(secret.key('totp'), plain, totpContext(network, accountId)) };
}

/** The secret in base32, to be shown while it is set up. */
export async function openTotp(
  secret: Secret,
  network: string,
  accountId: string,
  secretClosed: Buffer,
): Promise<string | undefined> {
  const plain = await openWith(secret.key('totp'), secretClosed, totpContext(network, accountId));
  return plain?.toString();
}

/** A code as typed, looked at outside the transaction: what it may be. */
export type Typed = { step?: number; hash?: Buffer };

/** Reads what was typed as a second factor: six digits of an app, or a code on paper. Takes nothing yet. */
export async function readSecond(
  trx: Trx,
  secret: Secret,
  network: string,
  accountId: string,
  text: string,
  now: Date,
  options: { unconfirmed?: boolean } = {},
): Promise<Typed> {
  const digits = text.normalize('NFKC').replace(/\s/g, '');
  if (/^\d{6}$/.test(digits)) {
    const row = await queries.totpOf(trx, network, accountId);
    if (!row || (row.confirmed_at === null) !== (options.unconfirmed ?? false)) return {};
    const plain = await openTotp(secret, network, accountId, row.secret_closed);
    return plain ? { step: await totpStep(plain, digits, now, row.last_step) } : {};
  }
  const code = readPaperCode(text, secondLength);
  return code && !options.unconfirmed ? { hash: paperCodeHash(secret, accountId, code) } : {};
}

/** Takes what was read, once. False: it was no second factor of this account, or was used before. */
export async function takeSecond(ctx: Ctx, accountId: string, typed: Typed): Promise<boolean> {
  if (typed.step !== undefined) return queries.takeStep(ctx, accountId, typed.step, false);
  if (typed.hash) return queries.takePaperCode(ctx, accountId, 'second', typed.hash);
  return false;
}

/** A fresh sheet of codes, each good once, with what is stored of them. */
export function newSheet(secret: Secret, accountId: string): { codes: string[]; hashes: Buffer[] } {
  const codes = Array.from({ length: sheetSize }, () => newPaperCode(secondLength));
  return {
    codes,
    hashes: codes.map((code) => paperCodeHash(secret, accountId, readPaperCode(code, secondLength)!)),
  };
}
