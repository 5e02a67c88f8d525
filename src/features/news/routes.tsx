import type { Context, Hono } from 'hono';
import { atomFeed, type Channel, jsonFeed } from '../../platform/feeds/index.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  Problem,
  page,
  publicOrigin,
  publicPage,
  sendOpen,
  type View,
  view,
} from '../../platform/http/index.ts';
import { NotSet } from '../../platform/pdf/index.ts';
import { isMachineMade, Markdown } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { cardHeaders, openCards } from '../sharing/index.ts';
import { aboutNothing, aboutOf } from '../spine/index.ts';
import { cardOf } from './card.ts';
import { deskRoutes } from './desk-routes.tsx';
import { type NewsItem, readPreviewRef, spokenFields } from './item.ts';
import { NewsPage } from './pages/list.tsx';
import { ItemPage } from './pages/show.tsx';
import { findForPreview, findNews, listNews, movedTo } from './queries.ts';

/** The public side of news: the list, an item, the press's preview, the feeds. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);
  const cards = openCards();

  app.get('/news', async (c) => {
    const { items, next } = await read(c, (ctx) => listNews(ctx, c.req.query('before')));
    return publicPage(c, deps, <NewsPage v={view(c, deps)} items={items} next={next} />, 60);
  });

  app.get('/news.atom', async (c) => {
    const { items } = await read(c, (ctx) => listNews(ctx));
    return sendOpen(c, atomFeed(channelOf(c, 'atom'), items.map(entryOf)), 'application/atom+xml; charset=utf-8');
  });

  app.get('/news.json', async (c) => {
    const { items } = await read(c, (ctx) => listNews(ctx));
    const body = JSON.stringify(jsonFeed(channelOf(c, 'jsonFeed'), items.map(entryOf)));
    return sendOpen(c, body, 'application/feed+json; charset=utf-8');
  });

  app.get('/news/preview/:ref', async (c) => {
    const id = found(readPreviewRef(deps.secret, c.var.network.id, c.req.param('ref')));
    const { item, about } = await read(c, async (ctx) => {
      const item = found(await findForPreview(ctx, id));
      return { item, about: await aboutOf(ctx, 'news', id) };
    });
    const v = view(c, deps);
    if (item.publishAt <= c.var.now) return c.redirect(urls.news.show(v.at, item.slug), 303);
    return page(c, <ItemPage v={v} item={item} about={about} embargo />);
  });

  app.get('/news/:slug', async (c) => {
    const slug = c.req.param('slug');
    const { item, about, moved } = await read(c, async (ctx) => {
      const item = await findNews(ctx, slug);
      return {
        item,
        about: item ? await aboutOf(ctx, 'news', item.id) : aboutNothing,
        moved: item ? undefined : await movedTo(ctx, slug),
      };
    });
    const v = view(c, deps);
    if (moved) return c.redirect(urls.news.show(v.at, moved), 301);
    return publicPage(c, deps, <ItemPage v={v} item={found(item)} about={about} />, 60);
  });

  // An item that is not public has no card: each is asked for anew, and nobody keeps it for long.
  app.get('/news/:slug/card.png', async (c) => {
    const item = found(await read(c, (ctx) => findNews(ctx, c.req.param('slug'))));
    const { mark, ...card } = cardOf(view(c, deps), item);
    const png = await cards(`${c.var.network.id} ${c.var.locale} ${item.id} ${mark}`, card).catch((error) => {
      if (error instanceof NotSet) throw new Problem('unavailable', 30);
      throw error;
    });
    return c.body(new Uint8Array(png), 200, cardHeaders(false));
  });

  deskRoutes(app, deps);

  function channelOf(c: Context<Env>, which: 'atom' | 'jsonFeed'): Channel<Entry> {
    const v = view(c, deps);
    const origin = publicOrigin(deps, c.var.network);
    return {
      title: v.t('news.feed.title', { network: v.text(v.network.name) }),
      locale: v.locale,
      home: origin + urls.news.list(v.at),
      self: origin + urls.news[which](v.at),
      address: (item) => origin + urls.news.show(v.at, item.slug),
      machineMade: v.t('ui.machine'),
      html: (item) => (<EntryWords v={v} item={item} address={origin + urls.news.show(v.at, item.slug)} />).toString(),
    };
  }
}

type Entry = Omit<NewsItem, 'machine'> & { machine: boolean };
const entryOf = (item: NewsItem): Entry => ({ ...item, machine: isMachineMade(item.machine, spokenFields) });

/**
 * An entry's words. That a woman's words stand with it is said with the way there, and nothing of them: what a program has taken cannot be
 * taken back when she does.
 */
function EntryWords({ v, item, address }: { v: View; item: Entry; address: string }) {
  return (
    <>
      <Markdown text={item.body} />
      {item.stories.length > 0 && (
        <p>
          <a href={address}>{v.t('stories.news.feed')}</a>
        </p>
      )}
    </>
  );
}
