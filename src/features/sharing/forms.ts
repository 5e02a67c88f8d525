import { z } from 'zod';
import { type FieldErrors, line, type Sent } from '../../platform/http/index.ts';
import type { ShareWords } from '../campaigns/index.ts';

const hashtag = z
  .string()
  .trim()
  .transform((text) => text.replace(/^#/, ''))
  .refine((text) => text === '' || /^[\p{L}\p{N}\p{M}_]{2,40}$/u.test(text), 'sharing.hashtag.form');

/** Typed into a field of several lines; passed on as one. */
const sentences = z
  .string()
  .transform((text) => text.replace(/\s+/g, ' '))
  .pipe(line(280));

const words = { title: line(120), text: sentences, hashtag };
export const shareParts = ['title', 'text', 'hashtag'] as const;

export type WordsForm = Record<string, ShareWords>;

/** The share words of each of these languages; fields are named `title_en`. All mistakes are told at once. */
export function readWords(
  sent: Sent,
  locales: readonly string[],
): { ok: true; data: WordsForm } | { ok: false; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const data: WordsForm = {};
  for (const locale of locales) {
    const own: ShareWords = { title: '', text: '', hashtag: '' };
    for (const part of shareParts) {
      const read = words[part].safeParse(sent.get(`${part}_${locale}`));
      if (read.success) own[part] = read.data;
      else {
        const issue = read.error.issues[0]!;
        errors[`${part}_${locale}`] = {
          key: issue.message,
          values: 'maximum' in issue ? { limit: Number(issue.maximum) } : undefined,
        };
      }
    }
    data[locale] = own;
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, data };
}

export const sourceCode = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** A code for a link, and for what it stands. */
export const sourceForm = z.object({
  note: line(120).min(1, 'field.required'),
  code: z.string().trim().toLowerCase().regex(sourceCode, 'sharing.code.form'),
});
export const readSourceForm = (sent: Sent) => ({ note: sent.get('note'), code: sent.get('code') });

export type SettingsForm = { referrer: boolean; embedOn: string[] };

/** One site a line, as an address whose origin counts. */
export const settingsForm = z.object({
  referrer: z.boolean(),
  embedOn: z
    .array(z.string())
    .max(50, 'sharing.sites.many')
    .transform((sites, context): string[] =>
      [
        ...new Set(
          sites.map((site) => {
            const address = URL.canParse(site) ? new URL(site) : undefined;
            if (address && /^https?:$/.test(address.protocol) && /^[a-z0-9.-]+$/.test(address.hostname))
              return address.origin;
            context.addIssue({ code: 'custom', message: 'sharing.sites.form' });
            return '';
          }),
        ),
      ].filter(Boolean),
    ),
});
export const readSettingsForm = (sent: Sent) => ({
  referrer: sent.get('referrer') === 'yes',
  embedOn: sent
    .get('embedOn')
    .split('\n')
    .map((site) => site.trim())
    .filter(Boolean)
    .map((site) => (/^[a-z][a-z0-9+.-]*:/i.test(site) ? site : `https://${site}`)),
});
