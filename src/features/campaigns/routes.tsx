import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits, newChallenge, stampForm } from '../../platform/abuse/index.ts';
import { readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  mayLocate,
  page,
  publicPage,
  readForm,
  type Sent,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { addresseesOf, networkDay } from '../deliveries/index.ts';
import { decodeFinding, representativesOf } from '../representatives/index.ts';
import { groupsOf, tickedAtFirst, wholeRest, withRests } from './addressees.ts';
import { callRoutes } from './calls.tsx';
import type { Campaign } from './campaign.ts';
import { type LetterForm, readLetter, readPlace } from './forms.ts';
import { modeOf } from './modes.ts';
import type { Guarded } from './pages/guard.tsx';
import { LetterPage } from './pages/letter.tsx';
import { CampaignsPage } from './pages/list.tsx';
import { PreviewPage } from './pages/preview.tsx';
import { ReceivedPage } from './pages/received.tsx';
import { CampaignPage } from './pages/show.tsx';
import { privateRoutes } from './private.tsx';
import { listCampaigns } from './queries.ts';
import { sourceOf, withSource } from './source.ts';
import { campaignStore } from './store.ts';
import { offeredPurposes, submissions } from './submit.ts';
import { surroundingsOf } from './surroundings.ts';
import { askedOf, takeAction } from './take.ts';

/** The public pages, and the private ones behind her own address. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const challenges = limiter('challenges', limits.formsByAddress);
  app.get('/campaigns', async (c) => {
    const campaigns = await readNetwork(deps.db, c.var.network.id, (trx) => listCampaigns(ctxOf(c, trx)));
    return publicPage(c, deps, <CampaignsPage v={view(c, deps)} campaigns={campaigns} />);
  });
  stepRoutes(app, deps);
  callRoutes(app, deps);
  privateRoutes(app, deps);

  app.get('/challenge', async (c) => {
    await challenges.consume(addressKey(c.var.address));
    c.header('cache-control', 'private, no-store');
    return c.json(await newChallenge(deps.secret, c.var.network.id, c.var.now));
  });
}

/** The steps of taking part, on the network's own pages and in a frame of another site. */
export function stepRoutes(app: Hono<Env>, deps: Deps): void {
  const store = campaignStore(deps);
  const representatives = representativesOf(deps.db);
  const { check, countAction, countLookup, find } = submissions(deps);
  const forms = limiter('letter-forms', limits.formsByAddress);

  app.get('/campaigns/:slug', async (c) => {
    const campaign = await store.get(c.var.network, c.var.locale, c.req.param('slug'));
    if (campaign.mode !== 'letter') return modeOf(deps, campaign.mode).page(c, deps, campaign);
    return publicPage(c, deps, await campaignPage(c, campaign));
  });

  app.post('/campaigns/:slug/search', async (c) => {
    countLookup(c.var.address, c.var.now);
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    const sent = await readForm(c);
    const asked = readPlace(sent);
    if (!asked.ok) {
      const values = Object.fromEntries(
        ['code', 'country', 'latitude', 'longitude'].map((name) => [name, sent.get(name)]),
      );
      return page(c, await campaignPage(c, campaign, { values, errors: asked.errors }), 422);
    }
    return c.redirect(await find(askedOf(c, sent), campaign, asked.place), 303);
  });

  app.get('/campaigns/:slug/letter', async (c) => {
    await forms.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    // Those who came by a link, without a first step, bring where they came from with the page before.
    const query = withSource(new URL(c.req.url).searchParams.toString(), sourceOf(askedOf(c)));
    return page(c, await letterPage(c, campaign, undefined, query, guardedOf(c)));
  });

  // Back from the preview to the form, with everything as it was.
  app.post('/campaigns/:slug/letter', async (c) => {
    await forms.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    const sent = await readForm(c);
    return page(c, await letterPage(c, campaign, readLetter(sent).form, sent.get('query'), guardedOf(c, sent)));
  });

  app.post('/campaigns/:slug/preview', async (c) => {
    await forms.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    const sent = await readForm(c);
    const checked = await check(c.var, campaign, sent);
    if (!checked.ok)
      return page(
        c,
        await letterPage(c, campaign, checked.form, sent.get('query'), guardedOf(c, sent), checked.errors),
        422,
      );
    const lookup = await representatives.of(c.var.network);
    return page(
      c,
      <PreviewPage
        v={view(c, deps)}
        campaign={campaign}
        form={checked.form}
        addressees={addresseesOf(lookup, checked.form.to, c.var.now)}
        query={sent.get('query')}
        guarded={guardedOf(c, sent)}
      />,
    );
  });

  app.post('/campaigns/:slug/actions', async (c) => {
    const { network, locale } = c.var;
    countAction(c.var.address, c.var.now);
    const campaign = await store.open(network, locale, c.req.param('slug'));
    const sent = await readForm(c);
    const checked = await check(c.var, campaign, sent);
    if (!checked.ok)
      return page(
        c,
        await letterPage(c, campaign, checked.form, sent.get('query'), guardedOf(c, sent), checked.errors),
        422,
      );
    return takeAction(c, deps, campaign, checked.form, checked.trap, sent);
  });

  app.get('/campaigns/:slug/received', async (c) => {
    const campaign = await store.get(c.var.network, c.var.locale, c.req.param('slug'));
    return publicPage(
      c,
      deps,
      <ReceivedPage v={view(c, deps)} campaign={campaign} outboxOnly={!deps.config.smtpUrl} />,
      60,
    );
  });

  async function campaignPage(c: Context<Env>, campaign: Campaign, find: FormState = emptyForm()) {
    mayLocate(c);
    const v = view(c, deps);
    const lookup = await representatives.of(c.var.network);
    const { figures, doors, parts, asked, about, roles } = await surroundingsOf(c, deps, campaign);
    const countries = [...new Set(roles.map((role) => role.body.country))];
    return (
      <CampaignPage
        v={v}
        campaign={campaign}
        figures={figures}
        doors={doors}
        parts={parts}
        asked={asked}
        about={about}
        countries={countries}
        samples={lookup.sampleCodes(roles.map(({ id }) => id))}
        needsPlace={roles.length > 0}
        rest={campaign.rests.length > 0 ? wholeRest(lookup, campaign, networkDay(c.var)) : undefined}
        find={find}
      />
    );
  }

  async function letterPage(
    c: Context<Env>,
    campaign: Campaign,
    typed: LetterForm | undefined,
    query: string,
    guarded: Guarded,
    errors: FieldErrors = {},
  ) {
    const lookup = await representatives.of(c.var.network);
    const finding = decodeFinding(new URLSearchParams(query));
    const day = campaign.rests.length > 0 ? networkDay(c.var) : '';
    const groups = withRests(lookup, campaign, groupsOf(lookup, campaign.targets, finding, c.var.now), day);
    const values = {
      subject: typed?.subject ?? campaign.letterSubject,
      body: typed?.body ?? campaign.letterBody,
      name: typed?.name ?? '',
      email: typed?.email ?? '',
      street: typed?.street ?? '',
      wish: typed?.wish ?? '',
    };
    return (
      <LetterPage
        v={view(c, deps)}
        campaign={campaign}
        groups={groups}
        chosen={typed?.to ?? tickedAtFirst(groups, campaign.targets)}
        consents={typed?.consents ?? []}
        purposes={offeredPurposes(deps, c.var.network)}
        remember={typed?.remember ?? false}
        state={{ values, errors }}
        query={query}
        guarded={guarded}
      />
    );
  }

  /** When the form was opened, and her proof so far; both go with her from page to page. */
  const guardedOf = (c: Context<Env>, sent?: Sent): Guarded => ({
    began: sent?.get('began') || stampForm(deps.secret, c.var.network.id, c.var.now),
    proof: sent?.get('proof') ?? '',
  });
}
