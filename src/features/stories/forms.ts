import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { dayOf, instantOf, isDay, line, type Sent, slugField } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';
import { longestMonths, purposes, uses, usualMonths, ways, words } from './story.ts';

/** A new story: a title in one language, and the name that stands beside it. */
export const createForm = (locales: readonly string[]) =>
  z.object({
    title: line(160).min(1, 'field.required'),
    locale: z.string().refine((locale) => locales.includes(locale), 'field.choose'),
    public_name: line(120).min(1, 'field.required'),
  });

export const basicsFields = ['slug', 'public_name', 'alias'] as const;
export const basicsForm = z.object({
  slug: slugField('stories.slug.form'),
  public_name: line(120).min(1, 'field.required'),
  alias: z.string().transform((value) => value === 'yes'),
});
export type BasicsForm = z.output<typeof basicsForm>;

export const textFields = ['title', 'summary', 'body', 'picture_alt'] as const;
export const textForm = z.object({
  title: line(160).min(1, 'field.required'),
  summary: z.string().trim().max(400, 'field.long'),
  body: z.string().trim().max(40_000, 'field.long'),
  picture_alt: line(300),
});
export type TextForm = z.output<typeof textForm>;

/** What she is asked: one use in one place, in some languages. */
export const askForm = (locales: readonly string[]) =>
  z.object({
    use: z.enum(uses, 'field.choose'),
    place: line(120),
    locales: z
      .array(z.string())
      .transform((list) => list.filter((locale) => locales.includes(locale)))
      .refine((list) => list.length > 0, 'field.choose'),
  });
export type AskForm = z.output<ReturnType<typeof askForm>>;

/** The first and the last day on which she may let an approval end, and the usual one, as days on the network's calendar. */
export function daysOf(now: Date, timeZone: string): { first: string; usual: string; last: string } {
  const today = Temporal.PlainDate.from(dayOf(now, timeZone));
  return {
    first: today.toString(),
    usual: today.add({ months: usualMonths }).toString(),
    last: today.add({ months: longestMonths }).toString(),
  };
}

/** The moment at which a day is over on the clocks of `timeZone`. */
const endOfDay = (day: string, timeZone: string): Date =>
  instantOf(`${Temporal.PlainDate.from(day).add({ days: 1 })}T00:00`, timeZone)!;

const until = (now: Date, timeZone: string) =>
  z.string().transform((text, context): Date => {
    const { first, usual, last } = daysOf(now, timeZone);
    const day = text.trim() || usual;
    if (!isDay(day) || day < first || day > last) {
      context.addIssue({ code: 'custom', message: 'stories.until.range' });
      return now;
    }
    return endOfDay(day, timeZone);
  });

/** Her own answer: which approval, of which words, until when. */
export const ownForm = (now: Date, timeZone: string) =>
  z.object({ version: z.string().regex(/^[0-9a-f]{64}$/, 'stories.changed'), until: until(now, timeZone) });

export const wordFields = ['version', 'way', 'witness', 'note', 'until'] as const;
/** Her word as a coordinator writes it down: how it came, and who was there or how it went. */
export const wordForm = (now: Date, timeZone: string) =>
  ownForm(now, timeZone)
    .extend({
      way: z.enum(words, 'field.choose'),
      witness: line(120),
      note: z.string().trim().max(1_000, 'field.long'),
    })
    .refine((form) => form.witness !== '' || form.note !== '', { path: ['witness'], message: 'stories.word.needed' });
export type WordForm = z.output<ReturnType<typeof wordForm>>;

export const identityFields = ['real_name', 'way', 'contact_email', 'contact_note', 'username'] as const;
export const identityForm = z
  .object({
    real_name: line(160),
    way: z.enum(ways, 'field.choose'),
    contact_email: z
      .string()
      .trim()
      .max(254, 'field.long')
      .refine((text) => text === '' || readEmail(text) !== undefined, 'field.email')
      .transform((text) => (text === '' ? null : readEmail(text)!)),
    contact_note: z.string().trim().max(1_000, 'field.long'),
    /** The address or username with which she signs in. */
    username: line(254),
  })
  .refine((form) => form.way !== 'mail' || form.contact_email !== null, {
    path: ['contact_email'],
    message: 'field.required',
  });
export type IdentityForm = z.output<typeof identityForm>;

export const purposeForm = z.object({ purpose: z.enum(purposes, 'field.choose') });

export const paymentFields = ['kind', 'amount', 'currency', 'paid_on', 'purpose', 'how'] as const;
export const paymentForm = z
  .object({
    kind: z.enum(['paid', 'declined', 'none'], 'field.choose'),
    amount: z
      .string()
      .trim()
      .regex(/^(\d{1,9}([.,]\d{1,2})?)?$/, 'stories.payment.amount.form')
      .transform((text) => (text === '' ? null : text.replace(',', '.'))),
    currency: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^([A-Z]{3})?$/, 'stories.payment.currency.form')
      .transform((text) => text || null),
    paid_on: z.string().refine(isDay, 'stories.payment.day'),
    purpose: line(200),
    how: line(200),
  })
  .refine((form) => form.kind !== 'paid' || (form.amount !== null && Number(form.amount) > 0), {
    path: ['amount'],
    message: 'field.required',
  })
  .refine((form) => form.kind !== 'paid' || form.currency !== null, { path: ['currency'], message: 'field.required' })
  .transform((form) => (form.kind === 'paid' ? form : { ...form, amount: null, currency: null }));
export type PaymentForm = z.output<typeof paymentForm>;

export const readFields = (sent: Sent, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name).trim()]));
