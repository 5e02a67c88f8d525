import type { Context, Hono } from 'hono';
import { readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, publicPage, view } from '../../platform/http/index.ts';
import type { PageName } from './block.ts';
import { deskRoutes } from './desk-routes.tsx';
import { fillingOf } from './fill.ts';
import { firstBlocks } from './first.ts';
import { HomePage } from './pages/home.tsx';
import { ListPage } from './pages/lists.tsx';
import { editionIn } from './queries.ts';

/** The pages that coordinators compose: for everybody, and under /desk/website to work on. */
export function routes(app: Hono<Env>, deps: Deps): void {
  /** What everybody reads at present, with all that it shows to whoever asks. */
  const read = (c: Context<Env>, page: PageName) =>
    readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const blocks = (await editionIn(ctx, page, 'current'))?.blocks ?? firstBlocks(c.var.network, page);
      const shown = blocks.filter((block) => block.on);
      return { blocks: shown, filling: await fillingOf(ctx, page, shown) };
    });

  app.get('/', async (c) => publicPage(c, deps, <HomePage v={view(c, deps)} {...(await read(c, 'home'))} />));
  for (const name of ['learn', 'connect'] as const)
    app.get(`/${name}`, async (c) =>
      publicPage(c, deps, <ListPage v={view(c, deps)} page={name} {...(await read(c, name))} />, 60),
    );
  deskRoutes(app, deps);
}
