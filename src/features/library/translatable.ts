import { parse } from '../../platform/http/index.ts';
import type { Translatable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { removeVersion, saveVersion } from './commands.ts';
import { findForDesk } from './desk-queries.ts';
import { versionForm } from './forms.ts';
import { worksInLanguages } from './translatable-queries.ts';

const fields: Translatable['fields'] = [
  { name: 'title', longest: 300, required: true, form: 'line' },
  { name: 'subtitle', longest: 300, form: 'line' },
  { name: 'abstract', longest: 4_000, form: 'lines' },
  { name: 'body', longest: 200_000, form: 'markdown' },
];

/** The words of the library in several languages. */
export const translatable: Translatable = {
  kind: 'library',
  fields,
  list: (ctx, limit) => worksInLanguages(ctx, { limit }),
  find: (ctx, ids) => worksInLanguages(ctx, { ids: ids.filter((id) => uuid.test(id)) }),
  href: (at, { id }) => urls.library.edit(at, id),
  async write(ctx: Ctx, id, locale, texts) {
    if (fields.every(({ name }) => !texts[name])) return removeVersion(ctx, id, locale);
    const known = (await findForDesk(ctx, id))?.versions.find((version) => version.locale === locale);
    const parsed = parse(versionForm, {
      ...texts,
      translators: known?.translators.join('\n') ?? '',
      original: known?.original ? 'on' : '',
    });
    return parsed.ok ? saveVersion(ctx, id, locale, parsed.data) : parsed;
  },
};
