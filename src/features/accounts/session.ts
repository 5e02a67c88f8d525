import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { newId, newToken, sha256 } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import type { Deps, Env } from '../../platform/http/index.ts';
import type { Actor, Ctx, Role } from '../../platform/tenancy/index.ts';
import { deviceName } from './device.ts';
import * as queries from './queries.ts';

export const sessionCookie = 'casement_session';

/** A session ends after 14 days unused, and after 90 days in any case. */
export const idleMs = 14 * 24 * 3_600_000;
export const absoluteMs = 90 * 24 * 3_600_000;

/** How a session was opened. A later second factor is another word here. */
export type OpenedBy = 'passphrase' | 'link';

/** Opens a session for an account; returns the token for the cookie. Only its hash is stored. */
export async function startSession(
  ctx: Ctx,
  accountId: string,
  opened: { by: OpenedBy; device: string | null } = { by: 'passphrase', device: null },
): Promise<string> {
  const token = newToken();
  await queries.insertSession(ctx, {
    id: newId(),
    tokenHash: sha256(token),
    accountId,
    expiresAt: new Date(ctx.now.getTime() + idleMs),
    ...opened,
  });
  return token;
}

/** Who holds this session token in this network, with her roles of the moment; anybody else is the public. */
export async function actorOf(deps: Deps, network: string, token: string, now: Date): Promise<Actor> {
  const rows = await readNetwork(deps.db, network, (trx) => queries.sessionWithRoles(trx, network, sha256(token), now));
  const first = rows[0];
  if (!first || now.getTime() - first.created_at.getTime() > absoluteMs) return { kind: 'public' };
  // Once an hour is enough to know that it is in use.
  if (now.getTime() - first.seen_at.getTime() > 3_600_000) {
    const expiresAt = new Date(now.getTime() + idleMs);
    await inNetwork(deps.db, network, (trx) => queries.touchSession(trx, network, first.session, now, expiresAt));
  }
  const roles = rows.map((row) => row.role).filter((role): role is Role => role !== null);
  return { kind: 'account', id: first.id, name: first.name, roles: [...new Set(roles)] };
}

/** The hash of the session token that this request carries, if any. */
export function sessionHashOf(c: Context<Env>): Buffer | undefined {
  const token = getCookie(c, sessionCookie);
  return token ? sha256(token) : undefined;
}

/** The browser's name, as it is kept with a session. */
export const deviceOf = (c: Context<Env>): string | null => deviceName(c.req.header('user-agent'));

/**
 * Puts the token into the browser, for this network alone. With `stay` for as long as the session can live; without, the
 * browser forgets it when it is closed (a shared telephone).
 */
export function giveSession(c: Context<Env>, deps: Deps, token: string, stay: boolean): void {
  setCookie(c, sessionCookie, token, {
    ...cookiePlace(c, deps),
    ...(stay ? { maxAge: absoluteMs / 1000 } : {}),
  });
}

/** Takes the token out of the browser. */
export function dropSession(c: Context<Env>, deps: Deps): void {
  deleteCookie(c, sessionCookie, cookiePlace(c, deps));
}

const cookiePlace = (c: Context<Env>, deps: Deps) => ({
  path: `/${c.var.network.slug}`,
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: deps.config.origins[0]!.startsWith('https:'),
});
