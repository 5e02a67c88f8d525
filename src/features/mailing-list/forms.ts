import { z } from 'zod';
import { line } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';

const email = z
  .string()
  .trim()
  .min(1, 'field.required')
  .max(254, 'field.long')
  .refine((text) => readEmail(text) !== undefined, 'field.email')
  .transform((text) => readEmail(text)!);

/** The mailbox that a coordinator takes off the list, because its owner asked her to. */
export const removalForm = z.object({ email });

/** What somebody types who wants our mails. A name is never needed. */
export const signupForm = (locales: readonly string[]) =>
  z.object({
    name: line(120),
    email,
    locale: z.string().refine((locale) => locales.includes(locale), 'field.choose'),
  });

/** The words above the button in one language; empty: Casement's own. They stand as one paragraph. */
export const wordsField = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .refine((text) => text === '' || text.length >= 20, 'mailing.words.short')
  .refine((text) => text.length <= 600, 'field.long');

export type SignupForm = z.output<ReturnType<typeof signupForm>>;
