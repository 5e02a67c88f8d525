import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import { readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  edit,
  found,
  Problem,
  page,
  parse,
  publicPage,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { findCampaign } from '../campaigns/index.ts';
import { dayOf, findForDesk, requireDesk, uuid } from '../desk/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { readStandForm, reasonForm, standForm } from './forms.ts';
import { BoardPage } from './pages/board.tsx';
import { StandsDeskPage } from './pages/desk.tsx';
import { RetractionPage, SeatPage } from './pages/seat.tsx';
import { findStand, showsParties, standsOf } from './queries.ts';
import { recordStand, retractStand, setParties } from './record.ts';
import { boardOf, pageOfSeats, partiesOf, seatsMatching, seatsOf } from './stand.ts';

type C = Context<Env>;

/** The public scoreboard of a campaign, and the coordinators' side of it under /desk/campaigns/:id/stands. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const representatives = representativesOf(deps.db);
  const read = <T,>(c: C, work: (ctx: Ctx) => Promise<T>) =>
    readNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)));
  const write = <T,>(c: C, work: (ctx: Ctx) => Promise<T>) =>
    edit(deps, c.var.network.id, (trx) => work(ctxOf(c, trx)));
  const after = (c: C, path: string, key: string) => {
    setFlash(c, deps, { key });
    return c.redirect(path, 303);
  };

  app.get('/campaigns/:slug/stands', async (c) => {
    const lookup = await representatives.ready();
    const { campaign, stands, parties } = await read(c, async (ctx) => {
      const campaign = found(await findCampaign(ctx, c.req.param('slug')));
      return {
        campaign,
        stands: await standsOf(ctx, campaign.id),
        parties: await showsParties(ctx, campaign.id),
      };
    });
    const seats = seatsOf(lookup, campaign.targets, stands, c.var.now);
    return publicPage(
      c,
      deps,
      <BoardPage
        v={view(c, deps)}
        campaign={campaign}
        board={boardOf(seats)}
        parties={parties ? partiesOf(seats) : undefined}
      />,
      60,
    );
  });

  app.use('/desk/campaigns/:id/stands/*', async (c, next) => {
    requireDesk(c.var.actor);
    await next();
  });

  /** The campaign with all its seats, as the desk sees it. */
  async function deskOf(c: C) {
    const lookup = await representatives.ready();
    const { campaign, stands, parties } = await read(c, async (ctx) => {
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      return {
        campaign,
        stands: await standsOf(ctx, campaign.id),
        parties: await showsParties(ctx, campaign.id),
      };
    });
    return { campaign, parties, seats: seatsOf(lookup, campaign.targets, stands, c.var.now) };
  }

  app.get('/desk/campaigns/:id/stands', async (c) => {
    const [words, from] = [(c.req.query('q') ?? '').trim().slice(0, 200), c.req.query('after') ?? ''];
    const { campaign, seats, parties } = await deskOf(c);
    const matching = seatsMatching(seats, words);
    const { shown, next } = pageOfSeats(matching, from);
    return page(
      c,
      <StandsDeskPage
        v={view(c, deps)}
        campaign={campaign}
        board={boardOf(seats)}
        shown={shown}
        matching={matching.length}
        words={words}
        next={next}
        parties={parties}
      />,
    );
  });

  async function seatPage(c: C, postId: string, id: string, state: FormState): Promise<Response> {
    const { campaign, seats } = await deskOf(c);
    const seat = found(seats.find((one) => one.postId === postId));
    return page(
      c,
      <SeatPage v={view(c, deps)} campaign={campaign} seat={seat} id={id} today={today(c)} state={state} />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/stands/seat', (c) => seatPage(c, c.req.query('post') ?? '', newId(), emptyForm()));

  app.post('/desk/campaigns/:id/stands', async (c) => {
    const { campaign, seats } = await deskOf(c);
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const seat = found(seats.find((one) => one.postId === sent.get('post')));
    const values = readStandForm(sent);
    const parsed = parse(standForm(today(c)), values);
    // Between the form and its sending somebody else may have taken the seat: her stand is not the other's.
    if (seat.serving.official?.id !== sent.get('official')) {
      return seatPage(c, seat.postId, id, { values, errors: { official: { key: 'stands.seat.changed' } } });
    }
    if (!parsed.ok) return seatPage(c, seat.postId, id, { values, errors: parsed.errors });
    await write(c, (ctx) => recordStand(ctx, campaign.id, id, seat, parsed.data));
    return after(c, urls.stands.post(view(c, deps).at, campaign.id, seat.postId), 'stands.flash.recorded');
  });

  app.post('/desk/campaigns/:id/stands/parties', async (c) => {
    const { campaign } = await deskOf(c);
    const shown = (await readForm(c)).get('parties') === 'yes';
    await write(c, (ctx) => setParties(ctx, campaign.id, shown));
    return after(
      c,
      urls.stands.desk(view(c, deps).at, campaign.id),
      shown ? 'stands.flash.partiesOn' : 'stands.flash.partiesOff',
    );
  });

  async function retractionPage(c: C, state: FormState): Promise<Response> {
    const { campaign, stand } = await read(c, async (ctx) => ({
      campaign: found(await findForDesk(ctx, idOf(c, 'id'))),
      stand: found(await findStand(ctx, idOf(c, 'id'), idOf(c, 'stand'))),
    }));
    return page(
      c,
      <RetractionPage v={view(c, deps)} campaign={campaign} stand={stand} state={state} />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/stands/:stand/retraction', (c) => retractionPage(c, emptyForm()));

  app.post('/desk/campaigns/:id/stands/:stand/retraction', async (c) => {
    const [id, standId] = [idOf(c, 'id'), idOf(c, 'stand')];
    const values = { reason: (await readForm(c)).get('reason').trim() };
    const parsed = parse(reasonForm, values);
    if (!parsed.ok) return retractionPage(c, { values, errors: parsed.errors });
    const stand = await write(c, async (ctx) => {
      const stand = found(await findStand(ctx, id, standId));
      await retractStand(ctx, id, standId, parsed.data.reason);
      return stand;
    });
    return after(c, urls.stands.post(view(c, deps).at, id, stand.postId), 'stands.flash.retracted');
  });
}

/** The day on the clocks of the network. */
const today = (c: C): string => dayOf(c.var.now, c.var.network.timeZone);

/** An id of the address; one that is no id names nothing. */
function idOf(c: C, name: string): string {
  const id = c.req.param(name) ?? '';
  if (!uuid.test(id)) throw new Problem('not-found');
  return id;
}
