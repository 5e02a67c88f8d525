import type { Hono } from 'hono';
import { record } from '../../../platform/audit/index.ts';
import { type Deps, type Env, found, handlersOf, idOf, page, view } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { requireOwn } from '../access.ts';
import { agreementsInForce, noteConsents } from '../agreements/queries.ts';
import { standingMembership } from '../queries.ts';
import { renew } from '../renewal/commands.ts';
import { OwnPage } from './pages.tsx';
import { ownMembership } from './queries.ts';

/** Her own membership. */
export function ownRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/membership', async (c) => {
    const { id } = requireOwn(c);
    return page(c, <OwnPage v={view(c, deps)} {...(await read(c, (ctx) => ownMembership(ctx, id)))} />);
  });

  app.post('/membership/renewal', async (c) => {
    const { id } = requireOwn(c);
    const done = await write(c, async (ctx) => {
      const own = await standingMembership(ctx, { account: id });
      return own !== undefined && (await renew(ctx, own.id));
    });
    const key = done ? 'members.flash.renewed' : 'members.flash.notRenewed';
    return after(c, urls.members.own(view(c, deps).at), key);
  });

  app.post('/membership/agreements/:version', async (c) => {
    const { id } = requireOwn(c);
    const version = idOf(c, 'version');
    await write(c, async (ctx) => {
      found((await agreementsInForce(ctx)).find((each) => each.id === version));
      await noteConsents(ctx, { account: id }, [version], c.var.locale);
      await record(ctx, { verb: 'agreed', noun: 'agreement', id: version });
    });
    return after(c, urls.members.own(view(c, deps).at), 'members.flash.agreed');
  });
}
