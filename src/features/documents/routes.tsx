import type { Context, Hono } from 'hono';
import { limiter } from '../../platform/abuse/index.ts';
import { requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { compareTexts } from './compare.ts';
import { documentForm, readBase, readDocument } from './forms.ts';
import { onePage, readAfter } from './going-on.ts';
import { ComparisonPage, DocumentPage, VersionPage, VersionsPage } from './pages/document.tsx';
import { EditDocumentPage, NewDocumentPage } from './pages/edit.tsx';
import { DocumentsPage } from './pages/list.tsx';
import { placed } from './pages/scope-page.tsx';
import { findDocument, listDocuments, pageSize, textsOf, versionsOf } from './queries.ts';
import { addDocument, saveVersion, setArchived } from './record.ts';
import { networkScope, placeOf, requireWriter, type Scope, scopeOf } from './scope.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const numberOf = (text: string | undefined): number => found(/^\d{1,6}$/.test(text ?? '') ? Number(text) : undefined);

/** Documents: lists under /documents and /groups/:slug/documents, each document under /documents/:id. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, after } = handlersOf(deps);
  const saves = limiter('documents.save', { points: 200, seconds: 600 });
  // Nothing of this is on a public page: what is kept of those need not be forgotten.
  const write = async <T,>(c: C, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
    await saves.consume(c.var.actor.kind === 'account' ? c.var.actor.id : '');
    return inNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)));
  };
  const here = (c: C, scope: Scope) => placed(deps, view(c, deps), scope);

  async function one(ctx: Ctx, c: C) {
    networkScope(ctx);
    const document = found(await findDocument(ctx, idOf(c, 'id')));
    return { document, scope: await scopeOf(ctx, document.groupId) };
  }

  const list = async (c: C, slug: string | undefined): Promise<Response> => {
    const archived = c.req.query('archive') === 'yes';
    const from = readAfter(c.req.query('after'));
    const { scope, rows } = await read(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      const all = slug === undefined ? undefined : scope;
      return { scope: all, rows: await listDocuments(ctx, all, { after: from, archived }) };
    });
    const v = view(c, deps);
    const shown = onePage(
      rows,
      pageSize,
      ({ updatedAt, id }) => ({ at: updatedAt, id }),
      (after) => urls.documents.listFrom(v.at, slug, { ...(archived ? { archive: 'yes' } : {}), after }),
    );
    return page(c, <DocumentsPage v={v} scope={scope && here(c, scope)} {...shown} archived={archived} />);
  };

  const form = async (c: C, slug: string | undefined, id: string, state: FormState, status: 200 | 422 = 200) => {
    const scope = await read(c, (ctx) => placeOf(ctx, slug));
    requireWriter(scope);
    return page(c, <NewDocumentPage v={view(c, deps)} scope={here(c, scope)} id={id} state={state} />, status);
  };

  app.get('/documents', (c) => list(c, undefined));
  app.get('/groups/:slug/documents', (c) => list(c, c.req.param('slug')));
  app.get('/documents/new', (c) => form(c, c.req.query('group') || undefined, newId(), emptyForm()));

  app.post('/documents', async (c) => {
    requireRole(c, 'member', 'lead', 'coordinator');
    const sent = await readForm(c);
    const slug = sent.get('group') || undefined;
    const values = readDocument(sent);
    const parsed = parse(documentForm, values);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    if (!parsed.ok) return form(c, slug, id, { values, errors: parsed.errors }, 422);
    await write(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      requireWriter(scope);
      await addDocument(ctx, scope, id, parsed.data);
    });
    return after(c, urls.documents.show(view(c, deps).at, id), 'documents.flash.added');
  });

  app.get('/documents/:id', async (c) => {
    const { document, scope } = await read(c, (ctx) => one(ctx, c));
    return page(c, <DocumentPage v={view(c, deps)} scope={here(c, scope)} document={document} />);
  });

  app.get('/documents/:id/edit', async (c) => {
    const { document, scope } = await read(c, (ctx) => one(ctx, c));
    requireWriter(scope);
    const state = emptyForm({ title: document.title, body: document.body });
    return page(c, <EditDocumentPage v={view(c, deps)} scope={here(c, scope)} document={document} state={state} />);
  });

  app.get('/documents/:id/versions', async (c) => {
    const { document, scope, versions } = await read(c, async (ctx) => {
      const { document, scope } = await one(ctx, c);
      return { document, scope, versions: await versionsOf(ctx, document.id) };
    });
    return page(c, <VersionsPage v={view(c, deps)} scope={here(c, scope)} document={document} versions={versions} />);
  });

  app.post('/documents/:id/versions', async (c) => {
    const before = await read(c, (ctx) => one(ctx, c));
    requireWriter(before.scope);
    const sent = await readForm(c);
    const values = readDocument(sent);
    const parsed = parse(documentForm, values);
    const v = view(c, deps);
    if (!parsed.ok) {
      const state = { values, errors: parsed.errors };
      // What she began from stays what she began from.
      const document = { ...before.document, version: readBase(sent) };
      return page(c, <EditDocumentPage v={v} scope={here(c, before.scope)} document={document} state={state} />, 422);
    }
    const result = await write(c, async (ctx) => {
      const { document, scope } = await one(ctx, c);
      requireWriter(scope);
      return saveVersion(ctx, scope, document.id, readBase(sent), parsed.data);
    });
    if (result === 'conflict') {
      const { document, scope } = await read(c, (ctx) => one(ctx, c));
      const state = { values, errors: { body: { key: 'documents.conflict' } } };
      const conflict = { stretches: compareTexts(document.body, parsed.data.body) };
      return page(
        c,
        <EditDocumentPage v={v} scope={here(c, scope)} document={document} state={state} conflict={conflict} />,
        422,
      );
    }
    return after(c, urls.documents.show(v.at, before.document.id), `documents.flash.${result}`);
  });

  app.get('/documents/:id/versions/:version', async (c) => {
    const { document, scope, version } = await read(c, async (ctx) => {
      const { document, scope } = await one(ctx, c);
      const [version] = await textsOf(ctx, document.id, [numberOf(c.req.param('version'))]);
      return { document, scope, version: found(version) };
    });
    return page(c, <VersionPage v={view(c, deps)} scope={here(c, scope)} document={document} version={version} />);
  });

  app.get('/documents/:id/comparison', async (c) => {
    const { document, scope, texts } = await read(c, async (ctx) => {
      const { document, scope } = await one(ctx, c);
      const wanted = [numberOf(c.req.query('from')), numberOf(c.req.query('to'))];
      return { document, scope, texts: await textsOf(ctx, document.id, wanted) };
    });
    const [from, to] = [found(texts[0]), found(texts[1])];
    const stretches = compareTexts(from.body, to.body);
    return page(
      c,
      <ComparisonPage
        v={view(c, deps)}
        scope={here(c, scope)}
        document={document}
        from={from}
        to={to}
        stretches={stretches}
      />,
    );
  });

  app.post('/documents/:id/versions/:version/restoration', async (c) => {
    const before = await read(c, (ctx) => one(ctx, c));
    requireWriter(before.scope);
    const base = readBase(await readForm(c));
    const result = await write(c, async (ctx) => {
      const { document, scope } = await one(ctx, c);
      requireWriter(scope);
      const version = numberOf(c.req.param('version'));
      const [old] = await textsOf(ctx, document.id, [version]);
      const { title, body } = found(old);
      return saveVersion(ctx, scope, document.id, base, { title, body, summary: '' }, version);
    });
    const { at } = view(c, deps);
    if (result === 'saved') {
      setFlash(c, deps, { key: 'documents.flash.restored', values: { version: c.req.param('version') } });
      return c.redirect(urls.documents.show(at, before.document.id), 303);
    }
    return after(c, urls.documents.versions(at, before.document.id), `documents.flash.${result}`);
  });

  for (const [path, archived] of [
    ['/documents/:id/archiving', true],
    ['/documents/:id/archiving/end', false],
  ] as const) {
    app.post(path, async (c) => {
      const id = await write(c, async (ctx) => {
        const { document, scope } = await one(ctx, c);
        requireWriter(scope);
        await setArchived(ctx, document.id, archived);
        return document.id;
      });
      const key = archived ? 'documents.flash.archived' : 'documents.flash.unarchived';
      return after(c, urls.documents.show(view(c, deps).at, id), key);
    });
  }
}
