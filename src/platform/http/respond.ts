import type { Context } from 'hono';
import { sha256 } from '../crypto/ids.ts';
import { type Network, nextEnd } from '../tenancy/network.ts';
import { sendHtml, sendText } from './compression.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { cacheKey } from './page-cache.ts';
import { frameAncestors, locationHeaders, securityHeaders } from './security.ts';
import { type View, viewOf } from './view.ts';

/** The origin that links in mails and share links use: the network's own, else the installation's first. */
export const publicOrigin = (deps: Deps, network: { origin: string | null }): string =>
  network.origin ?? deps.config.origins[0]!;

/** The view of this request. */
export const view = (c: Context<Env>, deps: Deps): View => viewOf(c, publicOrigin(deps, c.var.network));

/** Anything that renders itself to HTML text (a hono/jsx node). */
type Rendered = { toString(): string | Promise<string> };

/** Lets the page that is sent next ask the browser where somebody is, once she presses a button for it. Never in a frame of another site. */
export function mayLocate(c: Context<Env>): void {
  if (c.var.frame) return;
  c.set('mayLocate', true);
  for (const [name, value] of Object.entries(locationHeaders)) c.header(name, value);
}

/** Sends a page that belongs to this request alone. */
export async function page(c: Context<Env>, node: Rendered, status: 200 | 403 | 404 | 422 = 200): Promise<Response> {
  c.header('cache-control', 'private, no-store');
  return sendHtml(c, `<!doctype html>${await node.toString()}`, status);
}

/**
 * Sends a page that is the same for everybody, and keeps it for `seconds` when the request carried no cookie of ours.
 * The node must be rendered for an anonymous actor: with a session or a flash the page goes out unkept.
 * `queries` are the queries that make another page (`by=name`); a page asked for with anything else goes out unkept, so
 * that made-up addresses can neither push real pages out nor cost the compression.
 */
export async function publicPage(
  c: Context<Env>,
  deps: Deps,
  node: Rendered,
  seconds = 5,
  queries: readonly string[] = [],
): Promise<Response> {
  const anonymous = c.var.actor.kind === 'public' && !c.req.header('cookie')?.includes('casement_');
  if (!anonymous || c.var.flash) return page(c, node);
  const html = `<!doctype html>${await node.toString()}`;
  const url = new URL(c.req.url);
  const key = cacheKey(url.pathname + url.search);
  const query = key.slice(url.pathname.length + 1);
  const { frame, network } = c.var;
  if (query === '' || queries.includes(query) || (frame && !frame.accent && query === frame.query)) {
    const located = c.var.mayLocate ? locationHeaders : {};
    const over = frame ? { ...securityHeaders(deps, 'framed'), ...framedHeaders(network) } : located;
    const headers = frame ? { 'x-frame-options': undefined, ...over } : over;
    await deps.pages.keep(key, network.id, html, seconds, headers, c.var.turn, nextEnd(network, c.var.now));
  }
  c.header('cache-control', 'no-cache');
  c.header('vary', 'cookie');
  return sendHtml(c, html);
}

/**
 * Sends what is the same for everybody to programs, on any site: feeds and lists. Nobody between us and them gives it on without asking
 * here, so that what is withdrawn is withdrawn at once; whoever asks again with its mark is told that nothing has changed.
 */
export async function sendOpen(c: Context<Env>, body: string, type: string): Promise<Response> {
  const etag = `"${sha256(Buffer.from(body)).toString('base64url').slice(0, 22)}"`;
  c.header('etag', etag);
  c.header('cache-control', 'no-cache');
  c.header('access-control-allow-origin', '*');
  if (c.req.header('if-none-match') === etag) return c.body(null, 304);
  return sendText(c, body, type);
}

/** The headers by which a network says who may show its framed pages. */
export const framedHeaders = (network: Network): Record<string, string> => ({
  'content-security-policy': frameAncestors(network.settings.embedOn),
});

/** The header that gives a download its name, in any script (RFC 6266, RFC 8187). */
export function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const full = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
