import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import type { FileStore } from '../../platform/files/index.ts';
import { type Deps, type Env, found, handlersOf, idOf, Problem, page, view } from '../../platform/http/index.ts';
import type { FileOwner } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { visibleFiles } from './access.ts';
import { FilePage } from './pages/show.tsx';
import { filesOf, type StoredFile } from './queries.ts';
import { dispositionOf, spanOf } from './range.ts';

type C = Context<Env>;

/** A file for whoever may see it: what is known of it, and the way to take it away. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/files/:id', async (c) => {
    const { file, owner } = await read(c, (ctx) => seen(ctx, deps, idOf(c, 'id')));
    return page(c, <FilePage v={view(c, deps)} file={file} owner={owner} />);
  });

  app.get('/files/:id/download', async (c) => {
    const { file } = await read(c, (ctx) => seen(ctx, deps, idOf(c, 'id')));
    return download(c, deps.files, file);
  });
}

/** A file that the actor may see, with what it belongs to; her own also before it belongs to anything. 404 for every other. */
export async function seen(
  ctx: Ctx,
  deps: Deps,
  id: string,
): Promise<{ file: StoredFile; owner: FileOwner | undefined }> {
  const file = found((await filesOf(ctx, [id])).get(id));
  const owner = (await visibleFiles(ctx, deps, [id])).get(id);
  const hers = ctx.actor.kind === 'account' && file.createdBy === ctx.actor.id;
  if (!owner && !hers) throw new Problem('not-found');
  return { file, owner };
}

/**
 * The bytes of a file, as a thing to be taken away and never shown by the browser: under our own address a document of somebody
 * else must run nothing. It is kept by no cache, since who may see it can change.
 */
async function download(c: C, files: FileStore, file: StoredFile): Promise<Response> {
  const etag = `"${file.key.slice(0, 32)}"`;
  c.header('cache-control', 'private, no-store');
  c.header('content-type', file.mediaType);
  c.header('content-disposition', dispositionOf(file.name));
  c.header('content-security-policy', "default-src 'none'; sandbox");
  c.header('x-content-type-options', 'nosniff');
  c.header('accept-ranges', 'bytes');
  c.header('etag', etag);
  const same = c.req.header('if-range');
  const range = same === undefined || same === etag ? c.req.header('range') : undefined;
  const span = spanOf(range, file.bytes);
  if (span === 'none') {
    c.header('content-range', `bytes */${file.bytes}`);
    return c.body(null, 416);
  }
  const { stream } = found(await files.open(c.var.network.id, file.key, () => span));
  c.header('content-length', String(span ? span.last - span.first + 1 : file.bytes));
  if (span) c.header('content-range', `bytes ${span.first}-${span.last}/${file.bytes}`);
  if (c.req.method === 'HEAD') {
    stream.destroy();
    return c.body(null, span ? 206 : 200);
  }
  return c.body(Readable.toWeb(stream) as ReadableStream, span ? 206 : 200);
}
