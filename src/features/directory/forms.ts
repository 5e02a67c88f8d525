import { z } from 'zod';
import { isWebAddress, type Sent } from '../../platform/http/index.ts';
import { languageCodes } from '../../platform/i18n/index.ts';
import { offerKinds } from './profile.ts';
import { levels } from './visibility.ts';

const line = (longest: number) =>
  z
    .string()
    .trim()
    .refine((text) => !/\p{Cc}/u.test(text), 'field.line')
    .max(longest, 'field.long')
    .transform((text) => text.normalize('NFC'));

/** Lines of the form that hold one value. */
const profileLines = [
  'pronounced',
  'pronouns',
  'about',
  'country',
  'place',
  'phone',
  'website',
  'safe_contact',
] as const;

/** Values that the lists of this room hold, in their order; anything else is left out. */
export const chosenOf = <T extends string>(sent: Sent, name: string, list: readonly T[]): T[] => {
  const sentNames = new Set(sent.all(name));
  return list.filter((one) => sentNames.has(one));
};

/** What she tells of herself; `countries` and `places` are those that the form offered. */
export const profileForm = (countries: readonly string[], places: readonly string[]) =>
  z.object({
    pronounced: line(120),
    pronouns: line(60),
    about: z
      .string()
      .trim()
      .max(2000, 'field.long')
      .transform((text) => text.normalize('NFC')),
    country: z.string().refine((id) => id === '' || countries.includes(id), 'field.choose'),
    // A place of the country that was chosen before goes when she chooses another.
    place: z.string().transform((id) => (places.includes(id) ? id : '')),
    phone: line(40),
    website: line(300).refine((text) => text === '' || isWebAddress(text), 'directory.website.wrong'),
    safe_contact: line(300),
  });
export type ProfileForm = z.output<ReturnType<typeof profileForm>>;

export const readLines = (sent: Sent): Record<string, string> =>
  Object.fromEntries(profileLines.map((name) => [name, sent.get(name)]));

/** The lists of the form. */
export const readLists = (sent: Sent) => ({
  languages: chosenOf(sent, 'languages', languageCodes),
  offers: chosenOf(sent, 'offers', offerKinds),
  seeks: chosenOf(sent, 'seeks', offerKinds),
});
export type Lists = ReturnType<typeof readLists>;

/** Her statement about herself: in her words if she wants any, and who may know. */
export const livedForm = z.object({
  words: z
    .string()
    .trim()
    .max(1000, 'field.long')
    .transform((text) => text.normalize('NFC')),
  level: z.enum(levels, 'field.choose'),
});
