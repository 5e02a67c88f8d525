import { record } from '../../../platform/audit/index.ts';
import { newId, type Secret } from '../../../platform/crypto/ids.ts';
import { newKeyPair } from '../../../platform/crypto/keys.ts';
import { newPaperCode, paperCodeHash, readPaperCode } from '../../../platform/crypto/paper-code.ts';
import { emailKey } from '../../../platform/mail/index.ts';
import type { Actor, Ctx, Role } from '../../../platform/tenancy/index.ts';
import { signInLength } from '../factors/factors.ts';
import * as factors from '../factors/queries.ts';
import { wrapForWords } from '../keys/keys.ts';
import * as keys from '../keys/queries.ts';
import { mailInvitation } from '../links.ts';
import { notify } from '../notices.ts';
import * as accounts from '../queries.ts';
import { endSessions } from '../sessions/queries.ts';
import { usernameKey } from '../username.ts';
import * as queries from './queries.ts';

export const allRoles: readonly Role[] = ['supporter', 'member', 'lead', 'coordinator', 'administrator', 'auditor'];

/**
 * The roles that this person may give to somebody new: an administrator every one; a coordinator or the lead of a group a
 * membership and no more. Nobody else gives any.
 */
export function rolesToGive(actor: Actor): readonly Role[] {
  if (actor.kind !== 'account') return [];
  if (actor.roles.includes('administrator')) return allRoles;
  return actor.roles.includes('coordinator') || actor.roles.includes('lead') ? ['member', 'supporter'] : [];
}

/** Whose accounts she sees: an administrator everybody's; who may issue codes, those that she made. */
export const seesPerson = (actor: Actor, account: { madeBy: string | null }): boolean =>
  actor.kind === 'account' &&
  (actor.roles.includes('administrator') || (rolesToGive(actor).length > 0 && account.madeBy === actor.id));

const day = 24 * 3_600_000;
/** How long a printed code waits to be used: of somebody new, and of somebody who is let in again. */
export const codeMs = { fresh: 30 * day, restored: 7 * day };

/** Why something cannot be done, as a message key. */
export class Refused extends Error {
  readonly key: string;
  constructor(key: string) {
    super(key);
    this.key = key;
  }
}

/** Somebody who gets an account: by an address, by a username, or both. */
export type NewPerson = { id: string; name: string; locale: string; email?: string; username?: string };

/**
 * Makes an account and lets its owner in: by a printed code made beforehand where there is one, else by an invitation to her
 * address; or 'later', and nobody is written to. Gives no role. Answers which of address and username is taken, having changed nothing then.
 */
export async function addPerson(
  ctx: Ctx,
  secret: Secret,
  person: NewPerson,
  made: NewCode | 'later' | undefined,
): Promise<'email' | 'username' | undefined> {
  const { id, name, locale, email, username } = person;
  const { id: network } = ctx.network;
  if (email && (await accounts.accountByEmail(ctx.trx, network, emailKey(email)))) return 'email';
  const key = username ? usernameKey(username) : undefined;
  if (key && (await accounts.accountByUsername(ctx.trx, network, key))) return 'username';
  await accounts.insertAccount(ctx, {
    id,
    name,
    locale,
    ...(email ? { email, emailKey: emailKey(email) } : {}),
    ...(key ? { username: key, usernameKey: key } : {}),
  });
  await record(ctx, { verb: 'added', noun: 'account', id });
  if (made === 'later') return undefined;
  if (made) await issueCode(ctx, id, made, codeMs.fresh);
  else await mailInvitation(ctx, secret, { id, email: email ?? null, locale });
  return undefined;
}

/** A printed code for an account, with what is stored of it. A new account's key pair is closed with it. */
export async function newCode(secret: Secret, network: string, accountId: string, withKey: boolean) {
  const code = newPaperCode(signInLength);
  const plain = readPaperCode(code, signInLength)!;
  const pair = withKey ? await newKeyPair() : undefined;
  const wrap = pair && (await wrapForWords({ network, account: accountId }, plain, pair.privateKey));
  return {
    code,
    hash: paperCodeHash(secret, accountId, plain),
    key: pair && wrap ? { publicKey: pair.publicKey, wrap } : undefined,
  };
}
export type NewCode = Awaited<ReturnType<typeof newCode>>;

/** Stores a printed code in the place of an earlier one; and the key pair that came with it. */
export async function issueCode(ctx: Ctx, accountId: string, made: NewCode, lifeMs: number): Promise<void> {
  await factors.replacePaperCodes(ctx, accountId, 'sign-in', [made.hash], new Date(ctx.now.getTime() + lifeMs));
  if (made.key) {
    // A code that was never used opened the pair before: nobody has sealed anything for it that she has read.
    await keys.removeWraps(ctx, accountId, 'code');
    await keys.writeKey(ctx, accountId, { publicKey: made.key.publicKey, wrapped: null });
    await keys.insertWrap(ctx, accountId, { kind: 'code', ...made.key.wrap });
  }
  await record(ctx, { verb: 'issued', noun: 'printed-code', id: accountId });
}

/** Gives a role. Throws `Refused` for herself, and for a role that is held already. */
export async function giveRole(
  ctx: Ctx,
  accountId: string,
  grant: { role: Role; from: Date; until: Date | null; reason: string },
): Promise<void> {
  if (ctx.actor.kind === 'account' && ctx.actor.id === accountId) throw new Refused('accounts.people.notYourself');
  await queries.lockAdministrators(ctx);
  const held = await queries.grantsOf(ctx.trx, ctx.network.id, accountId);
  const overlaps = held.some(
    (one) =>
      one.role === grant.role &&
      (one.until === null || one.until > grant.from) &&
      (grant.until === null || one.from < grant.until) &&
      (one.until === null || one.until > ctx.now),
  );
  if (overlaps) throw new Refused('accounts.people.heldAlready');
  await queries.insertGrant(ctx, { id: newId(), accountId, ...grant });
  await record(ctx, {
    verb: 'granted',
    noun: 'role',
    id: accountId,
    detail: {
      role: grant.role,
      reason: grant.reason,
      from: grant.from.toISOString(),
      until: grant.until?.toISOString() ?? null,
    },
  });
}

/** Ends a grant. Throws `Refused` where nobody would be left to administer the network; false when it is not there. */
export async function takeRole(ctx: Ctx, accountId: string, grantId: string, reason: string): Promise<boolean> {
  return keepingAnAdministrator(ctx, async () => {
    const ended = await queries.endGrant(ctx, accountId, grantId, reason);
    if (!ended) return false;
    await record(ctx, { verb: 'revoked', noun: 'role', id: accountId, detail: { role: ended.role, reason } });
    return true;
  });
}

/** Closes an account, or opens it again. Throws `Refused` for herself, and for the last one who administers. */
export async function setClosed(ctx: Ctx, accountId: string, closed: boolean, reason: string): Promise<void> {
  if (ctx.actor.kind === 'account' && ctx.actor.id === accountId) throw new Refused('accounts.people.notYourself');
  await keepingAnAdministrator(ctx, async () => {
    await accounts.disableAccount(ctx, accountId, closed ? ctx.now : null);
    const count = closed ? await endSessions(ctx, accountId) : 0;
    if (closed) await accounts.endLinks(ctx, accountId);
    await record(ctx, {
      verb: closed ? 'disabled' : 'enabled',
      noun: 'account',
      id: accountId,
      detail: { reason, ...(closed ? { sessionsEnded: count } : {}) },
    });
  });
}

/**
 * Lets somebody into her account again who lost everything: a printed code, and whatever she had before counts no more. Her
 * key is not restored: what her passphrase closed stays closed until her kit, or the old passphrase, opens it. She is told.
 */
export async function restoreAccess(ctx: Ctx, account: accounts.Account, made: NewCode, reason: string): Promise<void> {
  if (ctx.actor.kind === 'account' && ctx.actor.id === account.id) throw new Refused('accounts.people.notYourself');
  if (account.disabledAt) throw new Refused('accounts.people.closedFirst');
  if (account.passphrase && account.privateKeyWrapped) {
    const { salt, params } = account.passphrase;
    await keys.insertWrap(ctx, account.id, { kind: 'former', salt, params, wrapped: account.privateKeyWrapped });
  }
  await queries.clearPassphrase(ctx, account.id);
  await factors.removeTotp(ctx, account.id);
  await factors.removePasskey(ctx, account.id);
  await factors.removePaperCodes(ctx, account.id, 'second');
  await accounts.endLinks(ctx, account.id);
  const count = await endSessions(ctx, account.id);
  await issueCode(ctx, account.id, { ...made, key: undefined }, codeMs.restored);
  await record(ctx, { verb: 'restored', noun: 'access', id: account.id, detail: { reason, sessionsEnded: count } });
  await notify(ctx, account, 'access-restored');
}

/** A change after which somebody must still administer, if somebody did before. One at a time in a network. */
async function keepingAnAdministrator<T>(ctx: Ctx, change: () => Promise<T>): Promise<T> {
  await queries.lockAdministrators(ctx);
  const before = await queries.lastingAdministrators(ctx);
  const result = await change();
  if (before > 0 && (await queries.lastingAdministrators(ctx)) === 0) throw new Refused('accounts.people.lastOne');
  return result;
}
