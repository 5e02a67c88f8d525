import type { Context, Hono } from 'hono';
import { takeAway } from '../../platform/access/leaving.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { csvLine, csvStart } from '../../platform/csv/index.ts';
import {
  type Deps,
  dispositionOf,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { type DeskCampaign, dayOf, findForDesk, requireDesk, uuid } from '../desk/index.ts';
import { billForm, markForm, periodForm, readBill, readPeriod, readWork, workForm } from './forms.ts';
import { clockOf, decimalOf, legalForms } from './law.ts';
import { CampaignLawPage } from './pages/campaign.tsx';
import { NetworkLawPage } from './pages/network.tsx';
import type { Wrong } from './pages/parts.tsx';
import { WorkPrintPage } from './pages/print.tsx';
import { billsOf, knownBodies, markOf, periodsFrom, waitingLetters, workOf } from './queries.ts';
import { addBill, addPeriod, logWork, markRemoved, removeBill, removePeriod, setLegalForm, setMark } from './record.ts';

type C = Context<Env>;

/** The law of asking: the network's side under /desk/law, a campaign's under /desk/campaigns/:id/law. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  for (const path of ['/desk/law', '/desk/law/*', '/desk/campaigns/:id/law', '/desk/campaigns/:id/law/*']) {
    app.use(path, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  async function networkPage(c: C, wrong?: Wrong): Promise<Response> {
    const { bodies, periods, waiting } = await read(c, async (ctx) => ({
      bodies: await knownBodies(ctx),
      periods: await periodsFrom(ctx, today(c)),
      waiting: await waitingLetters(ctx),
    }));
    return page(
      c,
      <NetworkLawPage
        v={view(c, deps)}
        id={newId()}
        bodies={bodies}
        periods={periods}
        waiting={waiting}
        today={today(c)}
        wrong={wrong}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/law', (c) => networkPage(c));

  app.post('/desk/law/form', async (c) => {
    const sent = await readForm(c);
    const values = { legal_form: sent.get('legal_form'), words: sent.get('words').trim() };
    const form = legalForms.find((one) => one === values.legal_form) ?? null;
    if (!form && values.legal_form !== '')
      return networkPage(c, { form: 'legal', state: { values, errors: { legal_form: { key: 'field.choose' } } } });
    if (values.words.length > 120 || /\p{Cc}/u.test(values.words)) {
      const error = values.words.length > 120 ? { key: 'field.long', values: { limit: 120 } } : { key: 'field.line' };
      return networkPage(c, { form: 'legal', state: { values, errors: { words: error } } });
    }
    await write(c, (ctx) => setLegalForm(ctx, form, values.words));
    return after(c, urls.law.network(view(c, deps).at), 'law.flash.form');
  });

  app.post('/desk/law/periods', async (c) => {
    const sent = await readForm(c);
    const bodies = await read(c, knownBodies);
    const known = {
      bodies: new Set(bodies.map((body) => body.id)),
      countries: new Set(bodies.map((body) => body.country)),
    };
    const values = readPeriod(sent);
    const parsed = parse(periodForm(known, today(c)), values);
    if (!parsed.ok) return networkPage(c, { form: 'period', state: { values, errors: parsed.errors } });
    await write(c, (ctx) => addPeriod(ctx, sentId(sent.get('id')), parsed.data));
    return after(c, urls.law.network(view(c, deps).at), 'law.flash.period');
  });

  app.post('/desk/law/periods/:period/removal', async (c) => {
    await write(c, (ctx) => removePeriod(ctx, idOf(c, 'period')));
    return after(c, urls.law.network(view(c, deps).at), 'law.flash.periodRemoved');
  });

  const campaignOf = (c: C, ctx: Ctx): Promise<DeskCampaign> => findForDesk(ctx, idOf(c, 'id')).then(found);

  async function campaignPage(c: C, wrong?: Wrong): Promise<Response> {
    const shown = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      return {
        campaign,
        bills: await billsOf(ctx, campaign.id),
        mark: await markOf(ctx, campaign.id),
        work: await workOf(ctx, campaign.id),
      };
    });
    const v = view(c, deps);
    return page(c, <CampaignLawPage v={v} {...shown} id={newId()} today={today(c)} wrong={wrong} />, wrong ? 422 : 200);
  }

  app.get('/desk/campaigns/:id/law', (c) => campaignPage(c));

  app.post('/desk/campaigns/:id/law/mark', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const values = { lobbying: (await readForm(c)).get('lobbying') };
    const parsed = parse(markForm, values);
    if (!parsed.ok) return campaignPage(c, { form: 'mark', state: { values, errors: parsed.errors } });
    await write(c, (ctx) => setMark(ctx, campaign.id, parsed.data.lobbying));
    return after(c, urls.law.campaign(view(c, deps).at, campaign.id), 'law.flash.mark');
  });

  app.post('/desk/campaigns/:id/law/bills', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const sent = await readForm(c);
    const values = readBill(sent);
    const parsed = parse(billForm, values);
    if (!parsed.ok) return campaignPage(c, { form: 'bill', state: { values, errors: parsed.errors } });
    await write(c, (ctx) => addBill(ctx, campaign.id, sentId(sent.get('id')), parsed.data));
    return after(c, urls.law.campaign(view(c, deps).at, campaign.id), 'law.flash.bill');
  });

  app.post('/desk/campaigns/:id/law/bills/:bill/removal', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    await write(c, (ctx) => removeBill(ctx, campaign.id, idOf(c, 'bill')));
    return after(c, urls.law.campaign(view(c, deps).at, campaign.id), 'law.flash.billRemoved');
  });

  app.post('/desk/campaigns/:id/law/work', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const sent = await readForm(c);
    const values = readWork(sent);
    const parsed = parse(workForm(today(c)), values);
    if (!parsed.ok) return campaignPage(c, { form: 'work', state: { values, errors: parsed.errors } });
    await write(c, (ctx) => logWork(ctx, campaign.id, sentId(sent.get('id')), parsed.data));
    return after(c, urls.law.campaign(view(c, deps).at, campaign.id), 'law.flash.work');
  });

  for (const [path, removed] of [
    ['removal', true],
    ['restoration', false],
  ] as const) {
    app.post(`/desk/campaigns/:id/law/work/:work/${path}`, async (c) => {
      const campaign = await read(c, (ctx) => campaignOf(c, ctx));
      await write(c, (ctx) => markRemoved(ctx, campaign.id, idOf(c, 'work'), removed));
      return after(
        c,
        urls.law.campaign(view(c, deps).at, campaign.id),
        removed ? 'law.flash.workRemoved' : 'law.flash.workRestored',
      );
    });
  }

  app.get('/desk/campaigns/:id/law/work/print', async (c) => {
    const { campaign, work } = await workTaken(c, 'paper');
    return page(c, <WorkPrintPage v={view(c, deps)} campaign={campaign} work={work} />);
  });

  app.get('/desk/campaigns/:id/law/work.csv', async (c) => {
    const { campaign, work } = await workTaken(c, 'table');
    const { t } = c.var;
    const head = ['day', 'who', 'what', 'hours', 'minutes', 'cost', 'currency', 'mark'].map((name) =>
      t(`law.work.head.${name}`),
    );
    const lines = work
      .filter((entry) => !entry.removed)
      .map((entry) => [
        entry.workedOn,
        entry.who,
        entry.what,
        clockOf(entry.minutes),
        entry.minutes,
        entry.cost ? decimalOf(entry.cost) : null,
        entry.cost?.currency,
        t(`law.mark.${entry.lobbying}`),
      ]);
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', dispositionOf(`${campaign.slug}-work.csv`));
    return c.body(csvStart + [head, ...lines].map(csvLine).join(''), 200, {
      'content-type': 'text/csv; charset=utf-8',
    });
  });

  /** The log of a campaign's hours and costs, with the names of who worked. */
  const workTaken = (c: C, form: 'paper' | 'table') =>
    takeAway(c, deps, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      const taken = { campaign, work: await workOf(ctx, campaign.id) };
      return { taken, what: { noun: 'campaign-work', id: campaign.id, detail: { form } } };
    });

  /** The day on the clocks of the network. */
  const today = (c: C): string => dayOf(c.var.now, c.var.network.timeZone);
}

/** The id a form brought, so that sent twice it is one thing; a new one for a form that brought none. */
const sentId = (id: string): string => (uuid.test(id) ? id : newId());
