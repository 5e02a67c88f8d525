import type { Context, Hono } from 'hono';
import { type Deps, type Env, found, handlersOf, page, view } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { renewable } from '../membership.ts';
import { findMembership, today } from '../queries.ts';
import { settingsOf } from '../settings.ts';
import { renew } from './commands.ts';
import { RenewalPage } from './pages.tsx';
import { readRenewalRef } from './ref.ts';

/** Renewing from a reminder, without signing in: a page with a button. */
export function renewalRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const idOfLink = (c: Context<Env>): string =>
    found(readRenewalRef(deps.secret, c.var.network.id, c.req.param('ref') ?? ''));

  app.get('/renewals/:ref', async (c) => {
    const id = idOfLink(c);
    const shown = await read(c, async (ctx) => {
      const membership = found(await findMembership(ctx, id));
      const { graceDays } = await settingsOf(ctx);
      const may = membership.state === 'active' && renewable(membership.renewOn, today(ctx), graceDays);
      return { membership, may };
    });
    return page(c, <RenewalPage v={view(c, deps)} reference={c.req.param('ref')} {...shown} />);
  });

  app.post('/renewals/:ref', async (c) => {
    const id = idOfLink(c);
    const done = await write(c, (ctx) => renew(ctx, id));
    return after(
      c,
      urls.members.renewal(view(c, deps).at, c.req.param('ref')),
      done ? 'members.flash.renewed' : 'members.flash.notRenewed',
    );
  });
}
