import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'hono';
import type { Env } from './env.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this many characters a page is sent as it is. */
const worthIt = 1024;

/** Sends HTML, compressed as the browser takes it. (Kept pages are compressed already, before the router.) */
export async function sendHtml(c: Context<Env>, html: string, status: 200 | 403 | 404 | 422 = 200): Promise<Response> {
  const accepts = c.req.header('accept-encoding') ?? '';
  const coding = accepts.includes('br') ? 'br' : accepts.includes('gzip') ? 'gzip' : undefined;
  c.header('vary', 'accept-encoding', { append: true });
  if (!coding || html.length < worthIt || c.req.method === 'HEAD') return c.html(html, status);
  const body =
    coding === 'br' ? await brotli(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : await zip(html);
  return c.body(new Uint8Array(body), status, {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': coding,
    'content-length': String(body.length),
  });
}
