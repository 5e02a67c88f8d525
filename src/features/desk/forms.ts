import { z } from 'zod';
import { instantOf, type Sent, slugField } from '../../platform/http/index.ts';
import { type CampaignMode, type CampaignText, campaignModes, longestLetter } from '../campaigns/index.ts';

const filled = (text: string) => text.trim() !== '';
/** One line, kept as typed. */
const line = (longest: number) =>
  z
    .string()
    .refine((text) => !text.includes('\n'), 'field.line')
    .max(longest, 'field.long');
const slug = slugField('desk.slug.form');

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export type CreateForm = { title: string; slug: string; locale: string; mode: CampaignMode };

/** What the form for a new campaign holds. `slug` may be empty: one is made from the title. */
export const createForm = (locales: readonly string[]): z.ZodType<CreateForm> =>
  z.object({
    title: line(160).refine(filled, 'field.required'),
    slug: z.union([z.literal(''), slug], 'desk.slug.form'),
    locale: z.string().refine((locale) => locales.includes(locale), 'field.choose'),
    mode: z.enum(campaignModes, 'field.choose'),
  });

export const readCreateForm = (sent: Sent) => ({
  title: sent.get('title'),
  slug: sent.get('slug').trim().toLowerCase(),
  locale: sent.get('locale'),
  // Left alone it is a letter.
  mode: sent.get('mode') || 'letter',
});

export type BasicsForm = { slug: string; goal: number | null; closes_at: Date | null };

/** Address, goal and closing date, as the clocks of `timeZone` show it. */
export const basicsForm = (timeZone: string) =>
  z.object({
    slug,
    goal: z
      .string()
      .refine((text) => text === '' || (/^\d{1,9}$/.test(text) && Number(text) > 0), 'field.number')
      .transform((text) => (text === '' ? null : Number(text))),
    closes_at: z.string().transform((text, context): Date | null => {
      if (text === '') return null;
      const at = instantOf(text, timeZone);
      if (!at) context.addIssue({ code: 'custom', message: 'desk.closes.unreadable' });
      return at ?? null;
    }),
  });

export const readBasicsForm = (sent: Sent) => ({
  slug: sent.get('slug').trim().toLowerCase(),
  goal: sent.get('goal').trim(),
  closes_at: sent.get('closes_at').trim(),
});

/** The longest story; a form may hold 256 KiB in all. */
const longText = 20_000;
const mostAsks = 12;

export type TextForm = Omit<CampaignText, 'locale'>;

/** The texts of one language. A draft needs a title alone. */
export const textForm: z.ZodType<TextForm> = z.object({
  title: line(160).refine(filled, 'field.required'),
  summary: z.string().max(500, 'field.long'),
  story: z.string().max(longText, 'field.long'),
  asks: z
    .array(z.string())
    .max(mostAsks, 'desk.asks.many')
    .refine((asks) => asks.every((ask) => ask.length <= 300), 'desk.asks.long'),
  addressees: z.string().max(2_000, 'field.long'),
  // Nor with a sign that her form refuses: she could not send what she was given.
  letter_subject: line(200).refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'field.line'),
  // No longer than a supporter may send it: her form refuses more.
  letter_body: z.string().max(longestLetter, 'field.long'),
  thanks: z.string().max(2_000, 'field.long'),
  picture_alt: line(300),
});

/** As typed, but for the asks: one per line, blank lines left out. */
export const readTextForm = (sent: Sent): TextForm => ({
  title: sent.get('title'),
  summary: sent.get('summary'),
  story: sent.get('story'),
  asks: sent
    .get('asks')
    .split('\n')
    .map((ask) => ask.trim())
    .filter(filled),
  addressees: sent.get('addressees'),
  letter_subject: sent.get('letter_subject'),
  letter_body: sent.get('letter_body'),
  thanks: sent.get('thanks'),
  picture_alt: sent.get('picture_alt'),
});

export const textFields = [
  'title',
  'summary',
  'story',
  'asks',
  'addressees',
  'letter_subject',
  'letter_body',
  'thanks',
  'picture_alt',
] as const;
export type TextField = (typeof textFields)[number];

/** The texts as the fields of the form show them. */
export const textValues = (text: TextForm | undefined): Record<TextField, string> =>
  Object.fromEntries(
    textFields.map((field) => [field, field === 'asks' ? (text?.asks ?? []).join('\n') : (text?.[field] ?? '')]),
  ) as Record<TextField, string>;
