import type { Context } from 'hono';
import { requireAccount } from '../../../platform/access/index.ts';
import { sha256 } from '../../../platform/crypto/ids.ts';
import { closeWith, type KeyPair, newKeyPair, openWith, publicKeyOf } from '../../../platform/crypto/keys.ts';
import { deriveKey, newPaperCode, readPaperCode } from '../../../platform/crypto/paper-code.ts';
import { derivePassphrase, newPassphraseParams } from '../../../platform/crypto/passphrase.ts';
import { readNetwork } from '../../../platform/db/index.ts';
import { type Deps, type Env, Problem } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Account } from '../queries.ts';
import { sessionKey } from '../sessions/queries.ts';
import { sessionTokenOf } from '../sessions/session.ts';
import * as queries from './queries.ts';

export { publicKeys } from './queries.ts';

/** Letters of a recovery kit: 160 bits. */
export const kitLength = 32;

type Owner = { network: string; account: string };
const wrapContext = ({ network, account }: Owner) => `private key ${network} ${account}`;
const sessionContext = ({ network, account }: Owner) => `private key in session ${network} ${account}`;

/** A private key, closed with a key that somebody's passphrase or paper gives. */
export const wrapPrivate = (owner: Owner, wrappingKey: Buffer, privateKey: Buffer): Promise<Buffer> =>
  closeWith(wrappingKey, privateKey, wrapContext(owner));

export const unwrapPrivate = (owner: Owner, wrappingKey: Buffer, wrapped: Buffer): Promise<Buffer | undefined> =>
  openWith(wrappingKey, wrapped, wrapContext(owner));

// The session's own key comes from its token, of which we keep the hash alone: what lies in the database opens only
// while her browser asks.
const keyOfToken = (token: string) => deriveKey(Buffer.from(token), Buffer.alloc(0), 'casement session key');

/** The private key as it is kept with the session of this token. */
export const closeForSession = (owner: Owner, token: string, privateKey: Buffer): Promise<Buffer> =>
  closeWith(keyOfToken(token), privateKey, sessionContext(owner));

export const openForSession = (owner: Owner, token: string, closed: Buffer): Promise<Buffer | undefined> =>
  openWith(keyOfToken(token), closed, sessionContext(owner));

/**
 * The keys of the person who is signed in, if this session has them open: she signed in with her passphrase (or a passkey
 * that can), or unlocked them on the page for it. Undefined otherwise. Never keep them longer than the request.
 */
export async function unlockedKey(c: Context<Env>, deps: Deps): Promise<KeyPair | undefined> {
  const actor = requireAccount(c);
  const token = sessionTokenOf(c)!;
  const { id: network } = c.var.network;
  const closed = await readNetwork(deps.db, network, (trx) => sessionKey(trx, network, sha256(token)));
  const privateKey = closed && (await openForSession({ network, account: actor.id }, token, closed));
  return privateKey ? { privateKey, publicKey: await publicKeyOf(privateKey) } : undefined;
}

/** As `unlockedKey`; throws `key-locked`, and the page that follows leads to unlocking it and back. For sealed pages. */
export async function requireUnlocked(c: Context<Env>, deps: Deps): Promise<KeyPair> {
  const pair = await unlockedKey(c, deps);
  if (!pair) throw new Problem('key-locked');
  return pair;
}

/**
 * Whether an account has a recovery kit that counts: one that was printed and typed back. Sealed work asks for it before
 * somebody joins: without, a forgotten passphrase means that what was sealed for her is lost to her.
 * The page for it: `urls.accounts.kit(at, next)`.
 */
export async function hasKit(ctx: Pick<Ctx, 'trx' | 'network'>, accountId: string): Promise<boolean> {
  const kits = await queries.wrapsOf(ctx.trx, ctx.network.id, accountId, 'kit');
  return kits.some((kit) => kit.tested_at !== null);
}

/** What signing in with a passphrase does about keys: opens hers, or makes a first pair for her. */
export async function keyAtSignIn(
  network: string,
  account: Account,
  wrappingKey: Buffer,
): Promise<{ privateKey: Buffer | undefined; made?: { publicKey: Buffer; wrapped: Buffer } }> {
  const owner = { network, account: account.id };
  if (account.privateKeyWrapped) {
    return { privateKey: await unwrapPrivate(owner, wrappingKey, account.privateKeyWrapped) };
  }
  if (account.publicKey) return { privateKey: undefined };
  const pair = await newKeyPair();
  const wrapped = await wrapPrivate(owner, wrappingKey, pair.privateKey);
  return { privateKey: pair.privateKey, made: { publicKey: pair.publicKey, wrapped } };
}

/** Closes a private key once more, for words or letters that somebody keeps (stretched like a passphrase). */
export async function wrapForWords(owner: Owner, words: string, privateKey: Buffer) {
  const { salt, params } = newPassphraseParams();
  const { wrappingKey } = await derivePassphrase(words, salt, params);
  return { salt, params, wrapped: await wrapPrivate(owner, wrappingKey, privateKey) };
}

/** Tries words on a way that was closed with words. */
export async function unwrapWithWords(owner: Owner, words: string, wrap: queries.Wrap): Promise<Buffer | undefined> {
  if (!wrap.params) return undefined;
  const { wrappingKey } = await derivePassphrase(words, wrap.salt, wrap.params);
  return unwrapPrivate(owner, wrappingKey, wrap.wrapped);
}

/** A new recovery kit: its letters as they are printed, and what is stored. */
export async function newKit(owner: Owner, privateKey: Buffer) {
  const letters = newPaperCode(kitLength);
  return { letters, wrap: await wrapForWords(owner, readPaperCode(letters, kitLength)!, privateKey) };
}

/** The wrapping key from what a passkey derived (WebAuthn PRF); undefined for anything that is not 32 bytes. */
export function keyOfPrf(text: string, salt: Buffer): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === 32 ? deriveKey(bytes, salt, 'casement passkey wrapping key') : undefined;
}

/** The private key as this passkey opens it; undefined where the browser derived nothing, or the passkey has no part in it. */
export async function keyByPasskey(
  deps: Deps,
  owner: Owner,
  passkeyId: string,
  derived: string,
): Promise<Buffer | undefined> {
  const wraps = await readNetwork(deps.db, owner.network, (trx) =>
    queries.wrapsOf(trx, owner.network, owner.account, 'passkey'),
  );
  const wrap = wraps.find((one) => one.passkey_id === passkeyId);
  const wrappingKey = wrap && keyOfPrf(derived, wrap.salt);
  return wrap && wrappingKey ? unwrapPrivate(owner, wrappingKey, wrap.wrapped) : undefined;
}
