import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { readNetwork } from '../../platform/db/index.ts';
import { isKey } from '../../platform/files/index.ts';
import { ctxOf, type Deps, type Env, found } from '../../platform/http/index.ts';
import { visiblePicture } from './queries.ts';

/** Registers the address under which pictures are shown. */
export function routes(app: Hono<Env>, deps: Deps): void {
  app.get('/pictures/:key', async (c) => {
    const key = found(isKey(c.req.param('key')) ? c.req.param('key') : undefined);
    const { id: network } = c.var.network;
    const picture = found(await readNetwork(deps.db, network, (trx) => visiblePicture(ctxOf(c, trx), key)));
    // A key names one content for ever; what may be taken back is asked for each time, and what is not public is not kept anywhere.
    const kept = picture.public === 'for-good' ? 'public, max-age=31536000, immutable' : 'no-cache';
    return send(c, deps, { key, mediaType: picture.mediaType, kept: picture.public ? kept : 'private, no-store' });
  });
}

/** A picture for the owner of its reference, who has checked that this reader may see it; nobody keeps it. */
export const sendPicture = (c: Context<Env>, deps: Deps, key: string): Promise<Response> =>
  send(c, deps, { key, mediaType: 'image/webp', kept: 'private, no-store' });

async function send(
  c: Context<Env>,
  deps: Deps,
  { key, mediaType, kept }: { key: string; mediaType: string; kept: string },
): Promise<Response> {
  c.header('cache-control', kept);
  c.header('content-type', mediaType);
  c.header('content-disposition', 'inline');
  c.header('content-security-policy', "default-src 'none'; sandbox");
  c.header('x-content-type-options', 'nosniff');
  c.header('etag', `"${key}"`);
  if (c.req.header('if-none-match') === `"${key}"`) return c.body(null, 304);
  const { bytes, stream } = found(await deps.files.open(c.var.network.id, key));
  c.header('content-length', String(bytes));
  if (c.req.method === 'HEAD') {
    stream.destroy();
    return c.body(null);
  }
  return c.body(Readable.toWeb(stream) as ReadableStream);
}
