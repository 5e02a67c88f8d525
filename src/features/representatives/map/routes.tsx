import type { Hono } from 'hono';
import { addressKey, limiter } from '../../../platform/abuse/index.ts';
import { inNoNetwork } from '../../../platform/db/index.ts';
import { checkGeometry } from '../../../platform/geo/index.ts';
import { type Deps, type Env, found, isSlug, page, view } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { findableRoles, today } from '../access.ts';
import { decodeFinding, encodeFinding } from '../finding.ts';
import { representativesOf } from '../lookup/store.ts';
import { readAreas } from '../queries.ts';
import { MapPage } from './page.tsx';
import { drawDistricts } from './shapes.ts';

/** Drawing reads shapes from the database: as often as a person looks, not as often as a machine can ask. */
const mapsByAddress = { points: 240, seconds: 60 };
/** More districts than this are no map to point at. */
const mostDrawn = 24;

/** The map by which somebody says in which of several districts she lives. */
export function mapRoutes(app: Hono<Env>, deps: Deps): void {
  const store = representativesOf(deps.db);
  const maps = limiter('district-maps', mapsByAddress);

  app.get('/representatives/map', async (c) => {
    await maps.consume(addressKey(c.var.address));
    const v = view(c, deps);
    const params = new URL(c.req.url).searchParams;
    const lookup = await store.of(v.network);
    const role = found(findableRoles(v.network, lookup.roles).find((each) => each.id === params.get('role')));
    const carried = decodeFinding(params);
    const day = today(c);
    const [finding] = lookup.lookup({ by: 'division', ids: carried.divisionIds }, [role.id], day);
    const divisions = (finding?.divisions ?? []).slice(0, mostDrawn);
    found(divisions[0]);
    const asked = params.get('campaign');
    const campaign = asked !== null && isSlug(asked) ? asked : undefined;
    const own = new Set(divisions.map((each) => each.id));
    const choices = divisions.map((division) => {
      // The other bodies stay as they were found; of this one she has said which.
      const query = encodeFinding(
        carried.states.map((each) => ({
          roleId: each.roleId,
          state: each.roleId === role.id ? ('found' as const) : each.state,
          divisions: [],
          source: null,
          asOf: null,
        })),
      );
      for (const id of carried.divisionIds) if (!own.has(id)) query.append('division', id);
      query.append('division', division.id);
      // Where she came from goes with her to the letter.
      for (const [name, value] of params) if (/^(utm_[a-z]{1,20}|source)$/.test(name)) query.append(name, value);
      const holders = lookup.serving([division.id], [role.id], day).flatMap((each) => each.official?.name ?? []);
      return {
        id: division.id,
        name: v.text(division.name),
        holder: holders.join(', ') || null,
        href: campaign
          ? urls.campaigns.letter(v.at, campaign, query.toString())
          : urls.representatives.find(v.at, query.toString()),
      };
    });
    const sets = lookup.setsOf([role.id], day);
    const rows = await inNoNetwork(deps.db, (trx) => readAreas(trx, sets, [...own]));
    const areas = rows.flatMap((row) => {
      const checked = checkGeometry(row.geometry);
      return checked.ok ? [{ id: row.id, area: checked.area }] : [];
    });
    const street = deps.config.geocoderUrl ? urls.representatives.street(v.at, campaign) : undefined;
    return page(
      c,
      <MapPage
        v={v}
        role={role}
        choices={choices}
        map={areas.length > 0 ? drawDistricts(areas) : undefined}
        street={street}
      />,
    );
  });
}
