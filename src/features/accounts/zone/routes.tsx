import type { Hono } from 'hono';
import { requireAccount } from '../../../platform/access/index.ts';
import { isZone } from '../../../platform/calendar/index.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, page, readForm, setFlash, view } from '../../../platform/http/index.ts';
import { emptyForm } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { ZonePage } from './page.tsx';
import { chosenZone, setZone } from './zone.ts';

/** The clocks on which she reads times. */
export function zoneRoutes(app: Hono<Env>, deps: Deps): void {
  app.get('/account/time-zone', async (c) => {
    const actor = requireAccount(c);
    const zone = await readNetwork(deps.db, c.var.network.id, (trx) => chosenZone(ctxOf(c, trx), actor.id));
    return page(c, <ZonePage v={view(c, deps)} state={emptyForm({ zone: zone ?? '' })} />);
  });

  app.post('/account/time-zone', async (c) => {
    const actor = requireAccount(c);
    const zone = (await readForm(c)).get('zone').trim();
    const v = view(c, deps);
    if (zone !== '' && !isZone(zone)) {
      const errors = { zone: { key: 'accounts.zone.unknown' } };
      return page(c, <ZonePage v={v} state={{ values: { zone }, errors }} />, 422);
    }
    await inNetwork(deps.db, c.var.network.id, (trx) => setZone(ctxOf(c, trx), actor.id, zone || null));
    setFlash(c, deps, { key: 'accounts.zone.saved' });
    return c.redirect(urls.accounts.account(v.at), 303);
  });
}
