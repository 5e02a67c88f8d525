import type { Translatable } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { namesOf, writeNames } from './names.ts';

/** The one thing of this kind. */
const self = 'network';

/** What the network is called, and its motto, in several languages. */
export const translatable: Translatable = {
  kind: 'network',
  fields: [
    { name: 'name', longest: 120, required: true, form: 'line' },
    { name: 'tagline', longest: 240, form: 'line' },
  ],
  list: (ctx) => namesOf(ctx, self, true),
  find: async (ctx, ids) => (ids.includes(self) ? namesOf(ctx, self, false) : []),
  href: (at) => urls.networks.settings(at),
  async write(ctx, _id, locale, { name = '', tagline = '' }) {
    if (name === '' && tagline !== '') return { ok: false, errors: { name: { key: 'field.required' } } };
    for (const [field, text, limit] of [
      ['name', name, 120],
      ['tagline', tagline, 240],
    ] as const) {
      if (/\p{Cc}/u.test(text)) return { ok: false, errors: { [field]: { key: 'field.line' } } };
      if (text.length > limit) return { ok: false, errors: { [field]: { key: 'field.long', values: { limit } } } };
    }
    await writeNames(ctx, locale, { name, tagline });
    return { ok: true };
  },
};
