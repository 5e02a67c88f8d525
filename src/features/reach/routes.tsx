import type { Context, Hono } from 'hono';
import { sha256 } from '../../platform/crypto/ids.ts';
import { drawWorld } from '../../platform/geo/world.ts';
import { type Deps, type Env, handlersOf, publicPage, sendText, view } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';
import { type Viewer, viewerOf } from '../directory/index.ts';
import { MapPage } from './pages/map.tsx';
import { mapPicture } from './picture.ts';
import { radius, reachOf } from './queries.ts';

/** The reach map. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  async function mapFor(c: Context<Env>, actor: Actor) {
    const viewer = viewerOf(actor) as Exclude<Viewer, 'herself'>;
    const reach = await read(c, (ctx) => reachOf({ ...ctx, actor }, viewer));
    const drawn = await drawWorld(
      reach.countries.map((line) => line.place.id),
      c.var.network.country?.toLowerCase(),
    );
    return { reach, drawn, viewer };
  }

  app.get('/map', async (c) =>
    publicPage(c, deps, <MapPage v={view(c, deps)} {...(await mapFor(c, c.var.actor))} />, 60),
  );

  // Whoever asks, it is everybody's view: a picture is kept by browsers and passed on.
  app.get('/map.svg', async (c) => {
    const { reach, drawn } = await mapFor(c, { kind: 'public' });
    const marks = new Map(reach.countries.map((line) => [line.place.id, radius(line)]));
    const picture = mapPicture(drawn, c.var.network.accent, marks);
    const etag = `"${sha256(Buffer.from(picture)).toString('base64url').slice(0, 22)}"`;
    c.header('etag', etag);
    c.header('cache-control', 'public, max-age=300');
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    return sendText(c, picture, 'image/svg+xml');
  });
}
