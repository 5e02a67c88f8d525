import type { Context, Hono } from 'hono';
import { requireRole } from '../../../platform/access/index.ts';
import { askTogether } from '../../../platform/db/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  page,
  readForm,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import type { FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { listIssues, listPlaces } from '../queries.ts';
import { seenMark, wordsForm } from './forms.ts';
import { EditWordsPage, WordsPage } from './page.tsx';
import { lockOwnWords, nouns, type OwnWords, ownWords, ownWordsOf, projectWordsOf, saveOwnWords } from './queries.ts';

type C = Context<Env>;

/** The form's fields of one language, as its words stand. */
const fieldsOf = (locale: string, words: OwnWords | undefined): [string, string][] => [
  [`label_${locale}`, words?.label ?? ''],
  [`summary_${locale}`, words?.summary ?? ''],
  [`seen_${locale}`, seenMark(words)],
];
const mostPlaces = 60;

/** A network's own words for issues and places, under /desk/vocabulary. Coordinators alone. */
export function ownWordsRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/desk/vocabulary', async (c) => {
    requireRole(c, 'coordinator');
    const find = (c.req.query('find') ?? '').trim().slice(0, 100);
    const sought = find.toLocaleLowerCase();
    const props = await read(c, async (slow) => {
      const ctx = { ...slow, trx: askTogether(slow.trx) };
      const [own, issues, places] = await Promise.all([ownWords(ctx), listIssues(ctx), find ? listPlaces(ctx) : []]);
      const fit = places.filter((place) => place.label.toLocaleLowerCase().includes(sought));
      return { own, issues, places: fit.slice(0, mostPlaces) };
    });
    return page(c, <WordsPage v={view(c, deps)} {...props} find={find} />);
  });

  const nounOf = (c: C) => ({
    noun: found(nouns.find((one) => one === c.req.param('noun'))),
    id: c.req.param('id') ?? '',
  });

  async function editPage(c: C, typed?: FormState): Promise<Response> {
    const { noun, id } = nounOf(c);
    const { project, own } = await read(c, async (ctx) => ({
      project: found(await projectWordsOf(ctx, noun, id)),
      own: await ownWordsOf(ctx, noun, id),
    }));
    const values = Object.fromEntries(c.var.network.locales.flatMap((locale) => fieldsOf(locale, own[locale])));
    const state = typed ?? { values, errors: {} };
    return page(
      c,
      <EditWordsPage v={view(c, deps)} noun={noun} id={id} project={project} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/vocabulary/:noun/:id', (c) => {
    requireRole(c, 'coordinator');
    return editPage(c);
  });

  app.post('/desk/vocabulary/:noun/:id', async (c) => {
    requireRole(c, 'coordinator');
    const { noun, id } = nounOf(c);
    const sent = await readForm(c);
    const values: Record<string, string> = {};
    const errors: FieldErrors = {};
    const chosen = new Map<string, OwnWords | undefined>();
    for (const locale of c.var.network.locales) {
      const texts = {
        label: sent.get(`label_${locale}`),
        summary: noun === 'issue' ? sent.get(`summary_${locale}`) : '',
      };
      for (const [name, text] of Object.entries(texts)) values[`${name}_${locale}`] = text;
      values[`seen_${locale}`] = sent.get(`seen_${locale}`);
      const words = wordsForm(texts);
      if (words.ok) chosen.set(locale, words.data);
      else for (const [name, error] of Object.entries(words.errors)) errors[`${name}_${locale}`] = error;
    }
    if (Object.keys(errors).length > 0) return editPage(c, { values, errors });
    const wrong = await write(c, async (ctx): Promise<FormState | undefined> => {
      found(await projectWordsOf(ctx, noun, id));
      await lockOwnWords(ctx, noun, id);
      const before = await ownWordsOf(ctx, noun, id);
      const now: Record<string, string> = { ...values };
      const changed: FieldErrors = {};
      const written: [string, OwnWords | undefined][] = [];
      for (const [locale, words] of chosen) {
        const [was, hers, seen] = [seenMark(before[locale]), seenMark(words), values[`seen_${locale}`]];
        if (hers === was) continue;
        // Somebody else wrote this language since she opened the page: what she did not touch stays theirs.
        const elsewhere = seen !== '' && seen !== was;
        if (elsewhere) Object.assign(now, { [`seen_${locale}`]: was });
        if (elsewhere && hers === seen) Object.assign(now, Object.fromEntries(fieldsOf(locale, before[locale])));
        else if (elsewhere)
          changed[`label_${locale}`] = before[locale]
            ? { key: 'vocabularies.words.changed', values: { text: before[locale].label } }
            : { key: 'vocabularies.words.taken' };
        else written.push([locale, words]);
      }
      if (Object.keys(changed).length > 0) return { values: now, errors: changed };
      for (const [locale, words] of written) await saveOwnWords(ctx, noun, id, locale, words);
      return undefined;
    });
    if (wrong) return editPage(c, wrong);
    return after(c, urls.vocabularies.ownWords(view(c, deps).at), 'vocabularies.words.saved');
  });
}
