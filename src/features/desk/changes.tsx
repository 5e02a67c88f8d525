import type { Context, Hono } from 'hono';
import { record } from '../../platform/audit/index.ts';
import { readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  dayOf,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { changedSeats, dropSeat, followSeats, releaseSeat } from '../deliveries/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { ChangesPage } from './pages/changes.tsx';
import { postName } from './pages/parts.tsx';
import { findForDesk, onChangeOf, setOnChange } from './queries.ts';
import { deskUrls } from './urls.ts';

type C = Context<Env>;

/** What becomes of letters whose seat changed hands, under /desk/campaigns/:id/changes. */
export function changeRoutes(app: Hono<Env>, deps: Deps): void {
  const representatives = representativesOf(deps.db);
  const { write } = handlersOf(deps);
  const after = (c: C, key: string, values?: Record<string, string | number>) => {
    setFlash(c, deps, { key, values });
    return c.redirect(deskUrls.changes(view(c, deps).at, idOf(c, 'id')), 303);
  };

  app.get('/desk/campaigns/:id/changes', async (c) => {
    const v = view(c, deps);
    const lookup = await representatives.of(v.network);
    const { campaign, onChange, seats } = await readNetwork(deps.db, v.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      const [onChange, seats] = await Promise.all([onChangeOf(ctx, campaign.id), changedSeats(ctx, campaign.id)]);
      return { campaign, onChange, seats };
    });
    const day = dayOf(v.now, v.network.timeZone);
    const lines = seats.map((seat) => {
      const roleId = lookup.post(seat.postId)?.roleId ?? '';
      const [serving] = lookup.serving([seat.postId], [roleId], day);
      return {
        ...seat,
        name: serving ? postName(v, serving.label, serving.division?.name ?? null) : seat.postId,
        holder: serving?.official?.name ?? null,
        asOf: serving?.asOf ?? null,
      };
    });
    return page(c, <ChangesPage v={v} campaign={campaign} onChange={onChange} lines={lines} />);
  });

  app.post('/desk/campaigns/:id/changes/forwarding', async (c) => {
    const post = (await readForm(c)).get('post');
    const lookup = await representatives.of(c.var.network);
    const done = await write(c, async (ctx) => {
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      return releaseSeat(ctx, lookup, campaign.id, post);
    });
    return done === 'vacant'
      ? after(c, 'desk.flash.changes.vacant')
      : after(c, 'desk.flash.changes.sent', { count: done });
  });

  app.post('/desk/campaigns/:id/changes/removal', async (c) => {
    const post = (await readForm(c)).get('post');
    const count = await write(c, async (ctx) => dropSeat(ctx, found(await findForDesk(ctx, idOf(c, 'id'))).id, post));
    return after(c, 'desk.flash.changes.dropped', { count });
  });

  app.post('/desk/campaigns/:id/changes/setting', async (c) => {
    const onChange = (await readForm(c)).get('on_change') === 'forward' ? 'forward' : 'hold';
    const lookup = await representatives.of(c.var.network);
    await write(c, async (ctx) => {
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      await setOnChange(ctx, campaign.id, onChange);
      await record(ctx, { verb: 'edited', noun: 'campaign', id: campaign.id, detail: { on_change: onChange } });
      if (onChange === 'forward') await followSeats(ctx, lookup);
    });
    return after(c, 'desk.flash.saved');
  });
}
