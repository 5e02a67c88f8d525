import { parse } from '../../platform/http/index.ts';
import type { Translatable } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { removeText, saveText } from './commands.ts';
import { textForm } from './forms.ts';
import { itemsInLanguages } from './translatable-queries.ts';

const fields: Translatable['fields'] = [
  { name: 'title', longest: 160, required: true, form: 'line' },
  { name: 'summary', longest: 400, form: 'lines' },
  { name: 'body', longest: 40_000, form: 'markdown' },
  { name: 'picture_alt', longest: 300, form: 'line' },
];

/** The words of news in several languages. */
export const translatable: Translatable = {
  kind: 'news',
  fields,
  list: (ctx, limit) => itemsInLanguages(ctx, { limit }),
  find: (ctx, ids) => itemsInLanguages(ctx, { ids: ids.filter((id) => uuid.test(id)) }),
  href: (at, { id }) => urls.news.edit(at, id),
  async write(ctx, id, locale, texts) {
    if (fields.every(({ name }) => !texts[name])) return removeText(ctx, id, locale);
    const parsed = parse(textForm, texts);
    return parsed.ok ? saveText(ctx, id, locale, parsed.data) : parsed;
  },
};
