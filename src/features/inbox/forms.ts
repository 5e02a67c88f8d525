import { z } from 'zod';
import { choiceOrNone, isDay, line, prose, type Sent } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';
import { cautions, handWays, permissions, senders, states, voices } from './inquiry.ts';

const email = z
  .string()
  .trim()
  .max(254, 'field.long')
  .refine((text) => text === '' || readEmail(text) !== undefined, 'inbox.email.wrong')
  .transform((text) => (text === '' ? '' : readEmail(text)!));

/** The fields as typed. */
export const readFields = (sent: Sent, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name).trim()]));

export const contactFields = ['name', 'email', 'phone', 'topic', 'body', 'safe_note'] as const;
/** What the public writes. Only the words are needed; without a way back there is no answer, and the page says so. */
export const contactForm = (topics: readonly string[]) =>
  z.object({
    name: line(120),
    email,
    phone: line(60),
    topic: choiceOrNone(topics),
    body: prose(10_000).min(1, 'field.required'),
    safe_note: prose(500),
  });
export type ContactForm = z.output<ReturnType<typeof contactForm>>;

const about = (lists: InboxLists) => ({
  sender: z.enum(senders, 'field.choose'),
  name: line(120),
  email,
  phone: line(60),
  address: prose(500),
  place: choiceOrNone(lists.places),
  locale: z.enum(lists.locales as [string, ...string[]], 'field.choose'),
  subject: line(160),
  may: z.enum(permissions, 'field.choose'),
  may_note: prose(500),
  words_of: z.enum(voices, 'field.choose'),
  safe: z.array(z.string()).transform((list) => cautions.filter((one) => list.includes(one))),
  safe_note: prose(500),
});

/** What a form of the inbox chooses from. */
export type InboxLists = {
  places: readonly string[];
  locales: readonly string[];
  topics: readonly string[];
  owners: readonly string[];
};

export const aboutFields = [
  'sender',
  'name',
  'email',
  'phone',
  'address',
  'place',
  'locale',
  'subject',
  'may',
  'may_note',
  'words_of',
  'safe_note',
] as const;
/** Who she is, what may be done with her words, how she is answered safely. */
export const aboutForm = (lists: InboxLists) => z.object(about(lists));
export type AboutForm = z.output<ReturnType<typeof aboutForm>>;

export const newFields = [...aboutFields, 'way', 'received_on', 'topic', 'owner', 'body'] as const;
/** A letter, a call or a visit, entered by hand. */
export const newForm = (lists: InboxLists, today: string) =>
  z.object({
    ...about(lists),
    way: z.enum(handWays, 'field.choose'),
    received_on: z
      .string()
      .refine(isDay, 'inbox.day.unreadable')
      .refine((day) => !isDay(day) || day <= today, 'inbox.day.future'),
    topic: choiceOrNone(lists.topics),
    owner: choiceOrNone(lists.owners),
    body: prose(40_000).min(1, 'field.required'),
  });
export type NewForm = z.output<ReturnType<typeof newForm>>;

export const assignmentForm = (lists: Pick<InboxLists, 'topics' | 'owners'>) =>
  z.object({ topic: choiceOrNone(lists.topics), owner: choiceOrNone(lists.owners) });

export const stateForm = z.object({ state: z.enum(states, 'field.choose') });
export const noteForm = z.object({ note: prose(5_000).min(1, 'field.required') });

export const answerFields = ['subject', 'body', 'by', 'afterwards'] as const;
export const answerForm = z.object({
  subject: line(160).min(1, 'field.required'),
  body: prose(20_000).min(1, 'field.required'),
  by: z.enum(['mail', 'paper'], 'field.choose'),
  afterwards: z.enum(['waiting', 'answered'], 'field.choose'),
});
export type AnswerForm = z.output<typeof answerForm>;

export const arrivalFields = ['kind', 'words'] as const;
export const arrivalForm = z.object({
  kind: z.enum(['came', 'call'], 'field.choose'),
  words: prose(40_000).min(1, 'field.required'),
});

/** The contact page: its texts stand under `hours_en`, `intro_en` and so on. */
export const pageForm = (locales: readonly string[]) =>
  z.object({
    open: z.string().transform((value) => value === 'yes'),
    phone: line(60),
    answer_days: z.coerce
      .number('inbox.days.wrong')
      .int('inbox.days.wrong')
      .min(1, 'inbox.days.wrong')
      .max(90, 'inbox.days.wrong'),
    ...Object.fromEntries(locales.map((locale) => [`hours_${locale}`, line(200)])),
    ...Object.fromEntries(locales.map((locale) => [`intro_${locale}`, prose(2_000)])),
  });

export const topicForm = (locales: readonly string[], owners: readonly string[]) =>
  z.object({
    keep_days: z.coerce
      .number('inbox.keep.wrong')
      .int('inbox.keep.wrong')
      .min(7, 'inbox.keep.wrong')
      .max(3_650, 'inbox.keep.wrong'),
    owner: choiceOrNone(owners),
    offered: z.string().transform((value) => value === 'yes'),
    closed: z.string().transform((value) => value === 'yes'),
    ...Object.fromEntries(
      locales.map((locale, at) => [`label_${locale}`, at === 0 ? line(80).min(1, 'field.required') : line(80)]),
    ),
  });

export const templateForm = (locales: readonly string[]) =>
  z.object({
    name: line(80).min(1, 'field.required'),
    ...Object.fromEntries(locales.map((locale) => [`subject_${locale}`, line(160)])),
    ...Object.fromEntries(locales.map((locale) => [`body_${locale}`, prose(10_000)])),
  });

/** The texts of a form by locale: `hours_en` → {en: …}, empty ones left out. */
export const byLocale = (
  data: Record<string, unknown>,
  name: string,
  locales: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    locales.map((locale) => [locale, String(data[`${name}_${locale}`] ?? '')]).filter(([, text]) => text),
  );
