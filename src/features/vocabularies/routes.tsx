import type { Hono } from 'hono';
import { type Deps, type Env, found, handlersOf, publicPage, view } from '../../platform/http/index.ts';
import { IssuePage, IssuesPage } from './pages/issues.tsx';
import { PlacePage, PlacesPage } from './pages/places.tsx';
import { pointingTo } from './pointing.ts';
import { listIssues, listPlaces, placeAndAbove } from './queries.ts';

/** A page of the lists changes rarely; an edit of the network empties the cache anyway. */
const keptSeconds = 60;

/** The public pages of issues and places: what each is, what lies around it, and all that points to it. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/issues', async (c) => {
    const issues = await read(c, listIssues);
    return publicPage(c, deps, <IssuesPage v={view(c, deps)} issues={issues} />, keptSeconds);
  });

  app.get('/issues/:id', async (c) => {
    const { issues, issue, references } = await read(c, async (ctx) => {
      const issues = await listIssues(ctx);
      const issue = found(issues.find((one) => one.id === c.req.param('id')));
      return { issues, issue, references: await pointingTo(deps, ctx, { kind: 'issue', id: issue.id }, c.req.query()) };
    });
    return publicPage(
      c,
      deps,
      <IssuePage v={view(c, deps)} issue={issue} issues={issues} references={references} />,
      keptSeconds,
    );
  });

  app.get('/places', async (c) => {
    const places = await read(c, (ctx) => listPlaces(ctx));
    return publicPage(c, deps, <PlacesPage v={view(c, deps)} places={places} />, keptSeconds);
  });

  app.get('/places/:id', async (c) => {
    const { line, below, references } = await read(c, async (ctx) => {
      const line = await placeAndAbove(ctx, c.req.param('id'));
      const place = found(line.at(-1));
      return {
        line,
        below: await listPlaces(ctx, { parent: place.id }),
        references: await pointingTo(deps, ctx, { kind: 'place', id: place.id }, c.req.query()),
      };
    });
    return publicPage(
      c,
      deps,
      <PlacePage v={view(c, deps)} line={line} below={below} references={references} />,
      keptSeconds,
    );
  });
}
