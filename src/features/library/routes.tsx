import type { Context, Hono } from 'hono';
import { belongs } from '../../platform/access/index.ts';
import { csvLine, csvStart } from '../../platform/csv/index.ts';
import { readNetwork } from '../../platform/db/index.ts';
import { atomFeed, type Channel, type FeedItem, jsonFeed } from '../../platform/feeds/index.ts';
import {
  ctxOf,
  type Deps,
  dispositionOf,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  publicOrigin,
  publicPage,
  sendOpen,
  type View,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { isMachineMade, Markdown } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { type StoredFile, filesOf as storedFiles } from '../files/index.ts';
import { listIssues, listPlaces } from '../vocabularies/index.ts';
import { mayKeepLibrary } from './access.ts';
import { bibtex } from './cite/bibtex.ts';
import { cslItem } from './cite/csl.ts';
import { citeKeys, type Entry, entryOf } from './cite/entry.ts';
import { ris } from './cite/ris.ts';
import { historyOf } from './desk-queries.ts';
import { deskRoutes } from './desk-routes.tsx';
import { facets } from './facets.ts';
import { readFilters } from './filters.ts';
import { changes, couldBeRead, inward } from './history.ts';
import { PublicHistoryPage } from './pages/history.tsx';
import { LibraryPage } from './pages/list.tsx';
import { WorkShowPage } from './pages/show.tsx';
import { listWorks, type WorkLine } from './queries.ts';
import { nameOf, readPreviewRef, type Version, versionFor, type Work } from './work.ts';
import { findForPreview, findWork, findWorkById, movedTo, type WorkPage } from './work-queries.ts';

type C = Context<Env>;
type Shown = WorkPage & { stored: Map<string, StoredFile> };
const withFiles = async (ctx: Ctx, shown: WorkPage): Promise<Shown> => ({
  ...shown,
  stored: await storedFiles(
    ctx,
    shown.files.map((file) => file.fileId),
  ),
});
/** How many works one export holds; a larger library is taken in parts, by its filters. */
const mostExported = 2_000;

/** The public side of the library: list, works, citations, feeds, permanent addresses. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/library', async (c) => {
    const { filters, sort, after } = readFilters((name) => c.req.query(name));
    const shown = await read(c, async (ctx) => {
      const { works, next } = await listWorks(ctx, filters, { sort, after });
      const counts = await facets(ctx, filters);
      const places = await listPlaces(ctx, { ids: [...counts.country.keys()] });
      const labels = new Map([...(await listIssues(ctx)), ...places].map((term) => [term.id, term.label]));
      return { works, next, facets: counts, labels };
    });
    return publicPage(c, deps, <LibraryPage v={view(c, deps)} {...shown} filters={filters} sort={sort} />, 60);
  });

  for (const [path, format] of [
    ['/library.bib', 'bib'],
    ['/library.ris', 'ris'],
    ['/library.csl.json', 'csl.json'],
    ['/library.csv', 'csv'],
  ] as const) {
    app.get(path, async (c) => {
      const { filters, sort } = readFilters((name) => c.req.query(name));
      const { works } = await read(c, (ctx) => listWorks(ctx, filters, { sort, limit: mostExported }));
      const v = view(c, deps);
      const entries = works.map((work) => cited(v, work, work.version));
      return download(c, format, 'library', format === 'csv' ? csvOf(works, entries) : written(format, entries));
    });
  }

  app.get('/library.atom', async (c) => {
    const items = await feedItems(c);
    return sendOpen(c, atomFeed(channelOf(c, 'atom'), items), 'application/atom+xml; charset=utf-8');
  });
  app.get('/library.json', async (c) => {
    const items = await feedItems(c);
    return sendOpen(
      c,
      JSON.stringify(jsonFeed(channelOf(c, 'jsonFeed'), items)),
      'application/feed+json; charset=utf-8',
    );
  });

  app.get('/library/id/:id', async (c) => {
    const { work } = found(await read(c, (ctx) => findWorkById(ctx, idOf(c, 'id'))));
    return c.redirect(urls.library.show(view(c, deps).at, work.slug), 302);
  });

  app.get('/library/preview/:ref', async (c) => {
    const id = found(readPreviewRef(deps.secret, c.var.network.id, c.req.param('ref')));
    const shown = { ...found(await read(c, (ctx) => findForPreview(ctx, id))), stored: new Map() };
    const v = view(c, deps);
    if (shown.work.publishAt! <= c.var.now) return c.redirect(urls.library.show(v.at, shown.work.slug), 303);
    return page(c, pageNode(v, shown, undefined, shown.work.publishAt!));
  });

  /** The work at an address; one that was renamed leads on. */
  async function workAt(c: C): Promise<{ shown: Shown } | { moved: string }> {
    const slug = c.req.param('slug')!;
    return read(c, async (ctx) => {
      const shown = await findWork(ctx, slug);
      return shown ? { shown: await withFiles(ctx, shown) } : { moved: found(await movedTo(ctx, slug)) };
    });
  }

  app.get('/library/:slug', async (c) => {
    const result = await workAt(c);
    const v = view(c, deps);
    if ('moved' in result) return c.redirect(urls.library.show(v.at, result.moved), 301);
    return publicPage(c, deps, pageNode(v, result.shown), 60);
  });

  app.get('/library/:slug/history', async (c) => {
    const result = await workAt(c);
    const v = view(c, deps);
    if ('moved' in result) return c.redirect(urls.library.history(v.at, result.moved), 301);
    const { work, versions } = result.shown;
    const past = {
      belongs: belongs(c.var.actor),
      coordinates: mayKeepLibrary(c.var.actor),
      group: work.access === 'group' ? work.groupId : null,
      now: c.var.now,
    };
    const told = couldBeRead(await read(c, (ctx) => historyOf(ctx, work.id)), past);
    const revisions = told.map(({ revision, at, state }) => ({
      revision,
      at,
      state: Object.fromEntries(Object.entries(state).filter(([field]) => !inward.includes(field))),
    }));
    const steps = revisions.slice(0, -1).map((after, index) => ({
      at: after.at,
      changes: changes(revisions[index + 1]!.state, after.state),
    }));
    const { title, machine } = versionFor(versions, v.locale, v.network.locales)!;
    const shownSteps = steps.filter((step) => step.changes.length > 0);
    return page(c, <PublicHistoryPage v={v} slug={work.slug} title={title} machine={machine} steps={shownSteps} />);
  });

  for (const format of ['csl.json', 'bib', 'ris'] as const) {
    app.get(`/library/:slug/cite.${format}`, async (c) => {
      const result = await workAt(c);
      const v = view(c, deps);
      if ('moved' in result) return c.redirect(urls.library.cite(v.at, result.moved, format), 301);
      const { work, versions } = result.shown;
      const language = c.req.query('language') ?? v.locale;
      const version = found(versionFor(versions, language, v.network.locales));
      const entry = cited(v, work, version);
      return download(c, format, work.slug, written(format, [entry]));
    });
  }

  app.get('/library/:slug/:language', async (c) => {
    const result = await workAt(c);
    const v = view(c, deps);
    const language = c.req.param('language');
    if ('moved' in result) return c.redirect(urls.library.version(v.at, result.moved, language), 301);
    const version = found(result.shown.versions.find((one) => one.locale === language));
    // A language of the network's pages has a page of its own already.
    if (v.network.locales.includes(language))
      return c.redirect(urls.library.show({ ...v.at, locale: language }, result.shown.work.slug), 302);
    return publicPage(c, deps, pageNode(v, result.shown, version), 60);
  });

  deskRoutes(app, deps);

  function pageNode(v: View, shown: Shown, chosen?: Version, embargo?: Date) {
    const version = found(chosen ?? versionFor(shown.versions, v.locale, v.network.locales));
    const { work, publisher } = shown;
    return (
      <WorkShowPage
        v={v}
        page={shown}
        version={version}
        entry={cited(v, work, version)}
        publisher={
          publisher ? { name: publisher.name, href: urls.organisations.show(v.at, publisher.slug) } : undefined
        }
        stored={shown.stored}
        embargo={embargo}
      />
    );
  }

  async function feedItems(c: C): Promise<(FeedItem & { slug: string; body: string })[]> {
    const v = view(c, deps);
    // A feed is the same for everybody: it holds what everybody may read, whoever fetches it.
    const { works } = await readNetwork(deps.db, c.var.network.id, (trx) =>
      listWorks({ ...ctxOf(c, trx), actor: { kind: 'public' } }, {}, { sort: 'added' }),
    );
    return works.map((work) => ({
      id: work.id,
      slug: work.slug,
      locale: work.version.locale,
      title: work.version.title,
      summary: v.t('library.feed.summary', { kind: v.t(`library.kind.${work.kind}`), text: work.version.abstract }),
      body: work.version.abstract,
      publishAt: work.publishAt!,
      authors: work.creators.map(nameOf),
      machine: isMachineMade(work.version.machine, ['title', 'abstract']),
    }));
  }

  function channelOf(c: C, which: 'atom' | 'jsonFeed'): Channel<FeedItem & { slug: string; body: string }> {
    const v = view(c, deps);
    const origin = publicOrigin(deps, c.var.network);
    return {
      title: v.t('library.feed.title', { network: v.text(v.network.name) }),
      locale: v.locale,
      home: origin + urls.library.list(v.at),
      self: origin + urls.library[which](v.at),
      address: (item) => origin + urls.library.show(v.at, item.slug),
      machineMade: v.t('ui.machine'),
      html: (item) => (<Markdown text={item.body} />).toString(),
    };
  }
}

/** A work as it is cited; of a language that a machine translated and nobody has reviewed, every format says so. */
const cited = (v: View, work: Work, version: Omit<Version, 'body'>): Entry =>
  entryOf(
    work,
    version,
    v.origin + urls.library.byId(v.at, work.id),
    version.machine.length > 0 ? v.t('ui.machine') : undefined,
  );

const formats = {
  bib: { type: 'application/x-bibtex; charset=utf-8' },
  ris: { type: 'application/x-research-info-systems; charset=utf-8' },
  'csl.json': { type: 'application/vnd.citationstyles.csl+json; charset=utf-8' },
  csv: { type: 'text/csv; charset=utf-8' },
} as const;

function written(format: 'csl.json' | 'bib' | 'ris', entries: Entry[]): string {
  if (format === 'bib') return bibtex(entries);
  if (format === 'ris') return ris(entries);
  const keys = citeKeys(entries);
  return JSON.stringify(
    entries.map((entry, index) => cslItem(entry, keys[index]!)),
    null,
    2,
  );
}

/** The list as a table: one line per work, with the language shown and the others named. */
const csvOf = (works: WorkLine[], entries: Entry[]): string =>
  csvStart +
  csvLine([
    'id',
    'kind',
    'title',
    'creators',
    'date',
    'publisher',
    'language',
    'languages',
    'licence',
    'abstract',
    'address',
    'machine_translated',
  ]) +
  works
    .map((work, index) =>
      csvLine([
        work.id,
        work.kind,
        entries[index]!.title,
        work.creators.map(nameOf).join('|'),
        work.dated,
        work.publisher,
        work.version.locale,
        work.locales.join('|'),
        work.licence,
        work.version.abstract,
        entries[index]!.url,
        work.version.machine.length > 0 ? 'yes' : '',
      ]),
    )
    .join('');

function download(c: C, format: keyof typeof formats, name: string, body: string): Response {
  c.header('content-type', formats[format].type);
  c.header('content-disposition', dispositionOf(`${name}.${format === 'csl.json' ? 'json' : format}`));
  c.header('cache-control', 'private, no-store');
  c.header('x-content-type-options', 'nosniff');
  // What everybody may read, any site's scripts may read too.
  if (c.var.actor.kind === 'public') c.header('access-control-allow-origin', '*');
  return c.body(body);
}
