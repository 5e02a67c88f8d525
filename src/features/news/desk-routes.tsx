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
  wallTimeOf,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { pictureOf, receivePicture } from '../pictures/index.ts';
import { chosenOf, knownSpine, readSpine, type SpineChoice, spineLists } from '../spine/index.ts';
import { requireNewsDesk } from './access.ts';
import { createItem, publish, remove, saveBasics, saveText, setPicture, subject, withdraw } from './commands.ts';
import { basicsFields, basicsForm, createForm, readFields, textFields, textForm } from './forms.ts';
import { type DeskNewsItem, previewRef } from './item.ts';
import { NewsDeskPage } from './pages/desk.tsx';
import { EditItemPage, RemovalPage } from './pages/edit.tsx';
import { ItemTextsPage } from './pages/texts.tsx';
import { findForDesk, listForDesk } from './queries.ts';

type C = Context<Env>;

/** Coordinators write and publish, under /desk/news. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const itemOf = async (c: C, ctx: Ctx) => found(await findForDesk(ctx, idOf(c, 'id')));

  for (const path of ['/desk/news', '/desk/news/*']) {
    app.use(path, async (c, next) => {
      requireNewsDesk(c);
      await next();
    });
  }

  async function listPage(c: C, state: FormState, id: string, status: 200 | 422 = 200): Promise<Response> {
    const before = c.req.query('before');
    if (before !== undefined && !uuid.test(before)) throw new Problem('not-found');
    const { items, next } = await read(c, (ctx) => listForDesk(ctx, before));
    return page(c, <NewsDeskPage v={view(c, deps)} items={items} next={next} id={id} state={state} />, status);
  }

  app.get('/desk/news', (c) => listPage(c, emptyForm({ locale: c.var.locale, kind: 'post' }), newId()));

  app.post('/desk/news', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, ['title', 'locale', 'kind']);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(createForm(c.var.network.locales), values);
    if (!parsed.ok) return listPage(c, { values, errors: parsed.errors }, id, 422);
    await write(c, (ctx) => createItem(ctx, id, parsed.data));
    return after(c, urls.news.edit(view(c, deps).at, id), 'news.flash.created');
  });

  /** The edit page as stored, but for what was typed and is wrong. */
  async function editPage(c: C, wrong?: { state: FormState; chosen?: SpineChoice }): Promise<Response> {
    const v = view(c, deps);
    const stored = await read(c, async (ctx) => {
      const item = await itemOf(c, ctx);
      return {
        item,
        picture: item.pictureId ? await pictureOf(ctx, item.pictureId) : undefined,
        lists: await spineLists(ctx),
        chosen: await chosenOf(ctx, subject, item.id),
      };
    });
    const values = { ...basicsValues(stored.item, v.network.timeZone), ...wrong?.state.values };
    return page(
      c,
      <EditItemPage
        v={v}
        {...stored}
        chosen={wrong?.chosen ?? stored.chosen}
        state={{ values, errors: wrong?.state.errors ?? {} }}
        preview={
          publicOrigin(deps, v.network) + urls.news.preview(v.at, previewRef(deps.secret, v.network.id, stored.item.id))
        }
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/news/:id', (c) => editPage(c));

  app.post('/desk/news/:id', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, basicsFields);
    const chosen = readSpine(sent);
    const again = (errors: FieldErrors) => editPage(c, { state: { values, errors }, chosen });
    const stored = await read(c, (ctx) => itemOf(c, ctx));
    const { timeZone } = c.var.network;
    const parsed = parse(basicsForm(timeZone), values);
    if (!parsed.ok) return again(parsed.errors);
    // The field shows minutes; an untouched date keeps its seconds.
    const untouched = values.publish_at === basicsValues(stored, timeZone).publish_at;
    const data = { ...parsed.data, publish_at: untouched ? stored.publishAt : parsed.data.publish_at };
    const outcome = await write(c, async (ctx) => saveBasics(ctx, stored.id, data, await knownSpine(ctx, chosen)));
    if (!outcome.ok) return again(outcome.errors);
    return after(c, urls.news.edit(view(c, deps).at, stored.id), 'news.flash.saved');
  });

  async function textsPage(c: C, state?: FormState): Promise<Response> {
    const locale = localeOf(c);
    const item = await read(c, (ctx) => itemOf(c, ctx));
    const text = item.texts.find((one) => one.locale === locale);
    const values = Object.fromEntries(textFields.map((field) => [field, text?.[field] ?? '']));
    return page(
      c,
      <ItemTextsPage v={view(c, deps)} item={item} locale={locale} state={state ?? emptyForm(values)} />,
      state ? 422 : 200,
    );
  }

  app.get('/desk/news/:id/texts/:language', (c) => textsPage(c));

  app.post('/desk/news/:id/texts/:language', async (c) => {
    const locale = localeOf(c);
    const values = readFields(await readForm(c), textFields);
    const parsed = parse(textForm, values);
    if (!parsed.ok) return textsPage(c, { values, errors: parsed.errors });
    const outcome = await write(c, (ctx) => saveText(ctx, idOf(c, 'id'), locale, parsed.data));
    if (!outcome.ok) return textsPage(c, { values, errors: outcome.errors });
    return after(c, urls.news.edit(view(c, deps).at, idOf(c, 'id')), 'news.flash.saved');
  });

  app.post('/desk/news/:id/publication', async (c) => {
    const outcome = await write(c, (ctx) => publish(ctx, idOf(c, 'id')));
    if (!outcome.ok) return editPage(c, { state: { values: {}, errors: outcome.errors } });
    return after(c, urls.news.edit(view(c, deps).at, idOf(c, 'id')), 'news.flash.published');
  });

  app.post('/desk/news/:id/withdrawal', async (c) => {
    await write(c, (ctx) => withdraw(ctx, idOf(c, 'id')));
    return after(c, urls.news.edit(view(c, deps).at, idOf(c, 'id')), 'news.flash.withdrawn');
  });

  app.get('/desk/news/:id/removal', async (c) => {
    const item = await read(c, (ctx) => itemOf(c, ctx));
    return page(c, <RemovalPage v={view(c, deps)} item={found(item.state === 'draft' ? item : undefined)} />);
  });

  app.post('/desk/news/:id/removal', async (c) => {
    if (!(await write(c, (ctx) => remove(ctx, idOf(c, 'id'))))) throw new Problem('not-found');
    return after(c, urls.news.desk(view(c, deps).at), 'news.flash.removed');
  });

  app.post('/desk/news/:id/picture', async (c) => {
    await read(c, (ctx) => itemOf(c, ctx));
    const received = await receivePicture(c, deps);
    if (!received.ok) return editPage(c, { state: { values: {}, errors: { picture: received.error } } });
    await write(c, (ctx) => setPicture(ctx, idOf(c, 'id'), received.fileId));
    return after(c, urls.news.edit(view(c, deps).at, idOf(c, 'id')), 'news.flash.saved');
  });

  app.post('/desk/news/:id/picture/removal', async (c) => {
    await write(c, (ctx) => setPicture(ctx, idOf(c, 'id'), null));
    return after(c, urls.news.edit(view(c, deps).at, idOf(c, 'id')), 'news.flash.saved');
  });
}

/** The values of the basics form as stored. */
const basicsValues = (item: DeskNewsItem, timeZone: string): Record<string, string> => ({
  slug: item.slug,
  kind: item.kind,
  authors: item.authors.join('\n'),
  publish_at: item.publishAt ? wallTimeOf(item.publishAt, timeZone) : '',
});

function localeOf(c: C): string {
  const locale = c.req.param('language') ?? '';
  if (!c.var.network.locales.includes(locale)) throw new Problem('not-found');
  return locale;
}
