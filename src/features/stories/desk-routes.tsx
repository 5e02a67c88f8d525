import type { Context, Hono } from 'hono';
import { requireRole } from '../../platform/access/index.ts';
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
  statusOf,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { pictureOf, receivePicture } from '../pictures/index.ts';
import { chosenOf, knownSpine, readSpine, type SpineChoice, spineLists } from '../spine/index.ts';
import { requireStoryDesk } from './access.ts';
import { approve, ask, decline, type Voice, withdraw } from './approvals.ts';
import { createStory, locked, saveBasics, saveText, setPicture, subject } from './commands.ts';
import {
  askForm,
  basicsFields,
  basicsForm,
  createForm,
  daysOf,
  readFields,
  textFields,
  textForm,
  wordFields,
  wordForm,
} from './forms.ts';
import { eventsOf } from './keeping-queries.ts';
import { ApprovalPage } from './pages/approval.tsx';
import { StoriesDeskPage } from './pages/desk.tsx';
import { EditStoryPage } from './pages/edit.tsx';
import { StoryBasicsPage, StoryTextsPage } from './pages/texts.tsx';
import { countLinks, findKept, type List, listForDesk, lists, type Story } from './queries.ts';
import { tell } from './reaching.ts';

type C = Context<Env>;

/** The coordinator who acts, as her word stands in the history. */
const voiceOf = (c: C): Extract<Voice, { by: 'coordinator' }> => ({
  by: 'coordinator',
  id: requireRole(c, 'coordinator').id,
});

/** Coordinators keep stories under /desk/stories: words, pictures, questions, and her word where she gives it to them. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const at = (c: C) => view(c, deps).at;
  const storyOf = async (c: C, ctx: Ctx): Promise<Story> => {
    const story = found(await findKept(ctx, idOf(c, 'id')));
    return found(story.erasedAt ? undefined : story);
  };

  for (const path of [
    '/desk/stories',
    '/desk/stories/*',
    '/desk/campaigns/:thing/stories',
    '/desk/news/:thing/stories',
  ]) {
    app.use(path, async (c, next) => {
      requireStoryDesk(c);
      await next();
    });
  }

  async function listPage(c: C, state: FormState, id: string): Promise<Response> {
    const { show = 'all', before } = c.req.query();
    if (!lists.includes(show as List) || (before !== undefined && !uuid.test(before))) throw new Problem('not-found');
    const list = show as List;
    const { stories, next } = await read(c, (ctx) => listForDesk(ctx, list, before));
    const shown = { v: view(c, deps), stories, list, next, id, state };
    return page(c, <StoriesDeskPage {...shown} />, statusOf(state));
  }

  app.get('/desk/stories', (c) => listPage(c, emptyForm({ locale: c.var.locale }), newId()));

  app.post('/desk/stories', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, ['title', 'locale', 'public_name']);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(createForm(c.var.network.locales), values);
    if (!parsed.ok) return listPage(c, { values, errors: parsed.errors }, id);
    await write(c, (ctx) => createStory(ctx, id, parsed.data));
    return after(c, urls.stories.edit(at(c), id), 'stories.flash.created');
  });

  async function editPage(c: C, state = emptyForm({ use: 'website' }), asking = [c.var.locale]): Promise<Response> {
    const shown = await read(c, async (ctx) => {
      const story = await storyOf(c, ctx);
      return { story, links: await countLinks(ctx, story.id) };
    });
    return page(c, <EditStoryPage v={view(c, deps)} {...shown} state={state} asking={asking} />, statusOf(state));
  }

  app.get('/desk/stories/:id', (c) => editPage(c));

  app.post('/desk/stories/:id/approvals', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, ['use', 'place']);
    const asking = sent.all('locales');
    const parsed = parse(askForm(c.var.network.locales), { ...values, locales: asking });
    if (!parsed.ok) return editPage(c, { values, errors: parsed.errors }, asking);
    const outcome = await write(c, async (ctx) =>
      ask(ctx, await locked(ctx, idOf(c, 'id')), parsed.data, voiceOf(c).id),
    );
    if (!outcome.ok) return editPage(c, { values, errors: outcome.errors }, asking);
    return after(c, urls.stories.edit(at(c), idOf(c, 'id')), 'stories.flash.asked');
  });

  app.post('/desk/stories/:id/telling', async (c) => {
    const told = await write(c, async (ctx) => tell(ctx, (await locked(ctx, idOf(c, 'id'))).id));
    return after(c, urls.stories.edit(at(c), idOf(c, 'id')), `stories.told.${told}`);
  });

  app.post('/desk/stories/:id/withdrawal', async (c) => {
    await write(c, async (ctx) => withdraw(ctx, await locked(ctx, idOf(c, 'id')), undefined, voiceOf(c)));
    return after(c, urls.stories.edit(at(c), idOf(c, 'id')), 'stories.flash.withdrawn');
  });

  async function approvalPage(
    c: C,
    wrong?: { values: Record<string, string>; errors: FieldErrors },
  ): Promise<Response> {
    const id = idOf(c, 'approval');
    const shown = await read(c, async (ctx) => {
      const story = await storyOf(c, ctx);
      const approval = found(story.approvals.find((one) => one.id === id));
      return { story, approval, events: await eventsOf(ctx, story.id, id) };
    });
    const usual = daysOf(c.var.now, c.var.network.timeZone).usual;
    const state = wrong ?? emptyForm({ way: 'paper', until: usual });
    return page(c, <ApprovalPage v={view(c, deps)} {...shown} state={state} />, statusOf(state));
  }

  app.get('/desk/stories/:id/approvals/:approval', (c) => approvalPage(c));

  app.post('/desk/stories/:id/approvals/:approval', async (c) => {
    const id = idOf(c, 'approval');
    const values = readFields(await readForm(c), wordFields);
    const parsed = parse(wordForm(c.var.now, c.var.network.timeZone), values);
    if (!parsed.ok) return approvalPage(c, { values, errors: parsed.errors });
    const { way, witness, note } = parsed.data;
    const outcome = await write(c, async (ctx) => {
      const story = await locked(ctx, idOf(c, 'id'));
      found(story.approvals.find((one) => one.id === id));
      return approve(ctx, story, id, parsed.data, { ...voiceOf(c), way, witness, note });
    });
    if (!outcome.ok) return approvalPage(c, { values, errors: outcome.errors });
    return after(c, urls.stories.edit(at(c), idOf(c, 'id')), 'stories.flash.written');
  });

  for (const [what, change] of [
    ['withdrawal', withdraw],
    ['refusal', decline],
  ] as const) {
    app.post(`/desk/stories/:id/approvals/:approval/${what}`, async (c) => {
      const id = idOf(c, 'approval');
      await write(c, async (ctx) => {
        const story = await locked(ctx, idOf(c, 'id'));
        found(story.approvals.find((one) => one.id === id));
        await change(ctx, story, id, voiceOf(c));
      });
      const key = what === 'withdrawal' ? 'stories.flash.withdrawn' : 'stories.flash.declined';
      return after(c, urls.stories.edit(at(c), idOf(c, 'id')), key);
    });
  }

  async function textsPage(c: C, wrong?: FormState): Promise<Response> {
    const locale = languageOf(c);
    const story = await read(c, (ctx) => storyOf(c, ctx));
    const text = story.texts.find((one) => one.locale === locale);
    const state = wrong ?? emptyForm(Object.fromEntries(textFields.map((field) => [field, text?.[field] ?? ''])));
    return page(c, <StoryTextsPage v={view(c, deps)} story={story} locale={locale} state={state} />, statusOf(state));
  }

  app.get('/desk/stories/:id/texts/:language', (c) => textsPage(c));

  app.post('/desk/stories/:id/texts/:language', async (c) => {
    const locale = languageOf(c);
    const values = readFields(await readForm(c), textFields);
    const parsed = parse(textForm, values);
    if (!parsed.ok) return textsPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => saveText(ctx, idOf(c, 'id'), locale, parsed.data));
    return after(c, urls.stories.texts(at(c), idOf(c, 'id'), locale), 'stories.flash.saved');
  });

  async function basicsPage(c: C, wrong?: { state: FormState; chosen: SpineChoice }): Promise<Response> {
    const shown = await read(c, async (ctx) => {
      const story = await storyOf(c, ctx);
      return {
        story,
        lists: await spineLists(ctx),
        chosen: await chosenOf(ctx, subject, story.id),
      };
    });
    const { slug, publicName, alias } = shown.story;
    const state = wrong?.state ?? emptyForm({ slug, public_name: publicName, alias: alias ? 'yes' : '' });
    const chosen = wrong?.chosen ?? shown.chosen;
    return page(c, <StoryBasicsPage v={view(c, deps)} {...shown} chosen={chosen} state={state} />, statusOf(state));
  }

  app.get('/desk/stories/:id/basics', (c) => basicsPage(c));

  app.post('/desk/stories/:id/basics', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, basicsFields);
    const chosen = readSpine(sent);
    const parsed = parse(basicsForm, values);
    if (!parsed.ok) return basicsPage(c, { state: { values, errors: parsed.errors }, chosen });
    const outcome = await write(c, async (ctx) =>
      saveBasics(ctx, idOf(c, 'id'), parsed.data, await knownSpine(ctx, chosen)),
    );
    if (!outcome.ok) return basicsPage(c, { state: { values, errors: outcome.errors }, chosen });
    return after(c, urls.stories.edit(at(c), idOf(c, 'id')), 'stories.flash.saved');
  });

  app.post('/desk/stories/:id/picture', async (c) => {
    await read(c, (ctx) => storyOf(c, ctx));
    const received = await receivePicture(c, deps);
    if (!received.ok) return editPage(c, { values: { use: 'website' }, errors: { picture: received.error } });
    await write(c, async (ctx) => {
      const { key } = found(await pictureOf(ctx, received.fileId));
      await setPicture(ctx, idOf(c, 'id'), { id: received.fileId, key });
    });
    return after(c, urls.stories.edit(at(c), idOf(c, 'id')), 'stories.flash.saved');
  });

  app.post('/desk/stories/:id/picture/removal', async (c) => {
    await write(c, (ctx) => setPicture(ctx, idOf(c, 'id'), null));
    return after(c, urls.stories.edit(at(c), idOf(c, 'id')), 'stories.flash.saved');
  });
}

function languageOf(c: C): string {
  const locale = c.req.param('language') ?? '';
  if (!c.var.network.locales.includes(locale)) throw new Problem('not-found');
  return locale;
}
