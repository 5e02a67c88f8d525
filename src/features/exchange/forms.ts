import { z } from 'zod';
import { choiceOrNone, isDay, line, prose, type Sent } from '../../platform/http/index.ts';
import { itemKinds, longestDays, sides, workLanguages } from './item.ts';

/** What a form may choose from. */
export type ItemLists = { countries: readonly string[]; organisations: readonly string[]; locales: readonly string[] };

const dayAfter = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The last day that an item may be given on `today`. */
export const lastDay = (today: string): string => dayAfter(today, longestDays);
export const dayIn = dayAfter;

/** Title and text in one language. */
export const textForm = z.object({
  title: line(160).min(1, 'field.required'),
  body: prose(5_000).min(1, 'field.required'),
});
export type TextForm = z.output<typeof textForm>;

/** Everything about an item but its words. */
export const itemForm = (today: string, lists: ItemLists) =>
  z
    .object({
      side: z.enum(sides, 'field.choose'),
      kind: z.enum(itemKinds, 'field.choose'),
      organisation: choiceOrNone(lists.organisations),
      country: choiceOrNone(lists.countries),
      whereabouts: line(120),
      languages: z
        .array(z.string())
        .transform((codes) => [...new Set(codes)].filter((code) => (workLanguages as readonly string[]).includes(code)))
        .refine((codes) => codes.length > 0, 'exchange.languages.needed'),
      from: z
        .string()
        .trim()
        .refine((day) => day === '' || isDay(day), 'exchange.day.unreadable')
        .transform((day) => day || null),
      until: z
        .string()
        .trim()
        .refine(isDay, 'exchange.day.unreadable')
        .refine((day) => !isDay(day) || day >= today, 'exchange.until.past')
        .refine((day) => !isDay(day) || day <= lastDay(today), 'exchange.until.far'),
      seen: z.enum(['members', 'public'], 'field.choose'),
    })
    .refine((form) => !form.from || form.from <= form.until, { path: ['until'], message: 'exchange.until.before' });
export type ItemForm = z.output<ReturnType<typeof itemForm>>;

/** A new item is written in one language first. */
export const newItemForm = (today: string, lists: ItemLists) =>
  itemForm(today, lists)
    .and(textForm)
    .and(z.object({ locale: z.enum(lists.locales as [string, ...string[]], 'field.choose') }));

export const itemFields = ['side', 'kind', 'organisation', 'country', 'whereabouts', 'from', 'until', 'seen'] as const;
export const textFields = ['title', 'body'] as const;

/** The named fields as typed. */
export const readFields = (sent: Sent, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name).trim()]));

/** One message of a conversation. */
export const messageForm = z.object({ body: prose(5_000).min(1, 'field.required') });

/** What became of an item. */
export const resultForm = z.object({ result: prose(1_000).min(1, 'field.required') });
