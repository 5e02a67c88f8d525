import type { Translatable } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { topicsInLanguages, writeTopicLabel } from './topic-words.ts';

/** The names of the inbox's topics in several languages. */
export const translatable: Translatable = {
  kind: 'topic',
  fields: [{ name: 'label', longest: 80, required: true, form: 'line' }],
  list: (ctx, limit) => topicsInLanguages(ctx, { limit }),
  find: (ctx, ids) => topicsInLanguages(ctx, { ids }),
  href: (at) => urls.inbox.settings(at),
  async write(ctx, id, locale, { label = '' }) {
    if (/\p{Cc}/u.test(label)) return { ok: false, errors: { label: { key: 'field.line' } } };
    if (label.length > 80) return { ok: false, errors: { label: { key: 'field.long', values: { limit: 80 } } } };
    const written = await writeTopicLabel(ctx, id, locale, label);
    return written ? { ok: true } : { ok: false, errors: { label: { key: 'field.required' } } };
  },
};
