import type { MiddlewareHandler } from 'hono';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { Problem } from './errors.ts';
import { isFramed } from './frame.ts';

/** Nothing inline, nothing from anyone else. */
const policyFor = (ancestors: string): string => [...policy, `frame-ancestors ${ancestors}`].join('; ');
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  // Our own pages alone: a coordinator sees there what other sites will show.
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
];

/** Who may show a framed page: these sites, or anybody where a network names none. */
export const frameAncestors = (sites: readonly string[] | undefined): string =>
  policyFor(sites?.length ? ["'self'", ...sites].join(' ') : '*');

/**
 * The headers of every answer, also of those served from the page cache. `framed`: of a page that other sites may show; older
 * browsers know only X-Frame-Options, which has no word for that and is left out there.
 */
export function securityHeaders(deps: Pick<Deps, 'config'>, framed?: 'framed'): Record<string, string> {
  const headers: Record<string, string> = {
    'content-security-policy': framed ? frameAncestors(undefined) : policyFor("'none'"),
    ...(framed ? {} : { 'x-frame-options': 'DENY' }),
    'x-content-type-options': 'nosniff',
    // Not no-referrer: with it a form's Origin is "null" and cannot be checked.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': framed ? 'cross-origin' : 'same-origin',
    'permissions-policy': permissions('()'),
  };
  if (deps.config.origins[0]!.startsWith('https:')) headers['strict-transport-security'] = 'max-age=31536000';
  return headers;
}

const permissions = (geolocation: string): string =>
  `camera=(), geolocation=${geolocation}, microphone=(), interest-cohort=()`;

/** Of a page with a button that asks the browser where somebody is; on every other page of ours no script can ask. */
export const locationHeaders: Record<string, string> = { 'permissions-policy': permissions('(self)') };

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cross-site request forgery: a request that changes something must come from one of our own origins, by its Origin
 * header or, where a browser sends none, by Sec-Fetch-Site. (OWASP ASVS 5.0 V3.5.1.) So pages carry no token and
 * may be cached. The request's own URL is not consulted: behind a proxy it is not what the browser saw.
 */
export const isFromUs = (deps: Pick<Deps, 'config'>, origin: string | undefined, site: string | undefined): boolean =>
  origin ? deps.config.origins.includes(origin) : site === 'same-origin' || site === 'none';

/** Where a mail program ends mails with one POST (RFC 8058): a signed address is the right, no session is read there. */
const isOneClick = (path: string): boolean => /^(\/[^/]+){3}\/(digest|alerts)\/[^/]+\/one-click$/.test(path);

/**
 * Refuses, for every method that may change something, what is not `isFromUs`. Framed pages are the exception: they read no
 * cookie, so that a form sent to them from another site can do nothing that its sender could not do herself. So are the addresses that
 * mail programs ask by themselves.
 */
export function originCheck(deps: Deps): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (isFramed(c.req.path) || isOneClick(c.req.path)) return next();
    if (!safe.has(c.req.method) && !isFromUs(deps, c.req.header('origin'), c.req.header('sec-fetch-site')))
      throw new Problem('wrong-origin');
    await next();
  };
}
