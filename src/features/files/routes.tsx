import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { coordinates } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { kindOfType, mostPictures } from '../../platform/documents/index.ts';
import type { FileStore } from '../../platform/files/index.ts';
import {
  type Deps,
  dispositionOf,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  view,
} from '../../platform/http/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { FileOwner } from '../../platform/registry/index.ts';
import type { Actor, Ctx } from '../../platform/tenancy/index.ts';
import { lookAgain } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { visibleFiles } from './access.ts';
import { deskRoutes } from './desk-routes.tsx';
import { ReaderPage } from './pages/reader.tsx';
import { FilePage } from './pages/show.tsx';
import { filesOf, picturesOf, type StoredFile, textsOf } from './queries.ts';
import { spanOf } from './range.ts';
import { beginAgain } from './reading.ts';
import { uploadRoutes } from './upload-routes.ts';

type C = Context<Env>;

/** A file for whoever may see it: its pages one by one, the pictures of them, and the way to take it away. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  uploadRoutes(app, deps);
  deskRoutes(app, deps);

  app.get('/files/:id', async (c) => {
    const id = idOf(c, 'id');
    const asked = c.req.query('page');
    if (asked !== undefined) {
      const { file } = await read(c, (ctx) => seen(ctx, deps, id));
      const number = Math.min(Math.max(1, Number.parseInt(asked, 10) || 1), Math.max(1, file.pages));
      return c.redirect(urls.files.page(view(c, deps).at, id, number), 303);
    }
    return show(c, id, 1);
  });

  app.get('/files/:id/pages/:page{[1-9][0-9]{0,5}}', async (c) => show(c, idOf(c, 'id'), Number(c.req.param('page'))));

  app.get('/files/:id/pages/:page{[1-9][0-9]{0,5}}/:picture{(?:small|large)\\.webp}', async (c) => {
    const number = Number(c.req.param('page'));
    const picture = await read(c, async (ctx) => {
      const { file } = await seen(ctx, deps, idOf(c, 'id'));
      const all = await picturesOf(ctx, file.id, number, number);
      return found(all.find(({ size }) => `${size}.webp` === c.req.param('picture')));
    });
    const { stream } = found(await deps.files.open(c.var.network.id, picture.key));
    bare(c, 'image/webp');
    c.header('content-disposition', 'inline');
    c.header('content-length', String(picture.bytes));
    return send(c, stream, 200);
  });

  app.get('/files/:id/download', async (c) => {
    const { file } = await read(c, (ctx) => seen(ctx, deps, idOf(c, 'id')));
    return download(c, deps.files, file);
  });

  app.post('/files/:id/reading', async (c) => {
    const id = idOf(c, 'id');
    await write(c, async (ctx) => {
      const { file } = await seen(ctx, deps, id);
      if (!mayAskAgain(ctx.actor, file)) throw new Problem('not-found');
      await beginAgain(ctx.trx, ctx.network.id, id, file.mediaType.startsWith('image/') ? 'kept' : 'waiting', ctx.now);
      await record(ctx, { verb: 'asked', noun: 'file-reading', id });
      await enqueue(ctx, 'files.reading', { file: id }, { key: `files.reading:${id}` });
    });
    return after(c, urls.files.show(view(c, deps).at, id), 'files.again.done');
  });

  async function show(c: C, id: string, number: number): Promise<Response> {
    const { file, owner, text, pictures } = await read(c, async (ctx) => {
      const { file, owner } = await seen(ctx, deps, id);
      const some = number <= file.pages;
      const [text] = some ? await textsOf(ctx, id, number, number) : [];
      return { file, owner, text, pictures: some ? await picturesOf(ctx, id, number, number) : [] };
    });
    const v = view(c, deps);
    const props = { v, file, owner, mayAskAgain: mayAskAgain(c.var.actor, file) };
    if (file.pages === 0) {
      if (file.state === 'waiting') lookAgain(c);
      return page(c, <FilePage {...props} />);
    }
    if (number > file.pages) throw new Problem('not-found');
    const drawn =
      kindOfType(file.mediaType) === 'pdf' ? Math.min(file.pages, mostPictures) : pictures.length > 0 ? 1 : 0;
    return page(c, <ReaderPage {...props} page={number} text={text} pictures={pictures} drawn={drawn} />);
  }
}

/** Who handed it in, and who coordinates; the latter for what she may see. */
const mayAskAgain = (actor: Actor, file: StoredFile): boolean =>
  actor.kind === 'account' &&
  (file.createdBy === actor.id || coordinates(actor)) &&
  kindOfType(file.mediaType) !== undefined;

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
 * What every answer with bytes of somebody else bears: it runs nothing, it is what we say it is, and no cache keeps it, since who may see
 * it can change.
 */
function bare(c: C, mediaType: string): void {
  c.header('cache-control', 'private, no-store');
  c.header('content-type', mediaType);
  c.header('content-security-policy', "default-src 'none'; sandbox");
  c.header('x-content-type-options', 'nosniff');
}

function send(c: C, stream: Readable, status: 200 | 206): Response {
  if (c.req.method === 'HEAD') {
    stream.destroy();
    return c.body(null, status);
  }
  return c.body(Readable.toWeb(stream) as ReadableStream, status);
}

/** The bytes of a file, as a thing to be taken away and never shown by the browser under our address. */
async function download(c: C, files: FileStore, file: StoredFile): Promise<Response> {
  const etag = `"${file.key.slice(0, 32)}"`;
  bare(c, file.mediaType);
  c.header('content-disposition', dispositionOf(file.name));
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
  return send(c, stream, span ? 206 : 200);
}
