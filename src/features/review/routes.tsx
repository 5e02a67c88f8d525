import type { Hono } from 'hono';
import { readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  edit,
  Problem,
  page,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import { acceptActions, releaseActions, setAside } from '../campaigns/index.ts';
import { addresseesOf } from '../deliveries/index.ts';
import { requireDesk, uuid } from '../desk/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { ReviewPage } from './pages/review.tsx';
import { flaggedActions, flaggedCounts, type List, lists, openTrends, settleTrend } from './queries.ts';

/** Signatures that deserve a second look, under /desk/review. */
export function routes(app: Hono<Env>, deps: Deps): void {
  for (const path of ['/desk/review', '/desk/review/*']) {
    app.use(path, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  app.get('/desk/review', async (c) => {
    const after = (c.req.query('after') ?? '').slice(0, 80);
    if (after.includes('\0')) throw new Problem('unreadable');
    const shown = await readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const counts = await flaggedCounts(ctx);
      // Without a choice, the list that wants somebody.
      const list = listOf(c.req.query('show')) ?? (counts.held === 0 && counts.alike > 0 ? 'alike' : 'held');
      const known = list === 'alike' || after === '' || uuid.test(after) ? after : '';
      return { list, counts, trends: await openTrends(ctx), ...(await flaggedActions(ctx, list, known)) };
    });
    return page(c, <ReviewPage v={view(c, deps)} {...shown} next={shown.next} />);
  });

  app.post('/desk/review/decisions', async (c) => {
    const sent = await readForm(c);
    const ids = [...new Set(sent.all('action'))].filter((id) => uuid.test(id)).slice(0, 500);
    const decision = sent.get('decision');
    const list = listOf(sent.get('show'));
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const done = await edit(deps, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      if (ids.length === 0) return 0;
      if (decision === 'release') return releaseActions(ctx, ids);
      if (decision === 'aside') return setAside(ctx, ids);
      if (decision === 'accept')
        return acceptActions(
          ctx,
          ids,
          async (postIds) => new Map(addresseesOf(lookup, postIds, ctx.now).map((one) => [one.postId, one])),
        );
      throw new Problem('unreadable');
    });
    const key = ids.length === 0 ? 'review.flash.none' : `review.flash.${decision}`;
    setFlash(c, deps, { key, values: ids.length === 0 ? undefined : { count: done } });
    return c.redirect(urls.review.list(view(c, deps).at, list), 303);
  });

  app.post('/desk/review/trends/settlement', async (c) => {
    const sent = await readForm(c);
    await edit(deps, c.var.network.id, (trx) => settleTrend(ctxOf(c, trx), sent.get('kind'), sent.get('key')));
    return c.redirect(urls.review.list(view(c, deps).at), 303);
  });
}

const listOf = (name: string | undefined): List | undefined => lists.find((one) => one === name);
