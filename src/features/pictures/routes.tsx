import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import { readNetwork } from '../../platform/db/index.ts';
import { isKey } from '../../platform/files/index.ts';
import { ctxOf, type Deps, type Env, found } from '../../platform/http/index.ts';
import { visiblePicture } from './queries.ts';

export function routes(app: Hono<Env>, deps: Deps): void {
  app.get('/pictures/:key', async (c) => {
    const key = found(isKey(c.req.param('key')) ? c.req.param('key') : undefined);
    const { id: network } = c.var.network;
    const picture = found(await readNetwork(deps.db, network, (trx) => visiblePicture(ctxOf(c, trx), key)));
    // A key names one content for ever; what is not public yet is not kept anywhere.
    c.header('cache-control', picture.public ? 'public, max-age=31536000, immutable' : 'private, no-store');
    c.header('content-type', picture.mediaType);
    c.header('content-disposition', 'inline');
    c.header('content-security-policy', "default-src 'none'; sandbox");
    c.header('x-content-type-options', 'nosniff');
    c.header('etag', `"${key}"`);
    if (c.req.header('if-none-match') === `"${key}"`) return c.body(null, 304);
    const { bytes, stream } = found(await deps.files.open(network, key));
    c.header('content-length', String(bytes));
    if (c.req.method === 'HEAD') {
      stream.destroy();
      return c.body(null);
    }
    return c.body(Readable.toWeb(stream) as ReadableStream);
  });
}
