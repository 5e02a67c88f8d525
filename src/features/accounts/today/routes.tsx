import type { Hono } from 'hono';
import { readNetwork } from '../../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, page, view } from '../../../platform/http/index.ts';
import type { DashboardItem } from '../../../platform/registry/index.ts';
import { urls } from '../../../urls.ts';
import { seesDesk, seesToday } from '../access.ts';
import { NoRolePage, TodayPage } from './page.tsx';
import { weekFigures } from './queries.ts';

const weekMs = 7 * 24 * 3_600_000;

export function todayRoutes(app: Hono<Env>, deps: Deps): void {
  app.get('/today', async (c) => {
    const v = view(c, deps);
    if (c.var.actor.kind !== 'account') return c.redirect(urls.accounts.signIn(v.at, urls.accounts.today(v.at)), 303);
    if (c.var.actor.waiting && c.var.actor.roles.length === 0)
      return c.redirect(urls.accounts.factors(v.at, urls.accounts.today(v.at)), 303);
    if (!seesToday(c.var.actor)) return page(c, <NoRolePage v={v} />);
    const { items, week } = await readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const items: DashboardItem[] = [];
      // One after the other: they share one connection.
      for (const feature of deps.features) items.push(...((await feature.dashboard?.(ctx, c.var.t)) ?? []));
      const from = new Date(c.var.now.getTime() - weekMs);
      return { items, week: seesDesk(c.var.actor) ? await weekFigures(trx, c.var.network.id, from) : undefined };
    });
    const { actor } = c.var;
    const doors = deps.features.flatMap((feature) => feature.workDoors?.(v.at, actor, c.var.t) ?? []);
    return page(c, <TodayPage v={v} items={items} week={week} desk={seesDesk(actor)} doors={doors} />);
  });
}
