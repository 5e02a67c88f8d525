import type { Context, Hono } from 'hono';
import type { AccountActor } from '../../platform/access/index.ts';
import { coordinates } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { NotNext, TooLarge } from '../../platform/files/index.ts';
import { type Deps, type Env, found, handlersOf, idOf, Problem, readForm } from '../../platform/http/index.ts';
import { shownName } from '../../platform/http/upload.ts';
import { urls } from '../../urls.ts';
import { mayUpload } from './access.ts';
import { insertUpload, quotaOf, uploadMarked, uploadOf, uploadsOpen, usedBytes } from './queries.ts';
import { bytesLeft, largest } from './quota.ts';
import { uploadDays } from './retention.ts';

type C = Context<Env>;

/** Bytes that one piece may have: small enough to be sent again over a bad line, large enough for a good one. */
const largestPiece = 8_000_000;
/** Uploads that somebody may have open at a time. */
const mostOpen = 5;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Files that come in pieces, sent by a script on the page. The form is sent as always in the end, with the upload's id in place of
 * the file; without script it carries the file itself. All answers are JSON: where the file goes on, and where the next piece goes.
 */
export function uploadRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write } = handlersOf(deps);

  /** A new upload, or the one of the same file that was interrupted. */
  app.post('/files/uploads', async (c) => {
    const actor = uploader(c);
    const sent = await readForm(c);
    const [bytes, mark] = [Number(sent.get('bytes')), sent.get('mark')];
    const name = shownName(sent.get('name'));
    if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > largest || !/^[0-9a-z-]{8,80}$/.test(mark) || !name)
      throw new Problem('invalid');
    const id = await write(c, async (ctx) => {
      const known = await uploadMarked(ctx, actor.id, mark, bytes);
      if (known) return known;
      if ((await uploadsOpen(ctx, actor.id)) >= mostOpen) throw new Problem('too-many');
      if (bytes > bytesLeft(quotaOf(ctx), await usedBytes(ctx), coordinates(actor))) throw new Problem('too-large');
      const id = newId();
      await insertUpload(ctx, { id, account: actor.id, name, bytes, mark, days: uploadDays * dayMs });
      return id;
    });
    return state(c, id, bytes);
  });

  app.get('/files/uploads/:id', async (c) => {
    const upload = await own(c);
    return state(c, upload.id, upload.bytes);
  });

  /** The next piece. One that does not follow on what is here is answered with where to go on (409). */
  app.post('/files/uploads/:id/pieces', async (c) => {
    const upload = await own(c);
    const from = Number(c.req.query('from'));
    const body = c.req.raw.body;
    if (c.req.header('content-type') !== 'application/octet-stream' || !body || !Number.isSafeInteger(from) || from < 0)
      throw new Problem('unreadable');
    try {
      const limit = Math.min(upload.bytes, from + largestPiece);
      await deps.files.unfinished.add(c.var.network.id, upload.id, from, body, limit);
    } catch (error) {
      if (error instanceof NotNext) return state(c, upload.id, upload.bytes, 409);
      if (error instanceof TooLarge) throw new Problem('too-large');
      // The line broke off: what arrived stays, and the page asks where to go on.
      if ((error as NodeJS.ErrnoException).syscall === 'write') throw error;
      throw new Problem('unreadable');
    }
    return state(c, upload.id, upload.bytes);
  });

  async function own(c: C) {
    const actor = uploader(c);
    const id = idOf(c, 'id');
    return found(await read(c, (ctx) => uploadOf(ctx, id, actor.id)));
  }

  async function state(c: C, id: string, bytes: number, status: 200 | 409 = 200): Promise<Response> {
    const here = await deps.files.unfinished.length(c.var.network.id, id);
    c.header('cache-control', 'no-store');
    const at = { network: c.var.network.slug, locale: c.var.locale };
    return c.json(
      { id, bytes, here, piece: largestPiece, next: urls.files.pieces(at, id, here), self: urls.files.upload(at, id) },
      status,
    );
  }
}

/** Who sends it; what she may not do does not exist. */
function uploader(c: C): AccountActor {
  const { actor } = c.var;
  if (actor.kind !== 'account' || !mayUpload(actor)) throw new Problem('not-found');
  return actor;
}
