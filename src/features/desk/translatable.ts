import { parse } from '../../platform/http/index.ts';
import type { Translatable } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { isReady, missingParts } from '../campaigns/index.ts';
import { signedWords } from './campaign.ts';
import { removeText, saveText } from './commands.ts';
import { textForm, uuid } from './forms.ts';
import { findForDesk } from './queries.ts';
import { campaignsInLanguages } from './translatable-queries.ts';

const fields: Translatable['fields'] = [
  { name: 'title', longest: 160, required: true, form: 'line' },
  { name: 'summary', longest: 500, form: 'lines' },
  { name: 'story', longest: 20_000, form: 'markdown' },
  { name: 'asks', longest: 6_000, form: 'lines' },
  { name: 'addressees', longest: 2_000, form: 'lines' },
  { name: 'letter_subject', longest: 200, form: 'line' },
  { name: 'letter_body', longest: 10_000, form: 'lines' },
  { name: 'thanks', longest: 2_000, form: 'lines' },
  { name: 'picture_alt', longest: 300, form: 'line' },
];

/** The public words of campaigns in several languages, under the rules of their own desk. */
export const translatable: Translatable = {
  kind: 'campaign',
  fields,
  list: (ctx, limit) => campaignsInLanguages(ctx, { limit }),
  find: (ctx, ids) => campaignsInLanguages(ctx, { ids: ids.filter((id) => uuid.test(id)) }),
  href: (at, { id }) => urls.campaigns.edit(at, id),
  async write(ctx, id, locale, texts) {
    const campaign = await findForDesk(ctx, id);
    if (!campaign) return { ok: false, errors: { title: { key: 'field.required' } } };
    const gone = fields.every(({ name }) => !texts[name]);
    const asks = (texts.asks ?? '').split('\n').flatMap((ask) => ask.trim() || []);
    const parsed = parse(textForm, { ...texts, title: gone ? '-' : texts.title, asks });
    if (!parsed.ok) return parsed;
    const data = gone ? { ...parsed.data, title: '' } : parsed.data;
    const refused = (parts: readonly string[], key: string) => ({
      ok: false as const,
      errors: Object.fromEntries(parts.map((part) => [part, { key }])),
    });
    // A language that the public is offered now is not taken away, and what people signed is not changed.
    const offered = campaign.state === 'open' && isReady(campaign.texts.find((one) => one.locale === locale));
    const missing = missingParts(data);
    if (offered && missing.length > 0) return refused(missing, 'desk.texts.offered');
    const changed = signedWords(campaign, locale, data);
    if (changed.length > 0) return refused(changed, 'desk.texts.signed');
    await (gone ? removeText(ctx, id, locale) : saveText(ctx, id, locale, data));
    return { ok: true };
  },
};
