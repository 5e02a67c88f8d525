import { z } from 'zod';
import { languageCodes, languageLabel } from '../../../platform/i18n/index.ts';
import { readEmail } from '../../../platform/mail/index.ts';
import { isUsername } from '../../accounts/index.ts';
import { nameKey } from '../../organisations/index.ts';

const line = (most: number) =>
  z
    .string()
    .max(most, 'field.long')
    .regex(/^\P{Cc}*$/u, 'field.line')
    .transform((text) => text.trim().normalize('NFC'));

/** The codes of languages that somebody wrote with commas between, by code or by name in one of the `locales`; undefined: one is unknown. */
export function readLanguages(text: string, locales: readonly string[]): string[] | undefined {
  const codes: string[] = [];
  for (const word of text.split(/[,;،、]/).map(nameKey)) {
    if (word === '') continue;
    const code = languageCodes.find(
      (each) => each === word || locales.some((locale) => nameKey(languageLabel(locale, each)) === word),
    );
    if (!code) return undefined;
    if (!codes.includes(code)) codes.push(code);
  }
  return codes.slice(0, 20);
}

/** What a coordinator types to add a member. An address or a username is needed. */
export const addForm = (at: {
  locales: readonly string[];
  countries: ReadonlySet<string>;
  organisations: ReadonlySet<string>;
}) =>
  z
    .object({
      name: line(120).refine((text) => text !== '', 'field.required'),
      email: z
        .string()
        .trim()
        .max(254, 'field.long')
        .refine((text) => text === '' || readEmail(text) !== undefined, 'field.email')
        .transform((text) => (text === '' ? null : readEmail(text)!)),
      username: z
        .string()
        .trim()
        .refine((text) => text === '' || isUsername(text), 'accounts.people.usernameForm'),
      locale: z.string().refine((text) => at.locales.includes(text), 'field.choose'),
      languages: line(300)
        .refine((text) => readLanguages(text, at.locales) !== undefined, 'members.add.wrong.languages')
        .transform((text) => readLanguages(text, at.locales) ?? []),
      country: z
        .string()
        .refine((text) => text === '' || at.countries.has(text), 'field.choose')
        .transform((text) => text || null),
      organisation: z
        .string()
        .refine((text) => text === '' || at.organisations.has(text), 'field.choose')
        .transform((text) => text || null),
      note: z.string().trim().max(1_000, 'field.long'),
      invite: z.string().transform((text) => text === 'yes'),
    })
    .refine((form) => form.email !== null || form.username !== '', {
      path: ['email'],
      message: 'accounts.people.either',
    });

export type AddForm = z.output<ReturnType<typeof addForm>>;
