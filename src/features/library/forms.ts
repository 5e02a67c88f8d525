import { z } from 'zod';
import { instantOf, isDay, isWebAddress, line, type Sent, slugField, wallTimeOf } from '../../platform/http/index.ts';
import {
  accesses,
  consentWays,
  type Identifier,
  isDated,
  kinds,
  licenceNames,
  type Maker,
  outcomes,
  readIdentifier,
  readMaker,
  type Version,
  type Work,
  writeIdentifier,
  writeMaker,
} from './work.ts';

/** Languages beside those of the network's pages, in which works are often written. */
export const isLanguage = (text: string): boolean =>
  /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(text) && Intl.DisplayNames.supportedLocalesOf([text]).length >= 0;
const language = z.string().trim().refine(isLanguage, 'library.language.form');

/** A new work: its title in one language, and what it is. */
export const createForm = z.object({
  title: line(300).min(1, 'field.required'),
  locale: language,
  kind: z.enum(kinds, 'field.choose'),
});

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean);
const many = <T>(read: (one: string) => T | undefined) =>
  z
    .string()
    .max(10_000, 'field.long')
    .transform(
      (text) =>
        lines(text)
          .map(read)
          .filter((one) => one !== undefined) as T[],
    )
    .refine((list) => list.length <= 50 && JSON.stringify(list).length <= 12_000, 'library.many');
const address = line(2_000).refine((text) => text === '' || isWebAddress(text), 'library.link.form');
const optionalDay = z
  .string()
  .trim()
  .refine((text) => text === '' || isDay(text), 'library.day.form')
  .transform((text) => text || null);

/** All that describes a work in every language. Times are on the clocks of `timeZone`. */
export const basicsForm = (timeZone: string) =>
  z.object({
    slug: slugField('news.slug.form').refine((slug) => slug !== 'id' && slug !== 'preview', 'news.slug.taken'),
    kind: z.enum(kinds, 'field.choose'),
    creators: many<Maker>(readMaker),
    contributors: many<Maker>(readMaker),
    publisher: line(300),
    publisher_id: z.string().transform((text) => text || null),
    published_in: line(300),
    dated: z
      .string()
      .trim()
      .refine((text) => text === '' || isDated(text), 'library.dated.form'),
    identifiers: many<Identifier>(readIdentifier),
    source: line(600),
    link: address,
    covers: line(120),
    licence: z.enum(licenceNames, 'field.choose'),
    rights_note: line(600),
    access: z.enum(accesses, 'field.choose'),
    group_id: z.string().transform((text) => text || null),
    court: line(300),
    court_country: z.string().transform((text) => text || null),
    docket: line(200),
    outcome: z.enum(['', ...outcomes], 'field.choose'),
    consent_by: line(200).transform((text) => text || null),
    consent_on: optionalDay,
    consent_how: z.enum(['', ...consentWays], 'field.choose').transform((text) => text || null),
    position: z
      .string()
      .trim()
      .refine((text) => text === '' || /^\d{1,6}$/.test(text), 'library.position.form')
      .transform((text) => (text === '' ? null : Number(text))),
    publish_at: z.string().transform((text, context): Date | null => {
      if (text === '') return null;
      const at = instantOf(text, timeZone);
      if (!at) context.addIssue({ code: 'custom', message: 'news.when.unreadable' });
      return at ?? null;
    }),
  });
export type BasicsForm = z.output<ReturnType<typeof basicsForm>>;

export const basicsFields = [
  'slug',
  'kind',
  'creators',
  'contributors',
  'publisher',
  'publisher_id',
  'published_in',
  'dated',
  'identifiers',
  'source',
  'link',
  'covers',
  'licence',
  'rights_note',
  'access',
  'group_id',
  'court',
  'court_country',
  'docket',
  'outcome',
  'consent_by',
  'consent_on',
  'consent_how',
  'position',
  'publish_at',
] as const;

/** The values of the basics form as stored. */
export const basicsValues = (work: Work, timeZone: string): Record<(typeof basicsFields)[number], string> => ({
  slug: work.slug,
  kind: work.kind,
  creators: work.creators.map(writeMaker).join('\n'),
  contributors: work.contributors.map(writeMaker).join('\n'),
  publisher: work.publisher,
  publisher_id: work.publisherId ?? '',
  published_in: work.publishedIn,
  dated: work.dated,
  identifiers: work.identifiers.map(writeIdentifier).join('\n'),
  source: work.source,
  link: work.link,
  covers: work.covers,
  licence: work.licence,
  rights_note: work.rightsNote,
  access: work.access,
  group_id: work.groupId ?? '',
  court: work.court,
  court_country: work.courtCountry ?? '',
  docket: work.docket,
  outcome: work.outcome,
  consent_by: work.consentBy ?? '',
  consent_on: work.consentOn ?? '',
  consent_how: work.consentHow ?? '',
  position: work.position === null ? '' : String(work.position),
  publish_at: work.publishAt ? wallTimeOf(work.publishAt, timeZone) : '',
});

export const versionFields = ['title', 'subtitle', 'abstract', 'body', 'translators', 'original'] as const;
/** One language's words. */
export const versionForm = z.object({
  title: line(300).min(1, 'field.required'),
  subtitle: line(300),
  abstract: z.string().trim().max(4_000, 'field.long'),
  body: z.string().trim().max(200_000, 'field.long'),
  translators: z
    .string()
    .transform(lines)
    .refine((list) => list.length <= 20 && list.every((one) => one.length <= 120), 'library.many'),
  original: z.string().transform((text) => text === 'on'),
});
export type VersionForm = z.output<typeof versionForm>;

export const versionValues = (version: Version | undefined): Record<string, string> => ({
  title: version?.title ?? '',
  subtitle: version?.subtitle ?? '',
  abstract: version?.abstract ?? '',
  body: version?.body ?? '',
  translators: version?.translators.join('\n') ?? '',
  original: version?.original ? 'on' : '',
});

export const readFields = (sent: Sent, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name).trim()]));
