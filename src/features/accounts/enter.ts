import type { Context } from 'hono';
import { guardedRoles } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { newToken, sha256 } from '../../platform/crypto/ids.ts';
import type { Deps, Env } from '../../platform/http/index.ts';
import { view } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { factorsOf, hasFactor } from './factors/factors.ts';
import { closeForSession } from './keys/keys.ts';
import { notify } from './notices.ts';
import * as queries from './queries.ts';
import * as sessions from './sessions/queries.ts';
import { browserMark, deviceOf, giveSession, type OpenedBy, sessionHashOf, startSession } from './sessions/session.ts';

/** What somebody has shown to come in. */
export type Shown = {
  by: OpenedBy;
  /** Whether that was, or included, a second factor. */
  second: boolean;
  stay: boolean;
};

/** A session token made beforehand, with the private key closed for it: no work with keys inside the transaction. */
export type Prepared = { token: string; keyWrapped: Buffer | null; mark: string };

export type Entered = Shown & Prepared & { half: boolean; waits: boolean };

/** Makes the new session's token, and the mark of the browser. Call before the transaction. */
export async function prepare(
  c: Context<Env>,
  deps: Deps,
  account: { id: string } | undefined,
  stay: boolean,
  privateKey?: Buffer,
): Promise<Prepared> {
  const token = newToken();
  const owner = { network: c.var.network.id, account: account?.id ?? '' };
  const keyWrapped = privateKey ? await closeForSession(owner, token, privateKey) : null;
  return { token, keyWrapped, mark: browserMark(c, deps, stay) };
}

/**
 * Opens a session with a new token, and ends the one that the browser carried. Where the account has a second factor and
 * none was shown, the session stays half open: it leads to the page that asks for it, and to nothing else.
 */
export async function openSession(
  c: Context<Env>,
  ctx: Ctx,
  account: queries.Account,
  shown: Shown,
  prepared: Prepared,
): Promise<Entered> {
  const before = sessionHashOf(c);
  if (before) await sessions.endSession(ctx, before);
  const half = !shown.second && hasFactor(await factorsOf(ctx.trx, ctx.network.id, account.id));
  const device = deviceOf(c);
  if (!half) {
    const actor = { kind: 'account' as const, id: account.id, name: account.name, roles: [] };
    const detail = { by: shown.by, ...(shown.second ? { second: true } : {}) };
    await record({ ...ctx, actor }, { verb: 'signed-in', noun: 'account', id: account.id, detail });
    const first = await sessions.noteFirstSignIn(ctx, account.id);
    const isNew = await sessions.noteBrowser(ctx, account.id, sha256(prepared.mark));
    // The first of all is no surprise; a demo account is many people's.
    if (isNew && !first && !account.sample) await notify(ctx, account, 'new-device', device);
  }
  await startSession(ctx, account.id, { ...shown, device, half }, prepared.token, prepared.keyWrapped);
  const demo = account.sample && ctx.network.sample;
  const roles = await queries.rolesNow(ctx.trx, ctx.network.id, ctx.now, account.id);
  const waits = !shown.second && !demo && roles.some(({ role }) => guardedRoles.includes(role));
  return { ...shown, ...prepared, half, waits };
}

/** Gives the browser its session and leads on: to the second factor, to setting one up, or to where she wanted to go. */
export function leadOn(c: Context<Env>, deps: Deps, entered: Entered, next: string | undefined): Response {
  giveSession(c, deps, entered.token, entered.stay);
  const { at } = view(c, deps);
  if (entered.half) return c.redirect(urls.accounts.second(at, next), 303);
  // A printed code is used up: without a passphrase she could not come back.
  if (entered.by === 'code') return c.redirect(urls.accounts.passphrase(at, next), 303);
  if (entered.waits) return c.redirect(urls.accounts.factors(at, next), 303);
  return c.redirect(next ?? urls.accounts.today(at), 303);
}
