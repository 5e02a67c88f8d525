import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  dayOf,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  type Sent,
  view,
} from '../../platform/http/index.ts';
import { languageIn } from '../../platform/i18n/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { isReady, missingParts } from '../campaigns/index.ts';
import { pictureOf, receivePicture } from '../pictures/index.ts';
import { representativesOf, searchAsked } from '../representatives/index.ts';
import { facilitiesOf, knownSpine, readSpine, type SpineChoice, spineLists } from '../spine/index.ts';
import { requireDesk } from './access.ts';
import { type DeskCampaign, readyLocales, signedWords, textIn } from './campaign.ts';
import { changeRoutes } from './changes.tsx';
import {
  addTarget,
  close,
  createCampaign,
  moveTarget,
  type Outcome,
  publish,
  remove,
  removeTarget,
  reopen,
  retract,
  saveBasics,
  saveText,
  setPicture,
} from './commands.ts';
import {
  basicsForm,
  createForm,
  readBasicsForm,
  readCreateForm,
  readTextForm,
  textForm,
  textValues,
  uuid,
} from './forms.ts';
import { ClosurePage, RemovalPage } from './pages/confirm.tsx';
import { CreatePage } from './pages/create.tsx';
import { DeliveriesPage } from './pages/deliveries.tsx';
import { basicsValues, EditPage } from './pages/edit.tsx';
import { DeskListPage } from './pages/list.tsx';
import { TargetsPage } from './pages/targets.tsx';
import { TextsPage } from './pages/texts.tsx';
import { deliveriesByTarget, findForDesk, listForDesk } from './queries.ts';
import { describeTargets, roleChoices, type TargetChoice } from './targets.ts';

type C = Context<Env>;

/** The coordinators' side of campaigns, under /desk/campaigns. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const representatives = representativesOf(deps.db);
  const campaignOf = (c: C, ctx: Ctx) => findForDesk(ctx, idOf(c, 'id')).then(found);

  app.use('/desk/campaigns/*', async (c, next) => {
    requireDesk(c.var.actor);
    await next();
  });

  app.get('/desk/campaigns', async (c) => {
    const before = c.req.query('before');
    if (before !== undefined && !uuid.test(before)) throw new Problem('not-found');
    const { lines, next } = await read(c, (ctx) => listForDesk(ctx, before));
    return page(c, <DeskListPage v={view(c, deps)} lines={lines} next={next} first={!before} />);
  });

  app.get('/desk/campaigns/new', (c) =>
    page(c, <CreatePage v={view(c, deps)} id={newId()} state={emptyForm({ locale: c.var.locale })} />),
  );

  app.post('/desk/campaigns/new', async (c) => {
    const sent = await readForm(c);
    const typed = readCreateForm(sent);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const again = (errors: FieldErrors) =>
      page(
        c,
        <CreatePage v={view(c, deps)} id={id} state={{ values: { ...typed, slug: sent.get('slug') }, errors }} />,
        422,
      );
    const parsed = parse(createForm(c.var.network.locales), typed);
    if (!parsed.ok) return again(parsed.errors);
    const outcome = await write(c, (ctx) => createCampaign(ctx, id, parsed.data));
    if (!outcome.ok) return again(outcome.errors);
    return after(c, urls.campaigns.edit(view(c, deps).at, id), 'desk.flash.created');
  });

  /** The edit page as stored, but for what was typed and is wrong. */
  async function editPage(c: C, wrong?: { state: FormState; chosen?: SpineChoice }): Promise<Response> {
    const v = view(c, deps);
    const { campaign, facilities, picture, lists } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      const [facilities, lists] = await Promise.all([facilitiesOf(ctx, 'campaign', campaign.id), spineLists(ctx)]);
      return {
        campaign,
        facilities,
        lists,
        picture: campaign.pictureId ? await pictureOf(ctx, campaign.pictureId) : undefined,
      };
    });
    const state = {
      values: { ...basicsValues(campaign, v.network.timeZone), ...wrong?.state.values },
      errors: wrong?.state.errors ?? {},
    };
    const doors = deps.features.flatMap((feature) => feature.campaignDesk?.(v.at, campaign, v.t) ?? []);
    return page(
      c,
      <EditPage
        v={v}
        campaign={campaign}
        targets={describeTargets(
          await representatives.of(v.network),
          campaign.targets,
          dayOf(v.now, v.network.timeZone),
        )}
        picture={picture}
        state={state}
        lists={lists}
        chosen={wrong?.chosen ?? { ...campaign, facilities }}
        doors={doors}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id', (c) => editPage(c));

  app.post('/desk/campaigns/:id', async (c) => {
    const sent = await readForm(c);
    const chosen = readSpine(sent);
    const again = (errors: FieldErrors) => {
      const values = { slug: sent.get('slug'), goal: sent.get('goal'), closes_at: sent.get('closes_at') };
      return editPage(c, { state: { values, errors }, chosen });
    };
    const stored = await read(c, (ctx) => campaignOf(c, ctx));
    const timeZone = c.var.network.timeZone;
    const parsed = parse(basicsForm(timeZone), readBasicsForm(sent));
    if (!parsed.ok) return again(parsed.errors);
    // The field shows minutes; an untouched closing date keeps its seconds.
    const untouched = sent.get('closes_at') === basicsValues(stored, timeZone).closes_at;
    const data = { ...parsed.data, closes_at: untouched ? stored.closesAt : parsed.data.closes_at };
    const outcome = await write(c, async (ctx) => {
      return saveBasics(ctx, stored.id, data, await knownSpine(ctx, chosen));
    }).catch(slugRace);
    if (!outcome.ok) return again(outcome.errors);
    return after(c, urls.campaigns.edit(view(c, deps).at, stored.id), 'desk.flash.saved');
  });

  app.get('/desk/campaigns/:id/texts/:language', async (c) => {
    const locale = localeOf(c);
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const text = campaign.texts.find((one) => one.locale === locale);
    const state = emptyForm(textValues(text));
    return page(
      c,
      <TextsPage
        v={view(c, deps)}
        campaign={campaign}
        locale={locale}
        state={state}
        shown={text}
        beside={besideOf(c, campaign)}
      />,
    );
  });

  app.post('/desk/campaigns/:id/texts/:language', async (c) => {
    const locale = localeOf(c);
    const sent = await readForm(c);
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const text = readTextForm(sent);
    const values = { ...textValues(text), asks: sent.get('asks') };
    const again = (errors: FieldErrors, status: 200 | 422) =>
      page(
        c,
        <TextsPage
          v={view(c, deps)}
          campaign={campaign}
          locale={locale}
          state={{ values, errors }}
          shown={text}
          unsaved
          beside={besideOf(c, campaign)}
        />,
        status,
      );
    const parsed = parse(textForm, text);
    if (!parsed.ok) return again(parsed.errors, 422);
    if (sent.get('only') === 'preview') return again({}, 200);
    // A language that the public is offered now is not taken away by a field left blank.
    const offered = campaign.state === 'open' && isReady(campaign.texts.find((one) => one.locale === locale));
    const missing = missingParts(parsed.data);
    if (offered && missing.length > 0) {
      return again(Object.fromEntries(missing.map((part) => [part, { key: 'desk.texts.offered' }])), 422);
    }
    const changed = signedWords(campaign, locale, parsed.data);
    if (changed.length > 0) {
      return again(Object.fromEntries(changed.map((part) => [part, { key: 'desk.texts.signed' }])), 422);
    }
    await write(c, (ctx) => saveText(ctx, campaign.id, locale, parsed.data));
    return after(
      c,
      urls.campaigns.texts(view(c, deps).at, campaign.id, locale),
      missing.length > 0 ? 'desk.flash.textKept' : 'desk.flash.textReady',
    );
  });

  async function targetsPage(c: C, wrong?: FormState): Promise<Response> {
    const words = c.req.query('q') ?? '';
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const { network } = c.var;
    const lookup = await representatives.of(network);
    const day = dayOf(c.var.now, network.timeZone);
    return page(
      c,
      <TargetsPage
        v={view(c, deps)}
        campaign={campaign}
        targets={describeTargets(lookup, campaign.targets, day)}
        roles={roleChoices(lookup, network, day)}
        search={
          words.trim()
            ? searchAsked(lookup, words.slice(0, 200), day, { most: mostFound, country: network.country })
            : undefined
        }
        state={wrong ?? emptyForm({ q: words })}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/targets', (c) => {
    if (c.req.query('q')?.includes('\0')) throw new Problem('unreadable');
    return targetsPage(c);
  });

  app.post('/desk/campaigns/:id/targets', async (c) => {
    const id = idOf(c, 'id');
    const sent = await readForm(c);
    const lookup = await representatives.of(c.var.network);
    const outcome = await write(c, (ctx) => addTarget(ctx, id, lookup, choiceOf(sent)));
    if (!outcome.ok) return targetsPage(c, { values: { role: sent.get('role') }, errors: outcome.errors });
    return after(c, urls.campaigns.targets(view(c, deps).at, id), 'desk.flash.targetAdded');
  });

  app.post('/desk/campaigns/:id/targets/:target/position', async (c) => {
    const [id, target] = [idOf(c, 'id'), idOf(c, 'target')];
    const direction = (await readForm(c)).get('direction') === 'up' ? 'up' : 'down';
    await write(c, (ctx) => moveTarget(ctx, id, target, direction));
    return after(c, urls.campaigns.targets(view(c, deps).at, id), 'desk.flash.targetMoved');
  });

  app.post('/desk/campaigns/:id/targets/:target/removal', async (c) => {
    const [id, target] = [idOf(c, 'id'), idOf(c, 'target')];
    const outcome = await write(c, (ctx) => removeTarget(ctx, id, target));
    if (!outcome.ok) return targetsPage(c, { values: {}, errors: outcome.errors });
    return after(c, urls.campaigns.targets(view(c, deps).at, id), 'desk.flash.targetRemoved');
  });

  app.post('/desk/campaigns/:id/picture', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const received = await receivePicture(c, deps);
    if (!received.ok) return editPage(c, { state: { values: {}, errors: { picture: received.error } } });
    await write(c, (ctx) => setPicture(ctx, campaign.id, received.fileId));
    return after(c, urls.campaigns.edit(view(c, deps).at, campaign.id), 'desk.flash.picture');
  });

  app.post('/desk/campaigns/:id/picture/removal', async (c) => {
    const id = idOf(c, 'id');
    await write(c, (ctx) => setPicture(ctx, id, null));
    return after(c, urls.campaigns.edit(view(c, deps).at, id), 'desk.flash.pictureRemoved');
  });

  app.get('/desk/campaigns/:id/closure', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    // Nothing to confirm: the edit page says in which state it is.
    if (campaign.state !== 'open') return c.redirect(urls.campaigns.edit(view(c, deps).at, campaign.id), 303);
    return page(c, <ClosurePage v={view(c, deps)} campaign={campaign} />);
  });

  const steps: [path: string, command: (ctx: Ctx, id: string) => Promise<Outcome>, flash: string][] = [
    ['publication', publish, 'desk.flash.published'],
    ['closure', close, 'desk.flash.closed'],
    ['reopening', reopen, 'desk.flash.reopened'],
    ['retraction', retract, 'desk.flash.retracted'],
  ];
  for (const [path, command, flash] of steps) {
    app.post(`/desk/campaigns/:id/${path}`, async (c) => {
      const id = idOf(c, 'id');
      const outcome = await write(c, (ctx) => command(ctx, id));
      if (!outcome.ok) return editPage(c, { state: { values: {}, errors: outcome.errors } });
      const campaign = await read(c, (ctx) => campaignOf(c, ctx));
      const languages = readyLocales(campaign, c.var.network.locales).map((locale) => languageIn(c.var.locale, locale));
      return after(c, urls.campaigns.edit(view(c, deps).at, id), flash, { languages: languages.join(', ') });
    });
  }

  changeRoutes(app, deps);

  app.get('/desk/campaigns/:id/deliveries', async (c) => {
    const from = c.req.query('after') ?? '';
    if (from.includes('\0')) throw new Problem('unreadable');
    const { campaign, lines, next } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      return { campaign, ...(await deliveriesByTarget(ctx, campaign.id, from)) };
    });
    return page(c, <DeliveriesPage v={view(c, deps)} campaign={campaign} lines={lines} next={next} first={!from} />);
  });

  app.get('/desk/campaigns/:id/removal', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    return page(c, <RemovalPage v={view(c, deps)} campaign={campaign} />);
  });

  app.post('/desk/campaigns/:id/removal', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const outcome = await write(c, (ctx) => remove(ctx, campaign.id));
    if (!outcome.ok) return page(c, <RemovalPage v={view(c, deps)} campaign={campaign} />, 422);
    return after(c, urls.campaigns.desk(view(c, deps).at), 'desk.flash.removed');
  });
}

/** How many posts a search shows. */
const mostFound = 20;

/** Which of the four kinds of targets a form asks for. */
function choiceOf(sent: Sent): TargetChoice {
  if (sent.get('post')) return { post: sent.get('post') };
  if (sent.get('body')) return { body: sent.get('body') };
  return sent.get('person') ? { person: sent.get('person') } : { role: sent.get('role') };
}

/** The language that is written. */
function localeOf(c: C): string {
  const locale = c.req.param('language');
  return found(c.var.network.locales.find((one) => one === locale));
}

/** The language beside the one that is written: the one asked for, else the network's first that has words. */
function besideOf(c: C, campaign: DeskCampaign) {
  const locale = localeOf(c);
  return textIn(
    campaign.texts.filter((text) => text.locale !== locale),
    c.req.query('beside') ?? '',
    c.var.network.locales,
  );
}

/** Two coordinators chose the same address at the same instant: the second one is told. */
function slugRace(error: { code?: string }): Outcome {
  if (error.code === '23505') return { ok: false, errors: { slug: { key: 'desk.slug.taken' } } };
  throw error;
}
