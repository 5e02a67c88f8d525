import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Compresses text answers above 1 kB; streams and already encoded answers pass as they are. */
export function compressed(): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    const type = c.res.headers.get('content-type') ?? '';
    if (
      !/^text\/html|^application\/json/.test(type) ||
      c.res.headers.has('content-encoding') ||
      c.req.method === 'HEAD'
    )
      return;
    const accepts = c.req.header('accept-encoding') ?? '';
    const coding = accepts.includes('br') ? 'br' : accepts.includes('gzip') ? 'gzip' : undefined;
    if (!coding) return;
    const body = Buffer.from(await c.res.arrayBuffer());
    const small = body.length < 1024;
    const sent = small
      ? body
      : coding === 'br'
        ? await brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
        : await zip(body);
    const headers = new Headers(c.res.headers);
    headers.set('content-length', String(sent.length));
    headers.append('vary', 'accept-encoding');
    if (!small) headers.set('content-encoding', coding);
    c.res = new Response(new Uint8Array(sent), { status: c.res.status, headers });
  };
}
