import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import { drawNear } from '../../platform/geo/world.ts';
import {
  type Deps,
  dayOf,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  publicOrigin,
  publicPage,
  readForm,
  sendOpen,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { listPlaces, placeAndAbove, pointingTo } from '../vocabularies/index.ts';
import { requireMember } from './access.ts';
import { forPrograms } from './api.ts';
import {
  createFacility,
  releaseFacility,
  removeFacility,
  restoreFacility,
  saveFacility,
  withdrawRelease,
} from './commands.ts';
import { audiences, coarserOf, type Facility, positionFor } from './facility.ts';
import { facilityForm, readFacility, releaseForm } from './forms.ts';
import { importRoutes } from './import/routes.tsx';
import { ownerOf, ownersFor } from './owners.ts';
import { EditFacilityPage } from './pages/edit.tsx';
import { FacilitiesPage } from './pages/list.tsx';
import { MyFacilitiesPage } from './pages/mine.tsx';
import { ReleasePage } from './pages/release.tsx';
import { FacilityPage } from './pages/show.tsx';
import { doublesOf, findFacility, listFacilities } from './queries.ts';
import { stoppingRoutes } from './stopping/routes.tsx';

type C = Context<Env>;
const perAnswer = 100;

/** Facilities for whoever may know them; writing down, releasing and lists for those who keep them. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const today = (c: C) => dayOf(c.var.now, c.var.network.timeZone);
  const signedIn = (c: C) => c.var.actor.kind === 'account';

  app.get('/facilities', async (c) => {
    const filter = { place: c.req.query('place') ?? '', kind: c.req.query('kind') ?? '' };
    const shown = await read(c, async (ctx) => {
      const [{ facilities, next }, [place], countries] = await Promise.all([
        listFacilities(ctx, { ...filter, after: c.req.query('after') }),
        listPlaces(ctx, { ids: [filter.place] }),
        listPlaces(ctx, { kind: 'country' }),
      ]);
      return { facilities, next, place, countries };
    });
    const placed = shown.facilities.flatMap((facility) => {
      const position = positionFor(facility);
      return position ? [{ facility, position }] : [];
    });
    // Those of one country near, those of several on the whole world.
    const [country, ...others] = new Set(placed.map(({ facility }) => facility.countryId));
    const drawn =
      country &&
      (await drawNear(
        others.length === 0 ? country : undefined,
        placed.map(({ position }) => position),
      ));
    const map = drawn ? { ...drawn, facilities: placed.map(({ facility }) => facility) } : undefined;
    return publicPage(
      c,
      deps,
      <FacilitiesPage v={view(c, deps)} {...shown} map={map} filter={filter} keeper={signedIn(c)} />,
      60,
    );
  });

  app.get('/facilities.json', async (c) => {
    const at = view(c, deps).at;
    const origin = publicOrigin(deps, c.var.network);
    const { place, after } = c.req.query();
    // The same for everybody, whoever asks.
    const { facilities, next } = await read(c, (ctx) =>
      listFacilities({ ...ctx, actor: { kind: 'public' } }, { place, after }, perAnswer),
    );
    const query = next && new URLSearchParams({ ...(place && { place }), after: next });
    const answer = {
      facilities: facilities.map((one) => forPrograms(one, (id) => origin + urls.facilities.show(at, id))),
      next: query ? `${origin}${urls.facilities.json(at)}?${query}` : null,
    };
    return sendOpen(c, JSON.stringify(answer), 'application/json; charset=utf-8');
  });

  const ofOne = ['edit', 'release', 'withdrawal', 'removal', 'restoration'].map((verb) => `:id/${verb}`);
  for (const path of ['mine', 'new', 'imports/*', ...ofOne])
    app.use(`/facilities/${path}`, async (c, next) => {
      requireMember(c);
      await next();
    });

  app.get('/facilities/mine', async (c) => {
    const v = view(c, deps);
    const shown = await read(c, async (ctx) => {
      const [{ facilities, next }, doubles, owners] = await Promise.all([
        listFacilities(ctx, { mine: true, after: c.req.query('after') }),
        doublesOf(ctx),
        ownersFor(ctx, v.t),
      ]);
      return { facilities, next, doubles, writes: owners.length > 0 };
    });
    const removed = c.req.query('removed');
    return page(
      c,
      <MyFacilitiesPage
        v={v}
        {...shown}
        removed={removed && /^[0-9a-f-]{36}$/.test(removed) ? removed : undefined}
        today={today(c)}
      />,
    );
  });

  async function createPage(c: C, state: FormState, id = newId()): Promise<Response> {
    const v = view(c, deps);
    const { places, owners } = await read(c, async (ctx) => {
      const [places, owners] = await Promise.all([listPlaces(ctx), ownersFor(ctx, v.t)]);
      return { places, owners };
    });
    // Whoever works with no organisation writes none down.
    found(owners.length > 0 || undefined);
    return page(
      c,
      <EditFacilityPage v={v} id={id} places={places} owners={owners} state={state} />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/facilities/new', (c) =>
    createPage(c, emptyForm({ kind: 'prison', women: 'unknown', unit: 'unknown', position_shown: 'rounded' })),
  );

  app.post('/facilities/new', async (c) => {
    const sent = await readForm(c);
    const values = { ...readFacility(sent, c.var.network.locales), organisation: sent.get('organisation') };
    const id = /^[0-9a-f-]{36}$/.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(facilityForm(c.var.network.locales), values);
    if (!parsed.ok) return createPage(c, { values, errors: parsed.errors }, id);
    const made = await write(c, async (ctx) =>
      createFacility(ctx, { id, organisationId: await ownerOf(ctx, values.organisation) }, parsed.data),
    );
    if (!made) return createPage(c, { values, errors: { place: { key: 'facilities.wrong.place' } } }, id);
    return after(c, urls.facilities.show(view(c, deps).at, id), 'facilities.flash.created');
  });

  importRoutes(app, deps);
  stoppingRoutes(app, deps);

  app.get('/facilities/:id', async (c) => {
    const shown = await read(c, async (ctx) => {
      const facility = found(await findFacility(ctx, idOf(c, 'id')));
      const [line, references] = await Promise.all([
        placeAndAbove(ctx, facility.placeId),
        pointingTo(deps, ctx, { kind: 'facility', id: facility.id }, c.req.query()),
      ]);
      return { facility, line, references };
    });
    const position = positionFor(shown.facility);
    const drawn = position ? await drawNear(shown.facility.countryId, [position]) : undefined;
    const map = drawn && { ...drawn, facilities: [shown.facility] };
    return publicPage(c, deps, <FacilityPage v={view(c, deps)} {...shown} map={map} today={today(c)} />, 60);
  });

  /** One that the actor keeps; anybody else does not learn that it is there. */
  async function kept(c: C, ctx: Ctx): Promise<Facility> {
    const facility = await findFacility(ctx, idOf(c, 'id'));
    return found(facility?.kept ? facility : undefined);
  }

  async function editPage(c: C, wrong?: FormState): Promise<Response> {
    const { facility, places } = await read(c, async (ctx) => ({
      facility: await kept(c, ctx),
      places: await listPlaces(ctx),
    }));
    const state = wrong ?? { values: valuesOf(facility), errors: {} };
    return page(
      c,
      <EditFacilityPage
        v={view(c, deps)}
        facility={facility}
        id={facility.id}
        places={places}
        owners={[]}
        state={state}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/facilities/:id/edit', (c) => editPage(c));

  app.post('/facilities/:id/edit', async (c) => {
    const sent = await readForm(c);
    await read(c, (ctx) => kept(c, ctx));
    const values = readFacility(sent, c.var.network.locales);
    const again = (errors: FieldErrors) => editPage(c, { values, errors });
    const parsed = parse(facilityForm(c.var.network.locales), values);
    if (!parsed.ok) return again(parsed.errors);
    const saved = await write(c, (ctx) => saveFacility(ctx, idOf(c, 'id'), parsed.data));
    if (!saved) return again({ place: { key: 'facilities.wrong.place' } });
    return after(c, urls.facilities.show(view(c, deps).at, idOf(c, 'id')), 'facilities.flash.saved');
  });

  async function releasePage(c: C, wrong?: FormState): Promise<Response> {
    const { facility, places } = await read(c, async (ctx) => {
      const facility = await kept(c, ctx);
      const ids = coarserOf(facility).map(([, id]) => id);
      return { facility, places: new Map((await listPlaces(ctx, { ids })).map(({ id, label }) => [id, label])) };
    });
    const state = wrong ?? emptyForm({ audience: 'network', precision: coarserOf(facility)[0]![0] });
    return page(
      c,
      <ReleasePage v={view(c, deps)} facility={facility} places={places} today={today(c)} state={state} />,
      wrong ? 422 : 200,
    );
  }

  app.get('/facilities/:id/release', (c) => releasePage(c));

  app.post('/facilities/:id/release', async (c) => {
    const sent = await readForm(c);
    const facility = await read(c, (ctx) => kept(c, ctx));
    const values = Object.fromEntries(
      ['audience', 'from', 'precision', 'checked'].map((field) => [field, sent.get(field).trim()]),
    );
    const parsed = parse(releaseForm(today(c)), values);
    if (!parsed.ok) return releasePage(c, { values, errors: parsed.errors });
    const { precision } = parsed.data;
    if (precision !== 'facility' && !coarserOf(facility).some(([one]) => one === precision))
      return releasePage(c, { values, errors: { precision: { key: 'field.choose' } } });
    await write(c, (ctx) => releaseFacility(ctx, facility.id, parsed.data));
    return after(c, urls.facilities.release(view(c, deps).at, facility.id), 'facilities.flash.released');
  });

  app.post('/facilities/:id/withdrawal', async (c) => {
    const sent = await readForm(c);
    const audience = found(audiences.find((one) => one === sent.get('audience')));
    const state = await write(c, (ctx) => withdrawRelease(ctx, idOf(c, 'id'), audience));
    return after(c, urls.facilities.release(view(c, deps).at, idOf(c, 'id')), `facilities.flash.withdrawn.${state}`);
  });

  app.post('/facilities/:id/removal', async (c) => {
    await write(c, (ctx) => removeFacility(ctx, idOf(c, 'id')));
    const { at } = view(c, deps);
    return c.redirect(`${urls.facilities.mine(at)}?${new URLSearchParams({ removed: idOf(c, 'id') })}`, 303);
  });

  app.post('/facilities/:id/restoration', async (c) => {
    await write(c, (ctx) => restoreFacility(ctx, idOf(c, 'id')));
    return after(c, urls.facilities.show(view(c, deps).at, idOf(c, 'id')), 'facilities.flash.restored');
  });
}

const text = (value: string | number | null): string => (value === null ? '' : String(value));

const valuesOf = (facility: Facility): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(facility.names).map(([locale, name]) => [`name.${locale}`, name])),
  former: facility.formerNames.join('\n'),
  kind: facility.kind,
  women: facility.women,
  women_held: text(facility.womenHeld),
  women_held_on: text(facility.womenHeldOn),
  women_held_source: facility.womenHeldSource,
  unit: facility.unit,
  unit_places: text(facility.unitPlaces),
  unit_source: facility.unitSource,
  place: facility.placeId,
  locality: facility.locality,
  latitude: text(facility.position?.latitude ?? null),
  longitude: text(facility.position?.longitude ?? null),
  position_shown: facility.positionShown,
  source_url: facility.sourceUrl,
  checked_on: text(facility.checkedOn),
});
