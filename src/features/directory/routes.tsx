import type { Context, Hono } from 'hono';
import { belongs, requireAccount } from '../../platform/access/index.ts';
import { takeAway } from '../../platform/access/leaving.ts';
import { type Deps, type Env, found, handlersOf, idOf, page, publicOrigin, view } from '../../platform/http/index.ts';
import { languageLabel } from '../../platform/i18n/index.ts';
import { paperOf } from '../../platform/pdf/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayFillIn } from './access.ts';
import { personCard } from './card.ts';
import { type Filter, facets, readFilter, readKey } from './filter.ts';
import { governanceRoutes } from './governance/routes.tsx';
import { DirectoryPage, type Labels, termLabel } from './pages/list.tsx';
import { PersonPage } from './pages/person.tsx';
import { setList } from './print.ts';
import { profileRoutes } from './profile-routes.tsx';
import { countFacets, type Entry, findEntries, issuesOf, placeLabels } from './queries.ts';
import { vCard } from './vcard.ts';
import { type Viewer, viewerOf } from './visibility.ts';

type C = Context<Env>;

/** The most lines that go on paper at once. */
const mostOnPaper = 2000;

/** The directory, the page of a woman, her card of addresses, the list on paper. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);
  const reader = (c: C) => viewerOf(c.var.actor) as Exclude<Viewer, 'herself'>;

  app.get('/directory', async (c) => {
    const filter = readFilter((name) => c.req.query(name));
    const after = readKey(c.req.query('after'));
    const shown = await read(c, async (ctx) => {
      const { entries, more } = await findEntries(ctx, reader(c), filter, after);
      const counts = await countFacets(ctx, reader(c), filter);
      return { entries, more, counts, labels: await labelsOf(ctx, filter, entries, [...counts.keys()]) };
    });
    return page(c, <DirectoryPage v={view(c, deps)} filter={filter} {...shown} paper={belongs(c.var.actor)} />);
  });

  app.get('/directory.pdf', async (c) => {
    requireAccount(c);
    found(belongs(c.var.actor) || undefined);
    const filter = readFilter((name) => c.req.query(name));
    const v = view(c, deps);
    // Page by page it can be read at a machine that was left open; all of it at once is not taken away there. The log does not say
    // what she looked for: that may name an organisation, or a way of working, which those who read the log may not know.
    const { entries, more, labels } = await takeAway(c, deps, async (ctx) => {
      const { entries, more } = await findEntries(ctx, reader(c), filter, undefined, mostOnPaper);
      const taken = { entries, more, labels: await labelsOf(ctx, filter, entries, []) };
      return { taken, what: { noun: 'directory', id: ctx.network.id } };
    });
    const sheet = await setList({
      paper: paperOf(c.var.network.country ?? ''),
      title: `${v.text(v.network.name)}${v.t('ui.colon')} ${v.t('directory.title')}`,
      note: [
        v.t('directory.print.note', { date: v.date(v.now) }),
        ...facets
          .filter((facet) => filter[facet])
          .map(
            (facet) =>
              `${v.t(`directory.facet.${facet}`)}${v.t('ui.colon')} ${termLabel(v, facet, filter[facet]!, labels)}`,
          ),
        ...(more ? [v.t('directory.print.cut', { count: mostOnPaper })] : []),
      ].join(' · '),
      head: ['name', 'type', 'country', 'languages'].map((column) => v.t(`directory.print.${column}`)),
      rows: entries.map((entry) => {
        const of = (facet: 'kind' | 'country' | 'language') =>
          entry.facets.filter((one) => one.startsWith(`${facet}:`)).map((one) => one.slice(facet.length + 1));
        const kind = of('kind')[0];
        return [
          entry.name,
          kind ? termLabel(v, 'kind', kind, labels) : v.t(`directory.type.${entry.kind}.one`),
          of('country')
            .map((id) => termLabel(v, 'country', id, labels))
            .join(', '),
          of('language')
            .map((code) => languageLabel(v.locale, code))
            .join(', '),
        ];
      }),
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', `attachment; filename="${c.var.network.slug}-directory.pdf"`);
    return c.body(new Uint8Array(sheet.bytes), 200, { 'content-type': 'application/pdf' });
  });

  app.get('/directory/people/:id', async (c) => {
    const card = found(await read(c, (ctx) => personCard(ctx, idOf(c, 'id'), reader(c))));
    const { actor } = c.var;
    const own = actor.kind === 'account' && actor.id === card.id;
    return page(c, <PersonPage v={view(c, deps)} card={card} own={own} fillIn={!own && mayFillIn(actor)} />);
  });

  app.get('/directory/people/:id/card.vcf', async (c) => {
    const card = found(await read(c, (ctx) => personCard(ctx, idOf(c, 'id'), reader(c))));
    const v = view(c, deps);
    const text = vCard(
      card,
      publicOrigin(deps, v.network) + urls.directory.person(v.at, card.id),
      v.text(v.network.name),
    );
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', 'attachment; filename="card.vcf"');
    return c.body(text, 200, { 'content-type': 'text/vcard; charset=utf-8' });
  });

  profileRoutes(app, deps);
  governanceRoutes(app, deps);
}

/** The words for the terms on a page, in two queries. */
async function labelsOf(ctx: Ctx, filter: Filter, entries: Entry[], terms: string[]): Promise<Labels> {
  const all = new Set([...terms, ...entries.flatMap((entry) => entry.facets)]);
  for (const facet of facets) if (filter[facet]) all.add(`${facet}:${filter[facet]}`);
  const of = (prefix: string) =>
    [...all].filter((term) => term.startsWith(prefix)).map((term) => term.slice(prefix.length));
  return { places: await placeLabels(ctx, of('country:')), issues: await issuesOf(ctx, of('issue:')) };
}
