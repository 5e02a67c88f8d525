import type { Context, Hono } from 'hono';
import { takeAway } from '../../platform/access/leaving.ts';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  view,
} from '../../platform/http/index.ts';
import { unprintable } from '../../platform/pdf/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, lookAgain } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import {
  addresseesOf,
  askForRun,
  branches,
  callCounts,
  channelsOf,
  dropRun,
  fileOfRun,
  findRun,
  holdLetter,
  lettersForPaper,
  listRuns,
  lockRun,
  markPosted,
  type PrintRun,
  saveChannels,
  saveScript,
  scriptOf,
} from '../deliveries/index.ts';
import { findForDesk, requireDesk, uuid } from '../desk/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { type First, firstOf, firsts, inOrder, readScript, readWays, scriptForm, waysForm } from './forms.ts';
import { PaperPage, type Waiting } from './pages/paper.tsx';
import { RunPage } from './pages/run.tsx';
import { ScriptPage } from './pages/script.tsx';
import { WaysPage } from './pages/ways.tsx';

type C = Context<Env>;
type Letter = Awaited<ReturnType<typeof lettersForPaper>>[number];

/** The coordinators' side of deliveries, under /desk/campaigns/:id/ways and /paper. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const campaignOf = (c: C, ctx: Ctx) => findForDesk(ctx, idOf(c, 'id')).then(found);

  for (const path of [
    '/desk/campaigns/:id/ways',
    '/desk/campaigns/:id/ways/*',
    '/desk/campaigns/:id/paper',
    '/desk/campaigns/:id/paper/*',
  ]) {
    app.use(path, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  async function waysPage(c: C, wrong?: { channels: string[]; first: string; errors: FieldErrors }): Promise<Response> {
    const v = view(c, deps);
    const { campaign, channels, calls, waiting } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      return {
        campaign,
        channels: await channelsOf(ctx, campaign.id),
        calls: await callCounts(ctx, campaign.id),
        waiting: (await lettersForPaper(ctx, campaign.id)).length,
      };
    });
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const called = addresseesOf(lookup, [...new Set(calls.map((call) => call.postId))], c.var.now);
    return page(
      c,
      <WaysPage
        v={v}
        campaign={campaign}
        channels={(wrong?.channels as typeof channels | undefined) ?? channels}
        first={firsts.find((one) => one === wrong?.first) ?? firstOf(channels)}
        state={{ values: {}, errors: wrong?.errors ?? {} }}
        calls={calls}
        posts={new Map(called.map((one) => [one.postId, v.text(one.label)]))}
        waiting={waiting}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/ways', (c) => waysPage(c));

  app.post('/desk/campaigns/:id/ways', async (c) => {
    const sent = readWays(await readForm(c));
    const parsed = parse(waysForm, sent);
    if (!parsed.ok) return waysPage(c, { ...sent, errors: parsed.errors });
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    await write(c, (ctx) =>
      saveChannels(ctx, campaign.id, inOrder(parsed.data as { channels: typeof parsed.data.channels; first: First })),
    );
    return after(c, urls.postroom.ways(view(c, deps).at, campaign.id), 'postroom.flash.saved');
  });

  async function scriptPage(c: C, typed?: { values: Record<string, string>; errors: FieldErrors }): Promise<Response> {
    const locale = found(c.var.network.locales.find((one) => one === c.req.param('language')));
    const { campaign, script } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      return { campaign, script: await scriptOf(ctx, campaign.id, locale) };
    });
    const t = deps.messages.for(locale);
    const blanks = { name: '…', subject: '…' };
    return page(
      c,
      <ScriptPage
        v={view(c, deps)}
        campaign={campaign}
        locale={locale}
        state={typed ?? emptyForm(script)}
        ours={Object.fromEntries(branches.map((branch) => [branch, t(`deliveries.script.${branch}.text`, blanks)]))}
      />,
      typed ? 422 : 200,
    );
  }

  app.get('/desk/campaigns/:id/ways/scripts/:language', (c) => scriptPage(c));

  app.post('/desk/campaigns/:id/ways/scripts/:language', async (c) => {
    const locale = found(c.var.network.locales.find((one) => one === c.req.param('language')));
    const script = readScript(await readForm(c));
    const parsed = parse(scriptForm, script);
    if (!parsed.ok) return scriptPage(c, { values: script, errors: parsed.errors });
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    await write(c, (ctx) => saveScript(ctx, campaign.id, locale, parsed.data));
    return after(c, urls.postroom.ways(view(c, deps).at, campaign.id), 'postroom.flash.saved');
  });

  /** Letters as the pages list them. */
  async function listed(c: C, letters: Letter[]): Promise<Waiting[]> {
    const v = view(c, deps);
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const posts = new Map(
      addresseesOf(lookup, [...new Set(letters.map((letter) => letter.post_id))], c.var.now).map((one) => [
        one.postId,
        v.text(one.label),
      ]),
    );
    return Promise.all(
      letters.map(async (letter) => ({
        id: letter.id,
        name: letter.name,
        to: letter.official_name ?? '',
        post: posts.get(letter.post_id) ?? '',
        paper: letter.paper,
        since: letter.since,
        state: letter.state,
        rests: letter.rests,
        unprintable: await unprintable(letter.words),
      })),
    );
  }

  app.get('/desk/campaigns/:id/paper', async (c) => {
    const { campaign, letters, runs, offered } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      const [letters, runs, channels] = await Promise.all([
        lettersForPaper(ctx, campaign.id, ['to-print', 'held']),
        listRuns(ctx, campaign.id),
        channelsOf(ctx, campaign.id),
      ]);
      return { campaign, letters, runs, offered: channels.includes('print') };
    });
    return page(
      c,
      <PaperPage
        v={view(c, deps)}
        campaign={campaign}
        waiting={await listed(c, letters)}
        runs={runs}
        newId={newId}
        offered={offered}
      />,
    );
  });

  app.post('/desk/campaigns/:id/paper/runs', async (c) => {
    const sent = await readForm(c);
    const paper = sent.get('paper');
    if (paper !== 'a4' && paper !== 'us-letter') throw new Problem('invalid');
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const { at } = view(c, deps);
    const count = await write(c, (ctx) => askForRun(ctx, campaign.id, paper, id));
    if (count === 0) return after(c, urls.postroom.paper(at, campaign.id), 'postroom.flash.none');
    return after(c, urls.postroom.run(at, campaign.id, id), 'postroom.flash.asked', { count });
  });

  app.get('/desk/campaigns/:id/paper/runs/:run', async (c) => {
    const { campaign, run, letters } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      const run = found(await findRun(ctx, campaign.id, idOf(c, 'run')));
      return { campaign, run, letters: await lettersForPaper(ctx, campaign.id, ['printed'], run.id) };
    });
    if (run.state === 'asked') lookAgain(c);
    return page(c, <RunPage v={view(c, deps)} campaign={campaign} run={run} letters={await listed(c, letters)} />);
  });

  app.get('/desk/campaigns/:id/paper/runs/:run/letters.pdf', async (c) => {
    // Names and streets of two hundred women in one file.
    const file = await takeAway(c, deps, async (ctx) => {
      const id = idOf(c, 'run');
      const taken = found(await fileOfRun(ctx, (await campaignOf(c, ctx)).id, id));
      return { taken, what: { noun: 'print-run', id } };
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', 'attachment; filename="letters.pdf"');
    return c.body(new Uint8Array(file), 200, { 'content-type': 'application/pdf' });
  });

  /** One step with a run, under its lock. */
  const runStep = (
    name: string,
    step: (ctx: Ctx, run: PrintRun) => Promise<boolean>,
    said: string,
    next: 'run' | 'paper' = 'run',
  ) =>
    app.post(`/desk/campaigns/:id/paper/runs/:run/${name}`, async (c) => {
      const campaign = await read(c, (ctx) => campaignOf(c, ctx));
      const id = idOf(c, 'run');
      const done = await write(c, async (ctx) => step(ctx, found(await lockRun(ctx, campaign.id, id))));
      const { at } = view(c, deps);
      const path = next === 'run' ? urls.postroom.run(at, campaign.id, id) : urls.postroom.paper(at, campaign.id);
      return done ? after(c, path, said) : c.redirect(path, 303);
    });
  runStep('posting', (ctx, run) => markPosted(ctx, run, true), 'postroom.flash.posted');
  runStep('retraction', (ctx, run) => markPosted(ctx, run, false), 'postroom.flash.unposted');
  runStep('removal', dropRun, 'postroom.flash.dropped', 'paper');

  for (const [name, held] of [
    ['hold', true],
    ['release', false],
  ] as const) {
    app.post(`/desk/campaigns/:id/paper/letters/:delivery/${name}`, async (c) => {
      const campaign = await read(c, (ctx) => campaignOf(c, ctx));
      const done = await write(c, (ctx) => holdLetter(ctx, campaign.id, idOf(c, 'delivery'), held));
      const path = urls.postroom.paper(view(c, deps).at, campaign.id);
      return done ? after(c, path, `postroom.flash.${name}`) : c.redirect(path, 303);
    });
  }
}
