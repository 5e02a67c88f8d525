import type { Hono } from 'hono';
import { readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, page, view } from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import { requireKeeper, today, visibleRoles } from './access.ts';
import { representativesOf } from './lookup/store.ts';
import { OfficialsDeskPage } from './pages/desk.tsx';
import { freshness, type Known } from './pages/known.ts';
import { openReports } from './reports/queries.ts';
import { reportRoutes } from './reports/routes.tsx';
import { listUploads, ownLists } from './upload/queries.ts';
import { uploadRoutes } from './upload/routes.tsx';

/** The coordinators' side of decision-makers, under /desk/officials. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const store = representativesOf(deps.db);
  // What a network keeps itself is read again after every change of it, in this process and, by NOTIFY, in the others.
  deps.edits.on((network) => store.forget(network));

  app.use('/desk/officials', async (c, next) => {
    requireKeeper(c);
    await next();
  });
  app.use('/desk/officials/*', async (c, next) => {
    requireKeeper(c);
    await next();
  });

  app.get('/desk/officials', async (c) => {
    const v = view(c, deps);
    const lookup = await store.of(v.network);
    const day = today(c);
    const { lists, uploads, waiting } = await readNetwork(deps.db, v.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      return { lists: await ownLists(ctx), uploads: await listUploads(ctx), waiting: await openReports(ctx) };
    });
    const own = new Set(lists.map((list) => list.roleId));
    const known = visibleRoles(v.network, lookup.roles)
      .filter((role) => !role.body.committee && !own.has(role.id))
      .map(
        (role): Known => ({
          name: `${v.text(role.name)}, ${v.text(role.body.name)}`,
          href: urls.representatives.role(v.at, role.id),
          ...freshness(lookup, role, day),
        }),
      );
    const doors = [
      {
        href: urls.representatives.newList(v.at),
        label: v.t('representatives.upload.title'),
        hint: v.t('representatives.upload.door'),
      },
      {
        href: urls.representatives.queue(v.at),
        label: v.t('representatives.reports.title'),
        hint: v.t('representatives.reports.door', { count: waiting.count }),
      },
    ];
    return page(c, <OfficialsDeskPage v={v} doors={doors} lists={lists} uploads={uploads} known={known} />);
  });

  uploadRoutes(app, deps);
  reportRoutes(app, deps);
}
