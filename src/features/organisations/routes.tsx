import type { Hono } from 'hono';
import { type Deps, type Env, found, handlersOf, publicPage, view } from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import { tagsOf } from '../spine/index.ts';
import { listIssues } from '../vocabularies/index.ts';
import { subject } from './organisation.ts';
import { OrganisationsPage } from './pages/list.tsx';
import { OrganisationPage } from './pages/show.tsx';
import { listOrganisations, movedTo, organisationBySlug } from './queries.ts';

/** The public side: the list, an organisation's page. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/organisations', async (c) => {
    const { organisations, next } = await read(c, (ctx) => listOrganisations(ctx, c.req.query('after')));
    return publicPage(c, deps, <OrganisationsPage v={view(c, deps)} organisations={organisations} next={next} />, 60);
  });

  app.get('/organisations/:slug', async (c) => {
    const slug = c.req.param('slug');
    const seen = await read(c, async (ctx) => {
      const organisation = await organisationBySlug(ctx, slug);
      if (!organisation) return { moved: await movedTo(ctx, slug) };
      const { issues } = await tagsOf(ctx, subject, organisation.id);
      const all = issues.length > 0 ? await listIssues(ctx) : [];
      return { organisation, issues: all.filter((issue) => issues.includes(issue.id)) };
    });
    const v = view(c, deps);
    if (seen.moved) return c.redirect(urls.organisations.show(v.at, seen.moved), 301);
    return publicPage(
      c,
      deps,
      <OrganisationPage v={v} organisation={found(seen.organisation)} issues={seen.issues ?? []} />,
      60,
    );
  });
}
