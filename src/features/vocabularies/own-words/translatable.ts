import type { Translatable } from '../../../platform/registry/index.ts';
import { urls } from '../../../urls.ts';
import { wordsForm } from './forms.ts';
import { type Noun, projectWordsOf, saveOwnWords, wordsInLanguages } from './queries.ts';

const label = { name: 'label', longest: 120, required: true, form: 'line' } as const;
const summary = { name: 'summary', longest: 400, form: 'lines' } as const;

/** The network's own words for issues or places, in several languages. The project's lists are translated already. */
export const wordsOf = (noun: Noun): Translatable => ({
  kind: noun,
  fields: noun === 'issue' ? [label, summary] : [label],
  list: (ctx, limit) => wordsInLanguages(ctx, noun, { limit }),
  find: (ctx, ids) => wordsInLanguages(ctx, noun, { ids }),
  href: (at, { id }) => urls.vocabularies.words(at, noun, id),
  async write(ctx, id, locale, texts) {
    const read = wordsForm(texts);
    if (!read.ok) return read;
    if (!(await projectWordsOf(ctx, noun, id)))
      return { ok: false, errors: { label: { key: 'vocabularies.words.gone' } } };
    await saveOwnWords(ctx, noun, id, locale, read.data);
    return { ok: true };
  },
});
