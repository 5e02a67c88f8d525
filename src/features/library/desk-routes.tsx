import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  publicOrigin,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { receiveFile, filesOf as storedFiles } from '../files/index.ts';
import { pictureOf, receivePicture } from '../pictures/index.ts';
import { facilitiesOf, knownSpine, readSpine, type SpineChoice, spineLists, tagsOf } from '../spine/index.ts';
import { requireLibraryDesk } from './access.ts';
import {
  addFile,
  createWork,
  dropFile,
  liftFile,
  type Outcome,
  publish,
  relate,
  remove,
  removeVersion,
  restore,
  saveBasics,
  saveVersion,
  setPoster,
  subject,
  unrelate,
  withdraw,
} from './commands.ts';
import {
  deskShelves,
  findBySlug,
  findForDesk,
  groupChoices,
  historyOf,
  likeWorks,
  listForDesk,
  publisherChoices,
  relationsOf,
  shelfCounts,
} from './desk-queries.ts';
import {
  basicsFields,
  basicsForm,
  basicsValues,
  createForm,
  isLanguage,
  readFields,
  versionFields,
  versionForm,
  versionValues,
} from './forms.ts';
import { importRoutes } from './import/routes.tsx';
import { LibraryDeskPage } from './pages/desk.tsx';
import { EditWorkPage, RemovalPage, titleOf } from './pages/edit.tsx';
import { DeskHistoryPage } from './pages/history.tsx';
import { EditVersionPage } from './pages/version.tsx';
import { kinds, previewRef, relationKinds } from './work.ts';
import { filesOf } from './work-queries.ts';

type C = Context<Env>;

/** Coordinators describe, order and publish works, under /desk/library. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const workOf = async (c: C, ctx: Ctx) => {
    const work = found(await findForDesk(ctx, idOf(c, 'id')));
    return found(work.deletedAt ? undefined : work);
  };

  for (const path of ['/desk/library', '/desk/library/*']) {
    app.use(path, async (c, next) => {
      requireLibraryDesk(c);
      await next();
    });
  }

  async function listPage(c: C, state: FormState, id: string): Promise<Response> {
    const shelf = deskShelves.find((one) => one === c.req.query('shelf')) ?? 'all';
    const kind = kinds.find((one) => one === c.req.query('kind'));
    const find = (c.req.query('find') ?? '').trim().slice(0, 200);
    const { listed, counts } = await read(c, async (ctx) => ({
      listed: await listForDesk(ctx, { shelf, kind, find, after: c.req.query('after') }),
      counts: await shelfCounts(ctx),
    }));
    const props = { ...listed, counts, shelf, kind: kind ?? '', find, id, state };
    const status = Object.keys(state.errors).length > 0 ? 422 : 200;
    return page(c, <LibraryDeskPage v={view(c, deps)} {...props} />, status);
  }

  app.get('/desk/library', (c) => listPage(c, emptyForm({ locale: c.var.locale, kind: 'report' }), newId()));

  app.post('/desk/library', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, ['title', 'locale', 'kind']);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(createForm, values);
    if (!parsed.ok) return listPage(c, { values, errors: parsed.errors }, id);
    await write(c, (ctx) => createWork(ctx, id, parsed.data));
    return after(c, urls.library.edit(view(c, deps).at, id), 'library.flash.created');
  });

  // Before the works: no id is called "imports".
  importRoutes(app, deps);

  /** The edit page as stored, but for what was typed and is wrong. */
  async function editPage(c: C, wrong?: { state: FormState; chosen?: SpineChoice }): Promise<Response> {
    const v = view(c, deps);
    const stored = await read(c, async (ctx) => {
      const work = await workOf(c, ctx);
      const titles = work.versions.map((version) => version.title);
      const [files, alike, relations, poster, lists, tags, facilities, groups, publishers] = await Promise.all([
        filesOf(ctx, work.id),
        likeWorks(ctx, { titles, identifiers: work.identifiers, except: work.id }),
        relationsOf(ctx, work.id),
        work.posterId ? pictureOf(ctx, work.posterId) : undefined,
        spineLists(ctx),
        tagsOf(ctx, subject, work.id),
        facilitiesOf(ctx, subject, work.id),
        groupChoices(ctx),
        publisherChoices(ctx),
      ]);
      return { work, files, alike, relations, poster, lists, chosen: { ...tags, facilities }, groups, publishers };
    });
    const values = { ...basicsValues(stored.work, v.network.timeZone), ...wrong?.state.values };
    const ref = previewRef(deps.secret, v.network.id, stored.work.id);
    return page(
      c,
      <EditWorkPage
        v={v}
        {...stored}
        chosen={wrong?.chosen ?? stored.chosen}
        state={{ values, errors: wrong?.state.errors ?? {} }}
        preview={publicOrigin(deps, v.network) + urls.library.preview(v.at, ref)}
      />,
      wrong ? 422 : 200,
    );
  }
  const wrongWith = (c: C, errors: FieldErrors) => editPage(c, { state: { values: {}, errors } });
  /** Back to the edit page, with what was done or what stood against it. */
  const ended = (c: C, outcome: Outcome, flash: string) =>
    outcome.ok ? after(c, urls.library.edit(view(c, deps).at, idOf(c, 'id')), flash) : wrongWith(c, outcome.errors);

  app.get('/desk/library/:id', (c) => editPage(c));

  app.post('/desk/library/:id', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, basicsFields);
    const chosen = readSpine(sent);
    const again = (errors: FieldErrors) => editPage(c, { state: { values, errors }, chosen });
    const stored = await read(c, (ctx) => workOf(c, ctx));
    const { timeZone } = c.var.network;
    const parsed = parse(basicsForm(timeZone), values);
    if (!parsed.ok) return again(parsed.errors);
    // The field shows minutes; an untouched date keeps its seconds.
    const untouched = values.publish_at === basicsValues(stored, timeZone).publish_at;
    const data = { ...parsed.data, publish_at: untouched ? stored.publishAt : parsed.data.publish_at };
    const outcome = await write(c, async (ctx) => saveBasics(ctx, stored.id, data, await knownSpine(ctx, chosen)));
    return outcome.ok ? ended(c, outcome, 'library.flash.saved') : again(outcome.errors);
  });

  app.get('/desk/library/:id/versions', async (c) => {
    const language = c.req.query('language') ?? '';
    if (!isLanguage(language)) throw new Problem('not-found');
    return c.redirect(urls.library.editVersion(view(c, deps).at, idOf(c, 'id'), language), 302);
  });

  async function versionPage(c: C, state?: FormState): Promise<Response> {
    const locale = localeOf(c);
    const stored = await read(c, async (ctx) => {
      const work = await workOf(c, ctx);
      const version = work.versions.find((one) => one.locale === locale);
      const files = (await filesOf(ctx, work.id)).filter((file) => file.versionId === version?.id);
      const ids = files.map((file) => file.fileId);
      return { work, version, files, stored: await storedFiles(ctx, ids) };
    });
    const { version, ...props } = stored;
    const values = { ...versionValues(version), ...state?.values };
    return page(
      c,
      <EditVersionPage v={view(c, deps)} {...props} locale={locale} state={{ values, errors: state?.errors ?? {} }} />,
      state ? 422 : 200,
    );
  }

  app.get('/desk/library/:id/versions/:language', (c) => versionPage(c));

  app.post('/desk/library/:id/versions/:language', async (c) => {
    const locale = localeOf(c);
    const values = readFields(await readForm(c), versionFields);
    const parsed = parse(versionForm, values);
    if (!parsed.ok) return versionPage(c, { values, errors: parsed.errors });
    const outcome = await write(c, (ctx) => saveVersion(ctx, idOf(c, 'id'), locale, parsed.data));
    if (!outcome.ok) return versionPage(c, { values, errors: outcome.errors });
    return after(c, urls.library.edit(view(c, deps).at, idOf(c, 'id')), 'library.flash.saved');
  });

  app.post('/desk/library/:id/versions/:language/removal', async (c) =>
    ended(c, await write(c, (ctx) => removeVersion(ctx, idOf(c, 'id'), localeOf(c))), 'library.flash.versionRemoved'),
  );

  app.post('/desk/library/:id/versions/:language/files', async (c) => {
    const locale = localeOf(c);
    await read(c, (ctx) => workOf(c, ctx));
    const received = await receiveFile(c, deps, { language: () => locale });
    if (!received.ok) return versionPage(c, { values: {}, errors: { file: received.error } });
    await write(c, (ctx) => addFile(ctx, idOf(c, 'id'), locale, received.file.id));
    return after(c, urls.library.editVersion(view(c, deps).at, idOf(c, 'id'), locale), 'library.flash.file');
  });

  for (const [verb, command] of [
    ['lift', liftFile],
    ['removal', dropFile],
  ] as const) {
    app.post(`/desk/library/:id/files/:file/${verb}`, async (c) => {
      const locale = await write(c, async (ctx) => {
        const work = await workOf(c, ctx);
        const file = found((await filesOf(ctx, work.id)).find((one) => one.id === idOf(c, 'file')));
        await command(ctx, work.id, file.id);
        return work.versions.find((one) => one.id === file.versionId)!.locale;
      });
      return after(c, urls.library.editVersion(view(c, deps).at, idOf(c, 'id'), locale), 'library.flash.saved');
    });
  }

  app.post('/desk/library/:id/publication', async (c) =>
    ended(c, await write(c, (ctx) => publish(ctx, idOf(c, 'id'))), 'library.flash.published'),
  );

  app.post('/desk/library/:id/withdrawal', async (c) => {
    await write(c, (ctx) => withdraw(ctx, idOf(c, 'id')));
    return ended(c, { ok: true }, 'library.flash.withdrawn');
  });

  app.get('/desk/library/:id/removal', async (c) => {
    const work = await read(c, (ctx) => workOf(c, ctx));
    return page(c, <RemovalPage v={view(c, deps)} work={work} />);
  });

  app.post('/desk/library/:id/removal', async (c) => {
    await write(c, (ctx) => remove(ctx, idOf(c, 'id')));
    return after(c, urls.library.desk(view(c, deps).at, { shelf: 'bin' }), 'library.flash.removed');
  });

  app.post('/desk/library/:id/restoration', async (c) => {
    await write(c, (ctx) => restore(ctx, idOf(c, 'id')));
    return ended(c, { ok: true }, 'library.flash.restored');
  });

  app.post('/desk/library/:id/relations', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, ['relation', 'to']);
    const kind = relationKinds.find((one) => one === values.relation);
    const wrong = (key: string) => editPage(c, { state: { values, errors: { to: { key } } } });
    if (!kind || values.to === '') return wrong('library.relation.unknown');
    // The end of an address, or an id.
    const name = values.to!.split(/[?#]/)[0]!.replace(/\/+$/, '').split('/').at(-1) ?? '';
    const known = await write(c, async (ctx) => {
      const to = uuid.test(name) ? name : await findBySlug(ctx, name);
      return to !== undefined && relate(ctx, idOf(c, 'id'), kind, to);
    });
    return known ? ended(c, { ok: true }, 'library.flash.saved') : wrong('library.relation.unknown');
  });

  app.post('/desk/library/:id/relations/removal', async (c) => {
    const { kind = '', to = '' } = readFields(await readForm(c), ['kind', 'to']);
    if (!uuid.test(to)) throw new Problem('not-found');
    await write(c, (ctx) => unrelate(ctx, idOf(c, 'id'), kind, to));
    return ended(c, { ok: true }, 'library.flash.saved');
  });

  app.post('/desk/library/:id/poster', async (c) => {
    await read(c, (ctx) => workOf(c, ctx));
    const received = await receivePicture(c, deps);
    if (!received.ok) return wrongWith(c, { picture: received.error });
    await write(c, (ctx) => setPoster(ctx, idOf(c, 'id'), received.fileId));
    return ended(c, { ok: true }, 'library.flash.saved');
  });

  app.post('/desk/library/:id/poster/removal', async (c) => {
    await write(c, (ctx) => setPoster(ctx, idOf(c, 'id'), null));
    return ended(c, { ok: true }, 'library.flash.saved');
  });

  app.get('/desk/library/:id/history', async (c) => {
    const { work, revisions } = await read(c, async (ctx) => {
      const work = await workOf(c, ctx);
      return { work, revisions: await historyOf(ctx, work.id) };
    });
    const of = (name: string, otherwise: number) =>
      revisions.find((one) => String(one.revision) === c.req.query(name)) ?? revisions[otherwise];
    const v = view(c, deps);
    const props = { work, title: titleOf(v, work), revisions, from: of('from', 1), to: of('to', 0) };
    return page(c, <DeskHistoryPage v={v} {...props} />);
  });
}

function localeOf(c: C): string {
  const locale = c.req.param('language') ?? '';
  if (!isLanguage(locale)) throw new Problem('not-found');
  return locale;
}
