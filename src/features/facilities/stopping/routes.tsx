import type { Context, Hono } from 'hono';
import { requireRole } from '../../../platform/access/index.ts';
import { type Deps, type Env, handlersOf, idOf, page, parse, readForm, view } from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { findForStop, stopForm, stopReleases } from './commands.ts';
import { StopPage } from './page.tsx';

type C = Context<Env>;

/** The urgent withdrawal of another organisation's facility, for coordinators. */
export function stoppingRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  async function stopPage(c: C, wrong?: FormState): Promise<Response> {
    const facility = await read(c, (ctx) => findForStop(ctx, idOf(c, 'id')));
    return page(c, <StopPage v={view(c, deps)} facility={facility} state={wrong ?? emptyForm()} />, wrong ? 422 : 200);
  }

  app.get('/facilities/:id/urgent-withdrawal', (c) => {
    requireRole(c, 'coordinator');
    return stopPage(c);
  });

  app.post('/facilities/:id/urgent-withdrawal', async (c) => {
    requireRole(c, 'coordinator');
    const sent = await readForm(c);
    const values = { reason: sent.get('reason'), note: sent.get('note').replaceAll('\0', '').trim() };
    const parsed = parse(stopForm, values);
    if (!parsed.ok) return stopPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => stopReleases(ctx, idOf(c, 'id'), parsed.data));
    // Its own page is not hers to see any more.
    return after(c, urls.facilities.list(view(c, deps).at), 'facilities.flash.stopped');
  });
}
