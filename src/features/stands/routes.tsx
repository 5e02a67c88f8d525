import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  publicPage,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { findCampaign } from '../campaigns/index.ts';
import { dayOf, findForDesk, requireDesk, uuid } from '../desk/index.ts';
import { representativesOf } from '../representatives/index.ts';
import {
  outcomeForm,
  promiseForm,
  readOutcomeForm,
  readPromiseForm,
  readStandForm,
  reasonForm,
  standForm,
} from './forms.ts';
import { BoardPage } from './pages/board.tsx';
import { StandsDeskPage } from './pages/desk.tsx';
import { HistoryPage } from './pages/history.tsx';
import { StandMark } from './pages/parts.tsx';
import { OutcomePage, PromisePage } from './pages/promises.tsx';
import { RetractionPage, SeatPage } from './pages/seat.tsx';
import { historyOf } from './promise.ts';
import { findPromise, findStand, promisesOf, showsParties, standsOf } from './queries.ts';
import { recordOutcome, recordPromise, recordStand, retract, type Speaker, setParties } from './record.ts';
import { boardOf, pageOfSeats, partiesOf, regionsOf, type Seat, seatsMatching, seatsOf } from './stand.ts';

type C = Context<Env>;

/** The public scoreboard of a campaign, and the coordinators' side of it under /desk/campaigns/:id/stands. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const representatives = representativesOf(deps.db);
  const { read, write, after } = handlersOf(deps);

  app.get('/campaigns/:slug/stands', async (c) => {
    const lookup = await representatives.of(c.var.network);
    const { campaign, stands, promises, parties } = await read(c, async (ctx) => {
      const campaign = found(await findCampaign(ctx, c.req.param('slug')));
      return { campaign, ...(await recordOf(ctx, campaign.id)) };
    });
    const seats = seatsOf(lookup, campaign.targets, stands, c.var.now);
    return publicPage(
      c,
      deps,
      <BoardPage
        v={view(c, deps)}
        campaign={campaign}
        board={boardOf(seats)}
        regions={regionsOf(seats, lookup)}
        parties={parties ? partiesOf(seats) : undefined}
        promises={promises}
        today={today(c)}
      />,
      60,
    );
  });

  app.get('/campaigns/:slug/stands/history', async (c) => {
    const { campaign, entries } = await read(c, async (ctx) => {
      const campaign = found(await findCampaign(ctx, c.req.param('slug')));
      const { stands, promises } = await recordOf(ctx, campaign.id);
      return { campaign, entries: historyOf(stands, promises) };
    });
    return publicPage(c, deps, <HistoryPage v={view(c, deps)} campaign={campaign} entries={entries} />, 60);
  });

  app.use('/desk/campaigns/:id/stands/*', async (c, next) => {
    requireDesk(c.var.actor);
    await next();
  });

  /** The campaign with all its seats, as the desk sees it. */
  async function deskOf(c: C) {
    const lookup = await representatives.of(c.var.network);
    const { campaign, stands, promises, parties } = await read(c, async (ctx) => {
      const [campaign, record] = await Promise.all([
        findForDesk(ctx, idOf(c, 'id')).then(found),
        recordOf(ctx, idOf(c, 'id')),
      ]);
      return { campaign, ...record };
    });
    return { campaign, parties, promises, seats: seatsOf(lookup, campaign.targets, stands, c.var.now) };
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
    const { campaign, seats, promises } = await deskOf(c);
    const seat = found(seats.find((one) => one.postId === postId));
    return page(
      c,
      <SeatPage
        v={view(c, deps)}
        campaign={campaign}
        seat={seat}
        promises={promises.filter((promised) => promised.postId === postId)}
        id={id}
        today={today(c)}
        state={state}
      />,
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
    await write(c, (ctx) => recordStand(ctx, campaign.id, id, holderOf(seat), parsed.data));
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

  async function promisePage(c: C, postId: string, id: string, state: FormState): Promise<Response> {
    const { campaign, seats } = await deskOf(c);
    const seat = found(seats.find((one) => one.postId === postId && one.serving.official));
    return page(
      c,
      <PromisePage v={view(c, deps)} campaign={campaign} seat={seat} id={id} today={today(c)} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/campaigns/:id/stands/promises/new', (c) =>
    promisePage(c, c.req.query('post') ?? '', newId(), emptyForm()),
  );

  app.post('/desk/campaigns/:id/stands/promises', async (c) => {
    const { campaign, seats } = await deskOf(c);
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const seat = found(seats.find((one) => one.postId === sent.get('post') && one.serving.official));
    const values = readPromiseForm(sent);
    const parsed = parse(promiseForm(today(c)), values);
    const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
    if (seat.serving.official!.id !== sent.get('official')) {
      return promisePage(c, seat.postId, id, { values: shown, errors: { official: { key: 'stands.seat.changed' } } });
    }
    if (!parsed.ok) return promisePage(c, seat.postId, id, { values: shown, errors: parsed.errors });
    await write(c, (ctx) => recordPromise(ctx, campaign.id, id, holderOf(seat), parsed.data));
    return after(c, urls.stands.post(view(c, deps).at, campaign.id, seat.postId), 'stands.flash.promised');
  });

  /** The promise of the address, with its campaign. */
  const promiseOf = (c: C) =>
    read(c, async (ctx) => {
      const [campaign, promised] = await Promise.all([
        findForDesk(ctx, idOf(c, 'id')).then(found),
        findPromise(ctx, idOf(c, 'id'), idOf(c, 'promise')).then(found),
      ]);
      return { campaign, promised };
    });

  async function outcomePage(c: C, id: string, state: FormState): Promise<Response> {
    const { campaign, promised } = await promiseOf(c);
    return page(
      c,
      <OutcomePage v={view(c, deps)} campaign={campaign} promised={promised} id={id} today={today(c)} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/campaigns/:id/stands/promises/:promise/outcome', (c) => outcomePage(c, newId(), emptyForm()));

  app.post('/desk/campaigns/:id/stands/promises/:promise/outcome', async (c) => {
    const { campaign, promised } = await promiseOf(c);
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const values = readOutcomeForm(sent);
    const parsed = parse(outcomeForm(today(c)), values);
    if (!parsed.ok) return outcomePage(c, id, { values, errors: parsed.errors });
    if (!promised.retractedAt) await write(c, (ctx) => recordOutcome(ctx, promised.id, id, parsed.data));
    return after(c, urls.stands.post(view(c, deps).at, campaign.id, promised.postId), 'stands.flash.outcome');
  });

  /** A stand and a promise are taken back in the same way. */
  for (const what of ['stand', 'promise'] as const) {
    const path = `/desk/campaigns/:id/stands/${what === 'stand' ? ':one' : 'promises/:one'}/retraction`;
    const find = async (ctx: Ctx, id: string, one: string) =>
      found(what === 'stand' ? await findStand(ctx, id, one) : await findPromise(ctx, id, one));
    const retractionPage = async (c: C, state: FormState): Promise<Response> => {
      const [id, one] = [idOf(c, 'id'), idOf(c, 'one')];
      const [campaign, said] = await read(c, (ctx) =>
        Promise.all([findForDesk(ctx, id).then(found), find(ctx, id, one)]),
      );
      const v = view(c, deps);
      return page(
        c,
        <RetractionPage
          v={v}
          campaign={campaign}
          what={what}
          said={said}
          text={'stand' in said ? <StandMark v={v} stand={said.stand} /> : said.promise}
          action={
            what === 'stand' ? urls.stands.retraction(v.at, id, one) : urls.stands.promiseRetraction(v.at, id, one)
          }
          state={state}
        />,
        statusOf(state),
      );
    };

    app.get(path, (c) => retractionPage(c, emptyForm()));

    app.post(path, async (c) => {
      const [id, one] = [idOf(c, 'id'), idOf(c, 'one')];
      const values = { reason: (await readForm(c)).get('reason').trim() };
      const parsed = parse(reasonForm, values);
      if (!parsed.ok) return retractionPage(c, { values, errors: parsed.errors });
      const said = await write(c, async (ctx) => {
        const said = await find(ctx, id, one);
        await retract(ctx, what, id, one, parsed.data.reason);
        return said;
      });
      return after(c, urls.stands.post(view(c, deps).at, id, said.postId), 'stands.flash.retracted');
    });
  }
}

/** All that is recorded of one campaign's seats, and whether its scoreboard shows parties. */
async function recordOf(ctx: Ctx, campaignId: string) {
  const [stands, promises, parties] = await Promise.all([
    standsOf(ctx, campaignId),
    promisesOf(ctx, campaignId),
    showsParties(ctx, campaignId),
  ]);
  return { stands, promises, parties };
}

/** Who holds a seat; one that is held. */
const holderOf = ({ postId, serving }: Pick<Seat, 'postId' | 'serving'>): Speaker => ({
  postId,
  officialId: serving.official!.id,
  officialName: serving.official!.name,
});

/** A form with mistakes is an answer of its own kind. */
const statusOf = (state: FormState): 200 | 422 => (Object.keys(state.errors).length > 0 ? 422 : 200);

/** The day on the clocks of the network. */
const today = (c: C): string => dayOf(c.var.now, c.var.network.timeZone);
