import type { Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import { takeAway } from '../../../platform/access/leaving.ts';
import type { Export } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import {
  type Deps,
  dispositionOf,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import {
  type DeskCampaign,
  dayOf,
  describeTargets,
  findForDesk,
  postName,
  requireDesk,
  uuid,
} from '../../desk/index.ts';
import { representativesOf } from '../../representatives/index.ts';
import { DiscardPage, HandoverPage, HandoversPage, NewsPage, type Recipient } from '../pages/handovers.tsx';
import { petitionFigures } from '../queries.ts';
import {
  countWantingToKnow,
  discardHandover,
  prepareHandover,
  recordDelivery,
  retryPapers,
  tellSigners,
} from './commands.ts';
import { deliveryForm, newsForm, prepareForm, readDeliveryForm, readPrepareForm } from './forms.ts';
import { csvOf } from './papers.ts';
import { countListed, findHandover, type Handover, listHandovers, paperOfHandover } from './queries.ts';

type C = Context<Env>;

/** Handing a petition over, under /desk/campaigns/:id/handovers. */
export function handoverRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.use('/desk/campaigns/:id/handovers/*', async (c, next) => {
    requireDesk(c.var.actor);
    await next();
  });

  async function listPage(c: C, id: string, state: FormState): Promise<Response> {
    const { campaign, handovers, figures } = await read(c, async (ctx) => {
      const campaign = await petitionOf(c, ctx);
      return {
        campaign,
        handovers: await listHandovers(ctx, campaign.id),
        figures: await petitionFigures(ctx, campaign.id),
      };
    });
    return page(
      c,
      <HandoversPage
        v={view(c, deps)}
        campaign={campaign}
        handovers={handovers}
        confirmed={figures.confirmed}
        choices={await recipientsOf(c, campaign)}
        id={id}
        state={state}
      />,
      statusOf(state),
    );
  }

  app.get('/desk/campaigns/:id/handovers', (c) => listPage(c, newId(), emptyForm({ locale: c.var.locale })));

  app.post('/desk/campaigns/:id/handovers', async (c) => {
    const sent = await readForm(c);
    const campaign = await read(c, (ctx) => petitionOf(c, ctx));
    const typed = readPrepareForm(sent);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const again = (errors: FieldErrors) => listPage(c, id, { values: { ...typed }, errors });
    const choices = await recipientsOf(c, campaign);
    const written = campaign.texts.filter((text) => text.letter_body.trim() !== '');
    const locales = written.map((text) => text.locale);
    const parsed = parse(
      prepareForm(
        choices.map((choice) => choice.id),
        locales,
      ),
      typed,
    );
    if (!parsed.ok) return again(parsed.errors);
    const { target, recipient, locale } = parsed.data;
    const text = written.find((one) => one.locale === locale)!;
    const v = view(c, deps);
    const chosen = choices.find((choice) => choice.id === target);
    const done = await write(c, (ctx) =>
      prepareHandover(ctx, {
        id,
        campaignId: campaign.id,
        recipient: recipient || chosen?.name || '',
        postId: chosen?.postId ?? null,
        locale,
        text: { title: text.title, heading: text.letter_subject, words: text.letter_body },
      }),
    );
    if (!done) return again({ recipient: { key: 'petitions.handover.nobody' } });
    return after(c, urls.petitions.handover(v.at, campaign.id, id), 'petitions.flash.prepared');
  });

  async function handoverPage(c: C, state?: FormState): Promise<Response> {
    const { campaign, handover, listed, wanting } = await read(c, async (ctx) => {
      const { campaign, handover } = await handoverOf(c, ctx);
      return {
        campaign,
        handover,
        listed: await countListed(ctx, handover.id),
        wanting: handover.handedOn && !handover.toldAt ? await countWantingToKnow(ctx, handover.id) : 0,
      };
    });
    const stored = {
      handed_on: handover.handedOn ?? '',
      way: handover.way ?? '',
      received_by: handover.receivedBy,
      note: handover.note,
    };
    return page(
      c,
      <HandoverPage
        v={view(c, deps)}
        campaign={campaign}
        handover={handover}
        listed={listed}
        wanting={wanting}
        state={state ?? emptyForm(stored)}
      />,
      state ? statusOf(state) : 200,
    );
  }

  app.get('/desk/campaigns/:id/handovers/:handover', (c) => handoverPage(c));

  app.post('/desk/campaigns/:id/handovers/:handover/delivery', async (c) => {
    const { campaign, handover } = await read(c, (ctx) => handoverOf(c, ctx));
    found(handover.state === 'ready' ? handover : undefined);
    const values = readDeliveryForm(await readForm(c));
    const { timeZone } = c.var.network;
    const parsed = parse(deliveryForm(dayOf(handover.asOf, timeZone), dayOf(c.var.now, timeZone)), values);
    if (!parsed.ok) return handoverPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => recordDelivery(ctx, handover.id, parsed.data));
    return after(c, urls.petitions.handover(view(c, deps).at, campaign.id, handover.id), 'petitions.flash.delivered');
  });

  async function newsPage(c: C, state: FormState): Promise<Response> {
    const { campaign, handover, wanting } = await read(c, async (ctx) => {
      const both = await handoverOf(c, ctx);
      return { ...both, wanting: await countWantingToKnow(ctx, both.handover.id) };
    });
    if (!handover.handedOn || handover.toldAt)
      return c.redirect(urls.petitions.handover(view(c, deps).at, campaign.id, handover.id), 303);
    return page(
      c,
      <NewsPage v={view(c, deps)} campaign={campaign} handover={handover} wanting={wanting} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/campaigns/:id/handovers/:handover/news', (c) => newsPage(c, emptyForm()));

  app.post('/desk/campaigns/:id/handovers/:handover/news', async (c) => {
    const { campaign, handover } = await read(c, (ctx) => handoverOf(c, ctx));
    const values = { words: (await readForm(c)).get('words') };
    const parsed = parse(newsForm, values);
    if (!parsed.ok) return newsPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => tellSigners(ctx, handover.id, parsed.data.words));
    return after(c, urls.petitions.handover(view(c, deps).at, campaign.id, handover.id), 'petitions.flash.told');
  });

  app.post('/desk/campaigns/:id/handovers/:handover/papers', async (c) => {
    const { campaign, handover } = await read(c, (ctx) => handoverOf(c, ctx));
    await write(c, (ctx) => retryPapers(ctx, handover.id));
    return after(c, urls.petitions.handover(view(c, deps).at, campaign.id, handover.id), 'petitions.flash.prepared');
  });

  app.get('/desk/campaigns/:id/handovers/:handover/removal', async (c) => {
    const { campaign, handover } = await read(c, (ctx) => handoverOf(c, ctx));
    found(handover.handedOn ? undefined : handover);
    return page(c, <DiscardPage v={view(c, deps)} campaign={campaign} handover={handover} />);
  });

  app.post('/desk/campaigns/:id/handovers/:handover/removal', async (c) => {
    const { campaign, handover } = await read(c, (ctx) => handoverOf(c, ctx));
    // What was handed over meanwhile stays on record.
    if (!(await write(c, (ctx) => discardHandover(ctx, handover.id)))) throw new Problem('not-found');
    return after(c, urls.petitions.handovers(view(c, deps).at, campaign.id), 'petitions.flash.discarded');
  });

  app.get('/desk/campaigns/:id/handovers/:handover/petition.pdf', async (c) => {
    const { campaign, bytes } = await takeAway(c, deps, async (ctx) => {
      const { campaign, handover } = await handoverOf(c, ctx);
      const bytes = found(await paperOfHandover(ctx, handover.id));
      return { taken: { campaign, bytes }, what: leavesAs('paper', handover) };
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', dispositionOf(`${campaign.slug}.pdf`));
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/pdf' });
  });

  app.get('/desk/campaigns/:id/handovers/:handover/signatures.csv', async (c) => {
    const { campaign, handover } = await takeAway(c, deps, async (ctx) => {
      const taken = await handoverOf(c, ctx);
      found(taken.handover.state === 'ready' || undefined);
      return { taken, what: leavesAs('table', taken.handover) };
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', dispositionOf(`${campaign.slug}.csv`));
    return stream(c, async (out) => {
      for await (const piece of csvOf({ deps, network: c.var.network }, handover)) await out.write(piece);
    });
  });

  /** Everybody's name on one paper or in one table. */
  const leavesAs = (form: 'paper' | 'table', { id, listed }: Handover): Export => ({
    noun: 'handover',
    id,
    detail: { form, names: listed },
  });

  /** Those single posts, people and bodies whom the petition asks, by the names that would stand on the paper. */
  async function recipientsOf(c: C, campaign: DeskCampaign): Promise<Recipient[]> {
    const v = view(c, deps);
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const asked = campaign.targets.filter((target) => !target.roleId);
    return describeTargets(lookup, asked, dayOf(c.var.now, c.var.network.timeZone))
      .filter((target) => !target.gone)
      .map((target) => {
        const name = target.bodyId
          ? v.text(target.body)
          : [target.holder, postName(v, target.name, target.division)].filter(Boolean).join(', ');
        return { id: target.id, postId: target.postId, name };
      });
  }

  async function petitionOf(c: C, ctx: Ctx): Promise<DeskCampaign> {
    const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
    return found(campaign.mode === 'petition' ? campaign : undefined);
  }

  async function handoverOf(c: C, ctx: Ctx): Promise<{ campaign: DeskCampaign; handover: Handover }> {
    const campaign = await petitionOf(c, ctx);
    return { campaign, handover: found(await findHandover(ctx, campaign.id, idOf(c, 'handover'))) };
  }
}
