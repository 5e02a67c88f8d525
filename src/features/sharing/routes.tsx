import type { Context, Hono } from 'hono';
import { readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  Problem,
  page,
  publicOrigin,
  publicPage,
  view,
} from '../../platform/http/index.ts';
import { NotSet } from '../../platform/pdf/index.ts';
import { urls } from '../../urls.ts';
import { type Campaign, campaignFigures, campaignStore, isOpen, listCampaigns, nextGoal } from '../campaigns/index.ts';
import { openCards } from './card.ts';
import { sourceCode } from './forms.ts';
import { cardHeaders, countHeaders } from './headers.ts';
import { PosterPage } from './pages/poster.tsx';

type C = Context<Env>;

/** How long a count may be old, in seconds: as on the pages. */
const countSeconds = 5;

/** What the public and its programs are given: the card, the poster, the counts. */
export function publicRoutes(app: Hono<Env>, deps: Deps): void {
  const store = campaignStore(deps);
  const cards = openCards();

  app.get('/campaigns/:slug/card.png', async (c) => {
    const { network } = c.var;
    const campaign = await store.get(network, c.var.locale, c.req.param('slug'));
    // One language on one card: that of its words.
    const { title, hashtag, card, machine, locale } = campaign.share;
    const t = deps.messages.for(locale);
    const drawn = cards(`${network.id} ${locale} ${campaign.slug} ${card}`, {
      network: network.name[locale] ?? network.slug,
      title,
      hashtag,
      line: t(`sharing.card.${campaign.mode}`),
      machine: machine.includes('title') ? t('ui.machine.short') : '',
      accent: network.accent,
      locale,
    });
    const png = await drawn.catch((error) => {
      if (error instanceof NotSet) throw new Problem('unavailable', 30);
      throw error;
    });
    return c.body(new Uint8Array(png), 200, cardHeaders(c.req.query('v') === card));
  });

  app.get('/campaigns/:slug/poster', async (c) => {
    const campaign = await store.get(c.var.network, c.var.locale, c.req.param('slug'));
    const code = c.req.query('code') ?? '';
    const poster = <PosterPage v={view(c, deps)} campaign={campaign} code={sourceCode.test(code) ? code : 'poster'} />;
    return code ? page(c, poster) : publicPage(c, deps, poster, 60);
  });

  app.get('/campaigns/:slug/counts.json', async (c) => {
    const campaign = await store.get(c.var.network, c.var.locale, c.req.param('slug'));
    const figures = await readNetwork(deps.db, c.var.network.id, (trx) => campaignFigures(ctxOf(c, trx), campaign.id));
    return json(c, countsOf(c, campaign, figures.letters, figures.reached));
  });

  app.get('/campaigns.json', async (c) => {
    const campaigns = await readNetwork(deps.db, c.var.network.id, (trx) => listCampaigns(ctxOf(c, trx)));
    return json(c, {
      network: c.var.network.slug,
      language: c.var.locale,
      updated: c.var.now.toISOString(),
      campaigns: campaigns.map((campaign) => countsOf(c, { ...campaign, goal: null }, campaign.letters)),
    });
  });

  type Counted = Pick<Campaign, 'slug' | 'title' | 'mode' | 'state' | 'closesAt' | 'goal' | 'machine'>;

  function countsOf(c: C, campaign: Counted, count: number, reached?: number) {
    const at = { network: c.var.network.slug, locale: c.var.locale };
    return {
      campaign: campaign.slug,
      url: publicOrigin(deps, c.var.network) + urls.campaigns.show(at, campaign.slug),
      title: campaign.title,
      ...(campaign.machine.includes('title') ? { machine_translated: true } : {}),
      language: c.var.locale,
      kind: campaign.mode,
      state: isOpen(campaign, c.var.now) ? 'open' : 'closed',
      count,
      ...(reached === undefined ? {} : { reached }),
      ...(campaign.goal ? { goal: campaign.goal, next_goal: nextGoal(count, campaign.goal) } : {}),
      closes: campaign.closesAt?.toISOString() ?? null,
      updated: c.var.now.toISOString(),
    };
  }

  /** Kept with the pages, on the clock of the live counters; any site may read it. */
  async function json(c: C, value: unknown): Promise<Response> {
    const text = JSON.stringify(value);
    const { pathname, search } = new URL(c.req.url);
    if (!search && !c.req.header('cookie')?.includes('casement_'))
      await deps.pages.keep(pathname, c.var.network.id, text, countSeconds, countHeaders);
    return c.body(text, 200, countHeaders);
  }
}
