import type { Hono } from 'hono';
import { type Deps, type Env, found, handlersOf, Problem, publicPage, view } from '../../platform/http/index.ts';
import { uuid } from '../desk/index.ts';
import { deskRoutes } from './desk-routes.tsx';
import { keepingRoutes } from './keeping-routes.tsx';
import { ownRoutes } from './own-routes.tsx';
import { StoriesPage, StoryPage } from './pages/public.tsx';
import { findStory, listStories } from './shown.ts';

/** The stories that everybody reads, each woman's own page, and the desk. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/stories', async (c) => {
    const before = c.req.query('before');
    if (before !== undefined && !uuid.test(before)) throw new Problem('not-found');
    const { stories, next } = await read(c, (ctx) => listStories(ctx, before));
    const node = <StoriesPage v={view(c, deps)} stories={stories} next={next} />;
    return publicPage(c, deps, node, 60);
  });

  ownRoutes(app, deps);

  app.get('/stories/:slug', async (c) => {
    const story = found(await read(c, (ctx) => findStory(ctx, c.req.param('slug'))));
    return publicPage(c, deps, <StoryPage v={view(c, deps)} story={story} />, 60);
  });

  deskRoutes(app, deps);
  keepingRoutes(app, deps);
}
