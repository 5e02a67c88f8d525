import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Context } from 'hono';
import { newId, sha256 } from '../../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, Problem } from '../../../platform/http/index.ts';
import type { Network } from '../../../platform/tenancy/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import type { Account } from '../queries.ts';
import * as queries from './queries.ts';

/** The library is loaded when the first person uses a passkey. */
const library = () => import('@simplewebauthn/server');

/** How long a browser has to answer. */
const challengeMs = 5 * 60_000;

/** The address that the browser stands at: one of ours, as the origin check has seen; a passkey belongs to its host. */
function place(c: Context<Env>, deps: Deps): { origin: string; host: string } {
  const origin = c.req.header('origin');
  const ours = [...deps.config.origins, ...(c.var.network.origin ? [c.var.network.origin] : [])];
  if (!origin || !ours.includes(origin)) throw new Problem('wrong-origin');
  return { origin, host: new URL(origin).hostname };
}

/** What a passkey is asked to derive a key from (WebAuthn PRF): the same in a network for good. Not secret. */
const prfSalt = (network: Network): string => sha256(`casement passkey key ${network.id}`).toString('base64url');
const prf = (network: Network) => ({ prf: { eval: { first: prfSalt(network) } } });

const keep = (c: Context<Env>, deps: Deps, challenge: string, accountId: string | null) =>
  inNetwork(deps.db, c.var.network.id, (trx) =>
    queries.insertChallenge(ctxOf(c, trx), challenge, accountId, new Date(c.var.now.getTime() + challengeMs)),
  );

/** What the browser needs to make a passkey for this account. */
export async function registration(c: Context<Env>, deps: Deps, account: Account): Promise<object> {
  const { generateRegistrationOptions } = await library();
  const known = await readNetwork(deps.db, c.var.network.id, (trx) =>
    queries.passkeysOf(trx, c.var.network.id, account.id),
  );
  const options = await generateRegistrationOptions({
    rpName: inLocale(c.var.network.name, c.var.locale),
    rpID: place(c, deps).host,
    userName: account.email ?? account.username ?? account.name,
    userDisplayName: account.name,
    userID: new Uint8Array(Buffer.from(account.id.replaceAll('-', ''), 'hex')),
    excludeCredentials: known.map((one) => ({ id: one.credential_id, transports: one.transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await keep(c, deps, options.challenge, account.id);
  return { ...options, extensions: { ...options.extensions, ...prf(c.var.network) } };
}

/** What the browser needs to answer with a passkey: one of this account's, or (null) any that it has for this host. */
export async function authentication(c: Context<Env>, deps: Deps, accountId: string | null): Promise<object> {
  const { generateAuthenticationOptions } = await library();
  const known = accountId
    ? await readNetwork(deps.db, c.var.network.id, (trx) => queries.passkeysOf(trx, c.var.network.id, accountId))
    : [];
  const options = await generateAuthenticationOptions({
    rpID: place(c, deps).host,
    allowCredentials: known.map((one) => ({ id: one.credential_id, transports: one.transports })),
    // Alone it must know its owner (fingerprint, PIN); after a passphrase, having it is enough.
    userVerification: accountId ? 'preferred' : 'required',
  });
  await keep(c, deps, options.challenge, accountId);
  return { ...options, extensions: { ...options.extensions, ...prf(c.var.network) } };
}

/** The JSON that the island put into the form; undefined when it is none. */
function read<T extends { response: { clientDataJSON: string } }>(text: string): T | undefined {
  try {
    const value = JSON.parse(text) as T;
    return typeof value?.response?.clientDataJSON === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

const challengeOf = (clientDataJSON: string): string => {
  try {
    return String((JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge: string }).challenge);
  } catch {
    return '';
  }
};

/** Checks a new passkey; undefined when the answer is not genuine, too late, or given before. */
export async function registered(
  c: Context<Env>,
  deps: Deps,
  accountId: string,
  text: string,
): Promise<Omit<queries.Passkey, 'name' | 'created_at' | 'used_at'> | undefined> {
  const response = read<RegistrationResponseJSON>(text);
  if (!response) return undefined;
  const challenge = challengeOf(response.response.clientDataJSON);
  const asked = await inNetwork(deps.db, c.var.network.id, (trx) =>
    queries.takeChallenge(ctxOf(c, trx), challenge, accountId),
  );
  if (!asked) return undefined;
  const { verifyRegistrationResponse } = await library();
  const { origin, host } = place(c, deps);
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification: false,
    });
    if (!registrationInfo) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    const transports = (response.response.transports ?? []).filter((word) => /^[a-z-]{2,20}$/.test(word)).slice(0, 8);
    return {
      id: newId(),
      account_id: accountId,
      credential_id: id,
      public_key: Buffer.from(publicKey),
      counter,
      transports,
    };
  } catch {
    return undefined;
  }
}

/**
 * Checks an answer with a passkey: one of this account's or (null) of anybody's, who must then have been known to the
 * device. Undefined when it is not genuine, too late, or given before. `note` belongs into the change's transaction.
 */
export async function authenticated(
  c: Context<Env>,
  deps: Deps,
  accountId: string | null,
  text: string,
): Promise<{ passkey: queries.Passkey; counter: number } | undefined> {
  const response = read<AuthenticationResponseJSON>(text);
  if (!response) return undefined;
  const challenge = challengeOf(response.response.clientDataJSON);
  const { id: network } = c.var.network;
  const passkey = await inNetwork(deps.db, network, async (trx) => {
    if (!(await queries.takeChallenge(ctxOf(c, trx), challenge, accountId))) return undefined;
    return queries.passkeyByCredential(trx, network, String(response.id));
  });
  if (!passkey || (accountId !== null && passkey.account_id !== accountId)) return undefined;
  const { verifyAuthenticationResponse } = await library();
  const { origin, host } = place(c, deps);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host,
      requireUserVerification: accountId === null,
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: passkey.counter,
        transports: passkey.transports,
      },
    });
    return verified ? { passkey, counter: authenticationInfo.newCounter } : undefined;
  } catch {
    return undefined;
  }
}
