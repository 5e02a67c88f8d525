import { z } from 'zod';
import { isDay, isWebAddress, line, type Sent, slugField } from '../../platform/http/index.ts';
import { languageCodes } from '../../platform/i18n/index.ts';
import { organisationKinds, organisationOffers } from './organisation.ts';
import { serviceStates } from './services.ts';

const webAddress = line(300).refine((text) => text === '' || isWebAddress(text), 'organisations.website.form');
const words = z.string().trim().max(4000, 'field.long');
const orNull = (text: string): string | null => (text === '' ? null : text);

/** A new organisation: its name and what it is; its address is made from the name. */
export const createForm = z.object({
  name: line(160).min(1, 'field.required'),
  kind: z.enum(organisationKinds, 'field.choose'),
});

/** What its page says of it. `about` holds the languages of the network. */
export const basicsForm = z.object({
  name: line(160).min(1, 'field.required'),
  kind: z.enum(organisationKinds, 'field.choose'),
  about: z.record(z.string(), words),
  country: line(40).transform(orNull),
  place: line(80).transform(orNull),
  languages: z
    .array(z.string())
    .transform((codes) => codes.filter((code) => (languageCodes as readonly string[]).includes(code))),
  offers: z.array(z.string()).transform((chosen) => organisationOffers.filter((offer) => chosen.includes(offer))),
  website: webAddress.transform(orNull),
  email: line(254)
    .refine((text) => text === '' || z.email().safeParse(text).success, 'field.email')
    .transform(orNull),
  phone: line(60).transform(orNull),
  postal_address: z.string().trim().max(500, 'field.long').transform(orNull),
});
export type BasicsForm = z.output<typeof basicsForm>;

const plainFields = ['name', 'kind', 'country', 'place', 'website', 'email', 'phone', 'postal_address'] as const;

/** The form as it was typed: what is checked, and the values by field name for showing it again. */
export function readBasics(sent: Sent, locales: readonly string[]) {
  const plain = Object.fromEntries(plainFields.map((name) => [name, sent.get(name).trim()]));
  const about = Object.fromEntries(locales.map((locale) => [locale, sent.get(`about.${locale}`)]));
  const values: Record<string, string> = { ...plain };
  for (const [locale, text] of Object.entries(about)) values[`about.${locale}`] = text;
  const lists = { languages: sent.all('languages'), offers: sent.all('offers') };
  return { asked: { ...plain, about, ...lists }, values, lists };
}

export const slugForm = z.object({
  slug: slugField('organisations.slug.form'),
});

const day = z.string().refine(isDay, 'organisations.day.form');

/** From when until when a woman works with it. */
export const affiliationForm = z
  .object({
    position: line(120),
    represents: z.string().transform((value) => value === 'yes'),
    from: day,
    until: z.union([z.literal(''), day]).transform(orNull),
  })
  .refine(({ from, until }) => until === null || until > from, {
    path: ['until'],
    message: 'organisations.people.until.before',
  });

export const readAffiliation = (sent: Sent): Record<'position' | 'represents' | 'from' | 'until', string> => ({
  position: sent.get('position'),
  represents: sent.get('represents'),
  from: sent.get('from').trim(),
  until: sent.get('until').trim(),
});

/** A service, in the words of HSDS 3. */
export const serviceForm = z.object({
  name: line(200).min(1, 'field.required'),
  status: z.enum(serviceStates, 'field.choose'),
  description: words,
  application_process: words,
  fees_description: words,
  eligibility_description: words,
  hours: words,
  phone: line(60),
  email: line(254).refine((text) => text === '' || z.email().safeParse(text).success, 'field.email'),
  url: webAddress,
});
export type ServiceForm = z.output<typeof serviceForm>;
export const serviceFields = [
  'name',
  'status',
  'description',
  'application_process',
  'fees_description',
  'eligibility_description',
  'hours',
  'phone',
  'email',
  'url',
] as const;
