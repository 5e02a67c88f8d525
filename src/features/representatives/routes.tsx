import type { Hono } from 'hono';
import {
  type Deps,
  type Env,
  found,
  mayLocate,
  page,
  publicPage,
  readForm,
  type View,
  view,
} from '../../platform/http/index.ts';
import { emptyForm } from '../../ui/index.ts';
import { findableRoles, visibleCountries, visibleRoles } from './access.ts';
import { deskRoutes } from './desk.tsx';
import { type CarriedFinding, decodeFinding } from './finding.ts';
import { dayOf, representativesOf } from './lookup/store.ts';
import { mapRoutes } from './map/routes.tsx';
import { CommitteesPage } from './pages/committees.tsx';
import { FindPage, type Found } from './pages/find.tsx';
import { RolePage } from './pages/role.tsx';
import { searchOf } from './search.ts';
import { streetRoutes } from './street/routes.tsx';

/** Registers the public pages of decision-makers. */
export function routes(app: Hono<Env>, deps: Deps): void {
  deskRoutes(app, deps);
  mapRoutes(app, deps);
  streetRoutes(app, deps);
  const search = searchOf(deps);
  const store = representativesOf(deps.db);

  app.get('/representatives', async (c) => {
    mayLocate(c);
    const v = view(c, deps);
    const lookup = await store.of(c.var.network);
    const shown = {
      v,
      countries: visibleCountries(v.network, lookup.postalCountries),
      roles: findableRoles(v.network, lookup.roles),
      committees: visibleRoles(v.network, lookup.roles).some((role) => role.body.committee),
      street: Boolean(deps.config.geocoderUrl),
    };
    const carried = decodeFinding(new URL(c.req.url).searchParams);
    const state = emptyForm({ country: v.network.country ?? '' });
    if (carried.states.length === 0)
      return publicPage(c, deps, <FindPage {...shown} state={state} found={undefined} />);
    // What was found is hers: not kept by any cache, not listed by any search engine.
    return page(c, <FindPage {...shown} state={state} found={await foundOf(v, carried)} />);
  });

  app.post('/representatives/search', async (c) => {
    search.count(c.var.address, c.var.now);
    const v = view(c, deps);
    const sent = await readForm(c);
    const lookup = await store.of(c.var.network);
    const { values, parsed } = search.read(v.network, lookup, sent);
    if (!parsed.ok) {
      mayLocate(c);
      return page(
        c,
        <FindPage
          v={v}
          countries={visibleCountries(v.network, lookup.postalCountries)}
          roles={findableRoles(v.network, lookup.roles)}
          committees={visibleRoles(v.network, lookup.roles).some((role) => role.body.committee)}
          street={Boolean(deps.config.geocoderUrl)}
          state={{ values, errors: parsed.errors }}
          found={undefined}
        />,
        422,
      );
    }
    return c.redirect(await search.find(v.network, lookup, v.locale, parsed.data, v.now), 303);
  });

  app.get('/representatives/committees', async (c) => {
    const v = view(c, deps);
    const lookup = await store.of(c.var.network);
    const roles = visibleRoles(v.network, lookup.roles).filter((role) => role.body.committee);
    const committees = [...Map.groupBy(roles, (role) => role.body.id).values()].map((roles) => ({
      body: roles[0]!.body,
      roles: roles.map((role) => ({ role, serving: lookup.list(role.id, dayOf(v.now), 'name').length })),
    }));
    return publicPage(c, deps, <CommitteesPage v={v} committees={committees} />, 60);
  });

  app.get('/representatives/roles/:role', async (c) => {
    const v = view(c, deps);
    const lookup = await store.of(c.var.network);
    const role = found(visibleRoles(v.network, lookup.roles).find((each) => each.id === c.req.param('role')));
    const by = c.req.query('by') === 'name' ? 'name' : 'district';
    const list = lookup.list(role.id, dayOf(v.now), by);
    return publicPage(c, deps, <RolePage v={v} role={role} by={by} list={list} />, 60, ['by=name', 'by=district']);
  });

  /** The districts of a link with who serves there now, role by role; what no longer exists is left out. */
  async function foundOf(v: View, carried: CarriedFinding): Promise<Found[]> {
    const lookup = await store.of(v.network);
    const roles = visibleRoles(v.network, lookup.roles);
    const all: Found[] = [];
    for (const { roleId, state } of carried.states) {
      const role = roles.find((each) => each.id === roleId);
      if (!role) continue;
      const asked = { roleIds: [roleId], on: v.now };
      const serving = lookup.serving(carried.divisionIds, [roleId], dayOf(v.now));
      const [lines] = await store.lookup({ by: 'division', ids: carried.divisionIds }, asked);
      // A link made before the lines ended, or by hand: the state is what it is today.
      const ended = state === 'lines-ended' || lines?.state === 'lines-ended';
      const shown = ended ? [] : serving.filter((each) => each.state !== 'lines-ended');
      const now = ended
        ? 'lines-ended'
        : shown.length === 0
          ? 'unknown'
          : new Set(shown.map((each) => each.division?.id)).size > 1 && state === 'found'
            ? 'several'
            : state;
      all.push({ role, state: now, serving: shown, source: lines?.source ?? null, asOf: lines?.asOf ?? null });
    }
    return all;
  }
}
