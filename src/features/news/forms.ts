import { z } from 'zod';
import { instantOf, line, type Sent, slugField } from '../../platform/http/index.ts';
import { newsKinds } from './item.ts';

/** A new item: a title in one language; its address is made from it. */
export const createForm = (locales: readonly string[]) =>
  z.object({
    title: line(160).min(1, 'field.required'),
    locale: z.string().refine((locale) => locales.includes(locale), 'field.choose'),
    kind: z.enum(newsKinds, 'field.choose'),
  });

const slug = slugField('news.slug.form');

/** Address, kind, authors (one a line), and from when it is public, on the clocks of `timeZone`; empty: at once. */
export const basicsForm = (timeZone: string) =>
  z.object({
    slug,
    kind: z.enum(newsKinds, 'field.choose'),
    authors: z
      .string()
      .transform((text) => [...new Set(text.split('\n').map((one) => one.trim()))].filter((one) => one !== ''))
      .refine((authors) => authors.length <= 20 && authors.every((one) => one.length <= 120), 'news.authors.many'),
    publish_at: z.string().transform((text, context): Date | null => {
      if (text === '') return null;
      const at = instantOf(text, timeZone);
      if (!at) context.addIssue({ code: 'custom', message: 'news.when.unreadable' });
      return at ?? null;
    }),
  });
export type BasicsForm = z.output<ReturnType<typeof basicsForm>>;

export const basicsFields = ['slug', 'kind', 'authors', 'publish_at'] as const;

export const readFields = (sent: Sent, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name).trim()]));

export const textFields = ['title', 'summary', 'body', 'picture_alt'] as const;
/** One language's texts. */
export const textForm = z.object({
  title: line(160).min(1, 'field.required'),
  summary: z.string().trim().max(400, 'field.long'),
  body: z.string().trim().max(40_000, 'field.long'),
  picture_alt: line(300),
});
export type TextForm = z.output<typeof textForm>;
