import type { Context, Hono } from 'hono';
import { renderSVG } from 'uqr';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  mayLocate,
  page,
  parse,
  publicOrigin,
  readForm,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { campaignStore, isOpen } from '../campaigns/index.ts';
import { findForDesk, requireDesk, titleOf, uuid } from '../desk/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { cardRoutes } from './cards.tsx';
import { phaseOf, readCode } from './event.ts';
import { eventForm, readEvent } from './forms.ts';
import { DoorPage } from './pages/door.tsx';
import { EventPage, EventsPage, eventValues, SlidePage } from './pages/events.tsx';
import { eventByCode, eventFigures, eventsOf, findEvent, possibleWitnesses } from './queries.ts';
import { addEvent, changeEvent, removeEvent, setWitnesses } from './record.ts';

type C = Context<Env>;

/** The door behind a code, and the coordinators' side under /desk/campaigns/:id/events. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/e/:code', async (c) => {
    const typed = c.req.param('code');
    const code = found(readCode(typed));
    const v = view(c, deps);
    // One address for one code, however it was typed: the form carries it along.
    if (code !== typed) return c.redirect(urls.events.door(v.at, code), 302);
    const event = found(await read(c, (ctx) => eventByCode(ctx, code)));
    const campaign = await campaignStore(deps).get(c.var.network, c.var.locale, event.slug);
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const roles = campaign.targets.flatMap(({ roleId }) => lookup.roles.filter((role) => role.id === roleId));
    mayLocate(c);
    return page(
      c,
      <DoorPage
        v={v}
        event={event}
        campaign={campaign}
        phase={phaseOf(event, c.var.now)}
        open={isOpen(campaign, c.var.now)}
        countries={[...new Set(roles.map((role) => role.body.country))]}
        samples={lookup.sampleCodes(roles.map(({ id }) => id))}
        needsPlace={roles.length > 0}
      />,
    );
  });

  for (const path of ['/desk/campaigns/:id/events', '/desk/campaigns/:id/events/*']) {
    app.use(path, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  async function eventsPage(c: C, state: FormState): Promise<Response> {
    const { campaign, events } = await read(c, async (ctx) => {
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      return { campaign, events: await eventsOf(ctx, campaign.id) };
    });
    return page(
      c,
      <EventsPage v={view(c, deps)} campaign={campaign} events={events} id={newId()} state={state} />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/events', (c) =>
    eventsPage(c, emptyForm({ time_zone: c.var.network.timeZone, most: '500' })),
  );

  app.post('/desk/campaigns/:id/events', async (c) => {
    const campaign = found(await read(c, (ctx) => findForDesk(ctx, idOf(c, 'id'))));
    const sent = await readForm(c);
    const values = readEvent(sent);
    const parsed = parse(eventForm, values);
    if (!parsed.ok) return eventsPage(c, { values, errors: parsed.errors });
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    await write(c, (ctx) => addEvent(ctx, campaign.id, id, parsed.data));
    return after(c, urls.events.edit(view(c, deps).at, campaign.id, id), 'events.flash.added');
  });

  const both = (c: C) =>
    read(c, async (ctx) => {
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      return { campaign, event: found(await findEvent(ctx, campaign.id, idOf(c, 'event'))) };
    });

  async function eventPage(c: C, wrong?: FormState): Promise<Response> {
    const { campaign, event } = await both(c);
    const { figures, people } = await read(c, async (ctx) => ({
      figures: await eventFigures(ctx, event),
      people: await possibleWitnesses(ctx, event.id),
    }));
    return page(
      c,
      <EventPage
        v={view(c, deps)}
        campaign={campaign}
        event={event}
        figures={figures}
        people={people}
        state={wrong ?? emptyForm(eventValues(event))}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/events/:event', (c) => eventPage(c));

  app.post('/desk/campaigns/:id/events/:event', async (c) => {
    const { campaign, event } = await both(c);
    const values = readEvent(await readForm(c));
    const parsed = parse(eventForm, values);
    if (!parsed.ok) return eventPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => changeEvent(ctx, event.id, parsed.data));
    return after(c, urls.events.edit(view(c, deps).at, campaign.id, event.id), 'events.flash.saved');
  });

  app.post('/desk/campaigns/:id/events/:event/witnesses', async (c) => {
    const { campaign, event } = await both(c);
    const asked = new Set((await readForm(c)).all('account'));
    await write(c, async (ctx) => {
      const possible = await possibleWitnesses(ctx, event.id);
      await setWitnesses(
        ctx,
        event.id,
        possible.filter((person) => asked.has(person.id)).map((person) => person.id),
      );
    });
    return after(c, urls.events.edit(view(c, deps).at, campaign.id, event.id), 'events.flash.witnesses');
  });

  app.post('/desk/campaigns/:id/events/:event/removal', async (c) => {
    const { campaign, event } = await both(c);
    await write(c, (ctx) => removeEvent(ctx, event.id));
    return after(c, urls.events.desk(view(c, deps).at, campaign.id), 'events.flash.removed');
  });

  app.get('/desk/campaigns/:id/events/:event/slide', async (c) => {
    const { campaign, event } = await both(c);
    const v = view(c, deps);
    const address = publicOrigin(deps, c.var.network) + urls.events.door(v.at, event.code);
    return page(
      c,
      <SlidePage
        v={v}
        campaign={campaign}
        event={event}
        title={titleOf(v, campaign)}
        address={address.replace(/^https?:\/\//, '')}
        picture={renderSVG(address, { border: 2 })}
      />,
    );
  });

  cardRoutes(app, deps);
}
