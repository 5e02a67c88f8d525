import { z } from 'zod';
import { choiceOrNone, isWebAddress, line, prose } from '../../../platform/http/index.ts';
import { readLinks } from './practice.ts';

const year = z
  .string()
  .trim()
  .refine((text) => text === '' || /^(19|20|21)\d\d$/.test(text), 'exchange.practices.year')
  .transform((text) => (text === '' ? null : Number(text)));

export type PracticeLists = {
  countries: readonly string[];
  organisations: readonly string[];
  locales: readonly string[];
};

/** A new practice: a title in one language; its address is made from it. */
export const createForm = (locales: readonly string[]) =>
  z.object({
    title: line(160).min(1, 'field.required'),
    locale: z.enum(locales as [string, ...string[]], 'field.choose'),
  });

export const basicsFields = ['country', 'organisation', 'began', 'links', 'seen'] as const;
export const basicsForm = (lists: PracticeLists) =>
  z.object({
    country: choiceOrNone(lists.countries),
    organisation: choiceOrNone(lists.organisations),
    began: year,
    links: z.string().transform((text, context) => {
      const links = readLinks(text, isWebAddress);
      if (!links || links.length > 20 || links.some((one) => one.label.length > 200 || one.url.length > 2_000)) {
        context.addIssue({ code: 'custom', message: 'exchange.practices.links.wrong' });
        return [];
      }
      return links;
    }),
    seen: z.enum(['public', 'members'], 'field.choose'),
  });
export type BasicsForm = z.output<ReturnType<typeof basicsForm>>;

export const textFields = ['title', 'problem', 'done', 'result', 'notFor'] as const;
export const textForm = z.object({
  title: line(160).min(1, 'field.required'),
  problem: prose(8_000),
  done: prose(8_000),
  result: prose(8_000),
  notFor: prose(8_000),
});
export type TextForm = z.output<typeof textForm>;

export const returnForm = z.object({ note: prose(1_000).min(1, 'field.required') });

export const useFields = ['use_country', 'use_organisation', 'use_began', 'changed'] as const;
export const useForm = (lists: PracticeLists) =>
  z.object({
    use_country: z.string().refine((value) => lists.countries.includes(value), 'field.choose'),
    use_organisation: choiceOrNone(lists.organisations),
    use_began: year,
    changed: prose(3_000).min(1, 'field.required'),
  });
export type UseForm = z.output<ReturnType<typeof useForm>>;
