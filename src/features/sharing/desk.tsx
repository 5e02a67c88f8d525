import type { Context, Hono } from 'hono';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  Problem,
  page,
  parse,
  readForm,
  readFrame,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { contrastWithWhite, emptyForm, type FormState, leastContrast } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { shareWords } from '../campaigns/index.ts';
import { findForDesk, requireDesk, uuid } from '../desk/index.ts';
import { requireSettings } from './access.ts';
import { addCode, removeCode, saveSettings, saveWords } from './commands.ts';
import {
  readSettingsForm,
  readSourceForm,
  readWords,
  settingsForm,
  shareParts,
  sourceCode,
  sourceForm,
} from './forms.ts';
import { EmbedPage } from './pages/embed.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { SourcesPage } from './pages/sources.tsx';
import { WordsPage } from './pages/words.tsx';
import { codesOf, sourcesOf } from './queries.ts';

type C = Context<Env>;

/** The coordinators' side: words, sources and embedding of a campaign, and what holds for the network. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const campaignOf = async (c: C, ctx: Ctx) => {
    const id = c.req.param('id') ?? '';
    if (!uuid.test(id)) throw new Problem('not-found');
    return found(await findForDesk(ctx, id));
  };

  for (const path of ['sharing', 'sources', 'embed']) {
    app.use(`/desk/campaigns/:id/${path}/*`, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  async function wordsPage(c: C, wrong?: FormState): Promise<Response> {
    const { campaign, words } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      return { campaign, words: await shareWords(ctx, campaign.id) };
    });
    const values = Object.fromEntries(
      words.flatMap((own) => shareParts.map((part) => [`${part}_${own.locale}`, own[part]])),
    );
    return page(
      c,
      <WordsPage v={view(c, deps)} campaign={campaign} state={wrong ?? emptyForm(values)} />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/sharing', (c) => wordsPage(c));

  app.post('/desk/campaigns/:id/sharing', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const sent = await readForm(c);
    const { locales } = c.var.network;
    const typed = readWords(sent, locales);
    if (!typed.ok) {
      const names = locales.flatMap((locale) => shareParts.map((part) => `${part}_${locale}`));
      const values = Object.fromEntries(names.map((name) => [name, sent.get(name)]));
      return wordsPage(c, { values, errors: typed.errors });
    }
    await write(c, (ctx) => saveWords(ctx, campaign.id, typed.data));
    return after(c, urls.sharing.words(view(c, deps).at, campaign.id), 'sharing.flash.words');
  });

  async function sourcesPage(c: C, wrong?: FormState): Promise<Response> {
    const { campaign, lines, codes } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      return { campaign, lines: await sourcesOf(ctx, campaign.id), codes: await codesOf(ctx, campaign.id) };
    });
    return page(
      c,
      <SourcesPage v={view(c, deps)} campaign={campaign} lines={lines} codes={codes} state={wrong ?? emptyForm()} />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/sources', (c) => sourcesPage(c));

  app.post('/desk/campaigns/:id/sources', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const values = readSourceForm(await readForm(c));
    const again = (errors: FieldErrors) => sourcesPage(c, { values, errors });
    const parsed = parse(sourceForm, values);
    if (!parsed.ok) return again(parsed.errors);
    const isNew = await write(c, (ctx) => addCode(ctx, campaign.id, parsed.data));
    if (!isNew) return again({ code: { key: 'sharing.code.taken' } });
    return after(c, urls.sharing.sources(view(c, deps).at, campaign.id), 'sharing.flash.code');
  });

  app.post('/desk/campaigns/:id/sources/:code/removal', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const code = c.req.param('code');
    if (!sourceCode.test(code)) throw new Problem('not-found');
    await write(c, (ctx) => removeCode(ctx, campaign.id, code));
    return after(c, urls.sharing.sources(view(c, deps).at, campaign.id), 'sharing.flash.codeRemoved');
  });

  app.get('/desk/campaigns/:id/embed', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const asked = new URL(c.req.url).searchParams;
    const accent = (asked.get('accent') ?? '').trim().replace(/^#/, '');
    const look = readFrame(
      new URLSearchParams({ theme: asked.get('theme') ?? '', accent, compact: asked.get('compact') ?? '' }),
      (colour) => contrastWithWhite(colour) >= leastContrast,
    );
    const source = (asked.get('source') ?? '').trim().toLowerCase();
    const errors: FieldErrors = {};
    if (accent && !look.accent) errors.accent = { key: 'sharing.embed.accent.wrong', values: { least: leastContrast } };
    if (source && !sourceCode.test(source)) errors.source = { key: 'sharing.code.form' };
    const values = { theme: look.scheme, accent: asked.get('accent') ?? '', source: asked.get('source') ?? '' };
    return page(
      c,
      <EmbedPage
        v={view(c, deps)}
        campaign={campaign}
        look={look}
        source={errors.source ? '' : source}
        state={{ values, errors }}
      />,
    );
  });

  app.get('/desk/sharing', (c) => {
    requireSettings(c);
    const { settings } = c.var.network;
    const values = { embedOn: (settings.embedOn ?? []).join('\n') };
    return page(c, <SettingsPage v={view(c, deps)} referrer={settings.referrer !== false} state={emptyForm(values)} />);
  });

  app.post('/desk/sharing', async (c) => {
    requireSettings(c);
    const sent = await readForm(c);
    const typed = readSettingsForm(sent);
    const parsed = parse(settingsForm, typed);
    if (!parsed.ok) {
      const state = { values: { embedOn: sent.get('embedOn') }, errors: parsed.errors };
      return page(c, <SettingsPage v={view(c, deps)} referrer={typed.referrer} state={state} />, 422);
    }
    await write(c, (ctx) => saveSettings(ctx, parsed.data));
    return after(c, urls.sharing.settings(view(c, deps).at), 'sharing.flash.settings');
  });
}
