/** What an organisation is; a closed list, in the order in which it is offered. */
export const organisationKinds = [
  'association',
  'self-led',
  'legal-aid',
  'law-firm',
  'service',
  'university',
  'faith',
  'foundation',
  'union',
  'public-body',
  'media',
  'network',
  'other',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** What an organisation can do for others; a closed list, in the order in which it is offered. */
export const organisationOffers = [
  'legal-advice',
  'representation',
  'expert-opinion',
  'visits',
  'research',
  'training',
  'translation',
  'housing',
  'health',
  'counselling',
  'work',
  'family',
  'rooms',
  'media',
  'money',
] as const;
export type OrganisationOffer = (typeof organisationOffers)[number];

/** An organisation as it is stored. What of it a reader sees is said by `shownTo`. */
export type Organisation = {
  id: string;
  slug: string;
  name: string;
  kind: OrganisationKind;
  /** What it does, by language. */
  about: Record<string, string>;
  /** Id of a country. */
  country: string | null;
  /** A finer place than the country, by its choice. */
  placeId: string | null;
  languages: string[];
  offers: OrganisationOffer[];
  website: string | null;
  email: string | null;
  phone: string | null;
  postalAddress: string | null;
  /** Field → level, where it is not the field's default. */
  visibility: Record<string, string>;
  sample: boolean;
  closedAt: Date | null;
  mergedInto: string | null;
  updatedAt: Date;
};

/** By what names are sorted and compared: without accents, marks and capitals. */
export const nameKey = (name: string): string =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** The subject of its tags. */
export const subject = 'organisation';

/** The tables of its addresses, those of now and those of before. */
export const addresses = ['organisations', 'organisation_slugs'] as const;
