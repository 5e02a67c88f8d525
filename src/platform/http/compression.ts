import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import type { Env } from './env.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this many characters a page is sent as it is. */
const worthIt = 1024;
/**
 * Up to so many characters it is compressed at once: a page of 16,000 in a third of a millisecond. The way to another thread and back takes
 * longer than that.
 */
const atOnce = 65_536;

/** Sends HTML, compressed as the browser takes it. (Kept pages are compressed already, before the router.) */
export const sendHtml = (c: Context<Env>, html: string, status: 200 | 403 | 404 | 422 = 200): Promise<Response> =>
  sendText(c, html, 'text/html; charset=utf-8', status);

/** Sends any text (an SVG picture, for example), compressed as the browser takes it. */
export async function sendText(
  c: Context<Env>,
  text: string,
  type: string,
  status: 200 | 403 | 404 | 422 = 200,
): Promise<Response> {
  const accepts = c.req.header('accept-encoding') ?? '';
  const coding = accepts.includes('br') ? 'br' : accepts.includes('gzip') ? 'gzip' : undefined;
  c.header('vary', 'accept-encoding', { append: true });
  if (!coding || text.length < worthIt || c.req.method === 'HEAD')
    return c.body(text, status, { 'content-type': type });
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } };
  const small = text.length <= atOnce;
  const body =
    coding === 'br'
      ? small
        ? brotliCompressSync(text, options)
        : await brotli(text, options)
      : small
        ? gzipSync(text)
        : await zip(text);
  return c.body(new Uint8Array(body), status, {
    'content-type': type,
    'content-encoding': coding,
    'content-length': String(body.length),
  });
}
