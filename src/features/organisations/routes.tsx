import type { Context, Hono } from 'hono';
import { type Deps, type Env, found, handlersOf, idOf, publicPage, view } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { tagsOf } from '../spine/index.ts';
import { type Issue, listIssues, listPlaces, pointingTo } from '../vocabularies/index.ts';
import { mayKeepOrganisations, represents } from './access.ts';
import { deskRoutes } from './desk-routes.tsx';
import { hsdsRoutes } from './hsds/routes.tsx';
import { subject } from './organisation.ts';
import { OrganisationsPage } from './pages/list.tsx';
import { ServicePage } from './pages/services.tsx';
import { OrganisationPage } from './pages/show.tsx';
import { shownWomen } from './people.ts';
import { findOrganisation, listOrganisations, movedTo, organisationBySlug } from './queries.ts';
import { findService, locationsOf, placesOfService, servicesOf } from './services.ts';
import { readerOf, shownTo } from './shown.ts';

type C = Context<Env>;

/** The issues that an organisation works on, in the order of the list. */
async function issuesOf(ctx: Ctx, id: string): Promise<Issue[]> {
  const { issues } = await tagsOf(ctx, subject, id);
  return issues.length > 0 ? (await listIssues(ctx)).filter((issue) => issues.includes(issue.id)) : [];
}

/** The public side: the list, an organisation's page, its services. Each shows what this reader may see. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/organisations', async (c) => {
    const { organisations, next } = await read(c, (ctx) => listOrganisations(ctx, c.req.query('after')));
    return publicPage(c, deps, <OrganisationsPage v={view(c, deps)} organisations={organisations} next={next} />, 60);
  });

  /** The organisation at the address, as this reader sees it; `moved`: where it has gone. */
  async function seen(ctx: Ctx, slug: string) {
    const stored = await organisationBySlug(ctx, slug);
    if (!stored) return { moved: await movedTo(ctx, slug) };
    const answers = await represents(ctx, stored.id);
    const viewer = readerOf(ctx.actor, answers);
    if (stored.mergedInto) {
      const kept = await findOrganisation(ctx, stored.mergedInto);
      return { moved: kept && shownTo(kept, readerOf(ctx.actor))?.slug };
    }
    return { viewer, answers, organisation: found(shownTo(stored, viewer)) };
  }

  hsdsRoutes(app, deps);

  app.get('/organisations/:slug', async (c) => {
    const shown = await read(c, async (ctx) => {
      const { moved, organisation, viewer, answers } = await seen(ctx, c.req.param('slug'));
      if (!organisation || !viewer) return { moved };
      const where = [organisation.country, organisation.place].filter((id) => id !== null && id !== undefined);
      const [issues, places, services, women, references] = await Promise.all([
        organisation.issues ? issuesOf(ctx, organisation.id) : [],
        where.length > 0 ? listPlaces(ctx, { ids: where }) : [],
        organisation.services ? servicesOf(ctx, organisation.id, false) : [],
        organisation.people ? shownWomen(ctx, organisation.id, viewer) : [],
        pointingTo(deps, ctx, { kind: 'organisation', id: organisation.id }, c.req.query()),
      ]);
      return {
        organisation,
        places: where.flatMap((id) => places.filter((place) => place.id === id)),
        issues,
        services,
        women,
        references,
        editor: answers || mayKeepOrganisations(ctx.actor),
      };
    });
    const v = view(c, deps);
    if (!shown.organisation) return away(c, shown.moved);
    return publicPage(c, deps, <OrganisationPage v={v} {...shown} />, 60);
  });

  app.get('/organisations/:slug/services/:service', async (c) => {
    const shown = await read(c, async (ctx) => {
      const { moved, organisation } = await seen(ctx, c.req.param('slug'));
      if (!organisation) return { moved };
      const service = found(organisation.services && (await findService(ctx, organisation.id, idOf(c, 'service'))));
      const locations = placesOfService(service, await locationsOf(ctx, organisation.id));
      return { organisation, service, locations, contacts: organisation.contacts === true };
    });
    if (!shown.organisation) return away(c, shown.moved);
    return publicPage(c, deps, <ServicePage v={view(c, deps)} {...shown} />, 60);
  });

  const away = (c: C, slug: string | undefined): Response =>
    c.redirect(urls.organisations.show(view(c, deps).at, found(slug)), 301);

  deskRoutes(app, deps);
}
