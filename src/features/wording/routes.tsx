import type { Context, Hono } from 'hono';
import { requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  page,
  parse,
  readForm,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { addWord, chooseWords, ownForm, removeWord } from './choices.ts';
import { WordsPage } from './pages/words.tsx';

type C = Context<Env>;

/** Coordinators say which words are named beside what is written in their network. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { write, after } = handlersOf(deps);
  for (const path of ['/desk/words', '/desk/words/*']) {
    app.use(path, async (c, next) => {
      requireRole(c, 'coordinator');
      await next();
    });
  }

  function wordsPage(
    c: C,
    state: FormState = emptyForm({ locale: c.var.locale }),
    id = newId(),
    tried?: { language: string; text: string },
  ): Promise<Response> {
    const choices = c.var.network.settings.wording ?? {};
    const shown = { v: view(c, deps), choices, id, state, tried };
    return page(c, <WordsPage {...shown} />, statusOf(state));
  }

  app.get('/desk/words', (c) => wordsPage(c));

  app.post('/desk/words', async (c) => {
    const flagged = (await readForm(c)).all('flag');
    await write(c, (ctx) => chooseWords(ctx, flagged));
    return after(c, urls.wording.words(view(c, deps).at), 'wording.flash.saved');
  });

  app.post('/desk/words/own', async (c) => {
    const sent = await readForm(c);
    const values = { word: sent.get('word'), instead: sent.get('instead'), locale: sent.get('locale') };
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(ownForm(c.var.network.locales), values);
    if (!parsed.ok) return wordsPage(c, { values, errors: parsed.errors }, id);
    const outcome = await write(c, (ctx) => addWord(ctx, id, parsed.data));
    if (!outcome.ok) return wordsPage(c, { values, errors: outcome.errors }, id);
    return after(c, urls.wording.words(view(c, deps).at), 'wording.flash.added');
  });

  app.post('/desk/words/own/removal', async (c) => {
    const id = (await readForm(c)).get('id');
    found((await write(c, (ctx) => removeWord(ctx, id))) || undefined);
    return after(c, urls.wording.words(view(c, deps).at), 'wording.flash.removed');
  });

  // Tries words; keeps nothing.
  app.post('/desk/words/trial', async (c) => {
    const sent = await readForm(c);
    const { locales } = c.var.network;
    const language = locales.includes(sent.get('language')) ? sent.get('language') : c.var.locale;
    return wordsPage(c, undefined, undefined, { language, text: sent.get('text').slice(0, 2000) });
  });
}
