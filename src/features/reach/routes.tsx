import type { Hono } from 'hono';
import { type Deps, type Env, handlersOf, publicPage, view } from '../../platform/http/index.ts';
import { type Viewer, viewerOf } from '../directory/index.ts';
import { MapPage } from './pages/map.tsx';
import { reachOf } from './queries.ts';
import { drawWorld } from './world.ts';

/** The reach map. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/map', async (c) => {
    const viewer = viewerOf(c.var.actor) as Exclude<Viewer, 'herself'>;
    const reach = await read(c, (ctx) => reachOf(ctx, viewer));
    const within = c.var.network.country?.toLowerCase();
    const drawn = await drawWorld(
      reach.countries.map((line) => line.place.id),
      within,
    );
    return publicPage(c, deps, <MapPage v={view(c, deps)} reach={reach} drawn={drawn} viewer={viewer} />, 60);
  });
}
