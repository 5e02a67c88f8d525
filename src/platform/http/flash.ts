import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';

/** A sentence shown once on the next page: a message key and its values. */
export type Flash = { key: string; values?: Record<string, string | number> };

const name = 'casement_flash';

/** Leaves a sentence for the page that follows the redirect. Signed, so that nobody else's words can be put there. */
export function setFlash(c: Context<Env>, deps: Deps, flash: Flash): void {
  const body = Buffer.from(JSON.stringify(flash)).toString('base64url');
  setCookie(c, name, `${body}.${deps.secret.sign('flash', body, 16)}`, {
    path: `/${c.var.network.slug}`,
    httpOnly: true,
    sameSite: 'Lax',
    secure: deps.config.origins[0]!.startsWith('https:'),
    maxAge: 300,
  });
}

/** Takes the waiting sentence, if a genuine one is there, and clears it. */
export function takeFlash(c: Context<Env>, deps: Deps): Flash | undefined {
  const cookie = getCookie(c, name);
  if (!cookie) return undefined;
  setCookie(c, name, '', { path: `/${c.var.network.slug}`, maxAge: 0, httpOnly: true, sameSite: 'Lax' });
  const [body = '', signature = ''] = cookie.split('.');
  if (!deps.secret.verify('flash', body, signature, 16)) return undefined;
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Flash;
  } catch {
    return undefined;
  }
}
