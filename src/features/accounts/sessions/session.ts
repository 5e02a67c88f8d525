import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { guardedRoles } from '../../../platform/access/index.ts';
import { newId, newToken, sha256 } from '../../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import { type Deps, dayOf, type Env } from '../../../platform/http/index.ts';
import type { Actor, Ctx, Network, Role } from '../../../platform/tenancy/index.ts';
import { deviceName } from './device.ts';
import * as queries from './queries.ts';

export const sessionCookie = 'casement_session';
/** A random mark of this browser, so that a sign-in from a new one is noticed. It lets nobody in. */
const browserCookie = 'casement_browser';

const hour = 3_600_000;
const day = 24 * hour;
/**
 * How long a session lives unused, and in any case: on a device of her own 14 and 90 days; on a shared one (nothing ticked at
 * sign-in) two hours and twelve, whatever the browser does with its cookie.
 */
export const limitsOf = (stay: boolean) =>
  stay ? { idleMs: 14 * day, absoluteMs: 90 * day } : { idleMs: 2 * hour, absoluteMs: 12 * hour };
/** A session that still waits for its second factor. */
const halfMs = 15 * 60_000;
const browserMs = 400 * day;

/** How a session was opened. `code`: a printed code. */
export type OpenedBy = 'passphrase' | 'link' | 'passkey' | 'code';

export type Opening = {
  by: OpenedBy;
  device: string | null;
  stay: boolean;
  /** Whether a second factor was given already. */
  second: boolean;
  /** Opens nothing yet: a second factor is to come. */
  half?: boolean;
};

/** Opens a session for an account; returns the token for the cookie. Only its hash is stored. */
export async function startSession(
  ctx: Ctx,
  accountId: string,
  opened: Partial<Opening> = {},
  token = newToken(),
  keyWrapped: Buffer | null = null,
): Promise<string> {
  const { by = 'passphrase', device = null, stay = true, second = false, half = false } = opened;
  await queries.insertSession(ctx, {
    id: newId(),
    tokenHash: sha256(token),
    accountId,
    expiresAt: new Date(ctx.now.getTime() + (half ? halfMs : limitsOf(stay).idleMs)),
    by,
    device,
    half,
    stay,
    secondAt: second ? ctx.now : null,
    keyWrapped,
  });
  return token;
}

/** Who holds this session token in this network, with her roles of the moment; anybody else is the public. */
export async function actorOf(deps: Deps, network: Network, token: string, now: Date): Promise<Actor> {
  const rows = await readNetwork(deps.db, network.id, (trx) =>
    queries.sessionWithRoles(trx, { network: network.id, now, today: dayOf(now, network.timeZone) }, sha256(token)),
  );
  const first = rows[0];
  const { idleMs, absoluteMs } = limitsOf(first?.stay ?? false);
  if (!first || now.getTime() - first.created_at.getTime() > absoluteMs) return { kind: 'public' };
  // Twelve times within its idle time at most (and hourly at the most) is enough to know that it is in use.
  if (now.getTime() - first.seen_at.getTime() > Math.min(hour, idleMs / 12)) {
    const expiresAt = new Date(now.getTime() + idleMs);
    await inNetwork(deps.db, network.id, (trx) => queries.touchSession(trx, network.id, first.session, now, expiresAt));
  }
  const granted = rolesOf(
    rows.map((row) => row.role as Role | null),
    first,
  );
  // A demo account of a demonstration: nothing real is behind it, and everybody who tries the program shares it.
  const demo = network.sample && first.sample;
  const waits = (role: Role) => guardedRoles.includes(role) && first.second_at === null && !demo;
  const waiting = granted.filter(waits);
  return {
    kind: 'account',
    id: first.id,
    name: first.name,
    roles: granted.filter((role) => !waits(role)),
    ...(waiting.length > 0 ? { waiting } : {}),
    provedAt: demo && !first.has_passphrase && !first.second_at ? now : first.proved_at,
  };
}

/**
 * The roles of the moment: those granted, and `member` for whoever is one, by whatever way. Suspension takes away what belongs
 * to members (and leads), at once; what an administrator entrusted beyond that, an administrator ends.
 */
function rolesOf(granted: (Role | null)[], now: { member: boolean; suspended: boolean }): Role[] {
  const roles = new Set(granted.filter((role): role is Role => role !== null));
  if (now.member) roles.add('member');
  else roles.delete('member');
  if (now.suspended) roles.delete('lead');
  return [...roles];
}

/** The session token that this request carries, if any. */
export const sessionTokenOf = (c: Context<Env>): string | undefined => getCookie(c, sessionCookie) || undefined;

/** The hash of the session token that this request carries, if any. */
export function sessionHashOf(c: Context<Env>): Buffer | undefined {
  const token = sessionTokenOf(c);
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
    ...(stay ? { maxAge: limitsOf(true).absoluteMs / 1000 } : {}),
  });
}

/** Takes the token out of the browser. */
export function dropSession(c: Context<Env>, deps: Deps): void {
  deleteCookie(c, sessionCookie, cookiePlace(c, deps));
}

/** The mark of this browser, made now if it has none. On a shared device it goes with the session. */
export function browserMark(c: Context<Env>, deps: Deps, stay: boolean): string {
  const mark = getCookie(c, browserCookie) || newToken();
  setCookie(c, browserCookie, mark, { ...cookiePlace(c, deps), ...(stay ? { maxAge: browserMs / 1000 } : {}) });
  return mark;
}

/** Deletes what is past its time: sessions, and browsers not seen for 400 days. */
export const forgetSessions = (ctx: Ctx): Promise<number> => {
  const ago = (ms: number) => new Date(ctx.now.getTime() - ms);
  return queries.deleteExpiredSessions(ctx, {
    stayed: ago(limitsOf(true).absoluteMs),
    shared: ago(limitsOf(false).absoluteMs),
    browsers: ago(browserMs),
  });
};

const cookiePlace = (c: Context<Env>, deps: Deps) => ({
  path: `/${c.var.network.slug}`,
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: deps.config.origins[0]!.startsWith('https:'),
});
