import type { Secret } from '../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../platform/crypto/signed-id.ts';

export const kinds = [
  'report',
  'memo',
  'judgment',
  'submission',
  'practice-note',
  'toolkit',
  'dataset',
  'video',
  'reading',
] as const;
export type Kind = (typeof kinds)[number];

export const accesses = ['public', 'members', 'group', 'coordinators'] as const;
export type Access = (typeof accesses)[number];

export const outcomes = ['granted', 'partly', 'refused', 'settled', 'pending', 'other'] as const;
export const consentWays = ['written', 'spoken', 'contract', 'open-licence', 'already-public'] as const;
export type ConsentWay = (typeof consentWays)[number];

export const relationKinds = ['translates', 'supersedes', 'comments', 'cites', 'part-of'] as const;
export type RelationKind = (typeof relationKinds)[number];

/** Licences by their SPDX-like names; the address is where their text stands. */
export const licences = {
  cc0: 'https://creativecommons.org/publicdomain/zero/1.0/',
  'cc-by': 'https://creativecommons.org/licenses/by/4.0/',
  'cc-by-sa': 'https://creativecommons.org/licenses/by-sa/4.0/',
  'cc-by-nc': 'https://creativecommons.org/licenses/by-nc/4.0/',
  'cc-by-nc-sa': 'https://creativecommons.org/licenses/by-nc-sa/4.0/',
  'cc-by-nd': 'https://creativecommons.org/licenses/by-nd/4.0/',
  'cc-by-nc-nd': 'https://creativecommons.org/licenses/by-nc-nd/4.0/',
  'public-domain': 'https://creativecommons.org/publicdomain/mark/1.0/',
  'all-rights-reserved': null,
  other: null,
} as const;
export type Licence = keyof typeof licences;
export const licenceNames = Object.keys(licences) as Licence[];

export const schemes = ['doi', 'isbn', 'issn', 'symbol', 'docket', 'url', 'other'] as const;
export type Identifier = { scheme: (typeof schemes)[number]; value: string };

/** Somebody who made it: a person by her two names, or an organisation by its one. */
export type Maker = { kind: 'person'; family: string; given: string } | { kind: 'organisation'; name: string };

/** One language of a work. */
export type Version = {
  id: string;
  locale: string;
  title: string;
  subtitle: string;
  abstract: string;
  body: string;
  original: boolean;
  translators: string[];
  /** Its fields that a machine translated and nobody has reviewed. */
  machine: string[];
};

/** A title with its subtitle, put together as the version's own language does it: French has a no-break space before the colon. */
export const wholeTitle = ({ locale, title, subtitle }: Pick<Version, 'locale' | 'title' | 'subtitle'>): string =>
  subtitle ? `${title}${/^fr\b/.test(locale) ? '\u00a0:' : ':'} ${subtitle}` : title;

/** What describes a work in every language. */
export type Work = {
  id: string;
  slug: string;
  kind: Kind;
  state: 'draft' | 'published';
  publishAt: Date | null;
  access: Access;
  groupId: string | null;
  creators: Maker[];
  contributors: Maker[];
  publisher: string;
  publisherId: string | null;
  publishedIn: string;
  dated: string;
  identifiers: Identifier[];
  source: string;
  link: string;
  covers: string;
  licence: Licence;
  rightsNote: string;
  court: string;
  courtCountry: string | null;
  docket: string;
  outcome: string;
  posterId: string | null;
  consentBy: string | null;
  consentOn: string | null;
  consentHow: ConsentWay | null;
  position: number | null;
  revision: number;
  sample: boolean;
  updatedAt: Date;
  deletedAt: Date | null;
};

/** A file of one version. `mediaType` is what its bytes are, not what its name says. */
export type WorkFile = {
  id: string;
  versionId: string;
  fileId: string;
  position: number;
  label: string;
  name: string;
  mediaType: string;
  bytes: number;
  key: string;
};

/** "Okoro, Ada" is a person, "Women’s Aid" an organisation; braces hold a comma in an organisation's name: {Health, Ministry of}. */
export function readMaker(line: string): Maker | undefined {
  const text = line.replace(/\s+/g, ' ').trim();
  if (text === '') return undefined;
  const braced = /^\{(.*)\}$/.exec(text);
  if (braced) {
    const name = braced[1]!.trim();
    return name === '' ? undefined : { kind: 'organisation', name };
  }
  const comma = text.indexOf(',');
  if (comma < 0) return { kind: 'organisation', name: text };
  const family = text.slice(0, comma).trim();
  const given = text.slice(comma + 1).trim();
  if (family === '') return given === '' ? undefined : { kind: 'organisation', name: given };
  return { kind: 'person', family, given };
}

/** The line that `readMaker` reads back as the same maker. */
export function writeMaker(maker: Maker): string {
  if (maker.kind === 'person') return `${maker.family}, ${maker.given}`.trimEnd();
  return /,|^\{.*\}$/.test(maker.name) ? `{${maker.name}}` : maker.name;
}

/** As it stands on a page: "Ada Okoro". */
export const nameOf = (maker: Maker): string =>
  maker.kind === 'person' ? `${maker.given} ${maker.family}`.trim() : maker.name;

/** "doi: 10.1/x" a line; a line without a known scheme is an address or something else. */
export function readIdentifier(line: string): Identifier | undefined {
  const text = line.trim();
  if (text === '') return undefined;
  const [, name = '', value = ''] = /^([a-z]+)\s*:\s*(.+)$/i.exec(text) ?? [];
  const scheme = schemes.find((one) => one === name.toLowerCase());
  if (scheme && scheme !== 'url') {
    return { scheme, value: bare(scheme, value.trim()) };
  }
  const doi = /^https?:\/\/(?:dx\.)?doi\.org\/(10\..+)$/i.exec(text)?.[1] ?? /^(10\.\d{4,9}\/\S+)$/.exec(text)?.[1];
  if (doi) return { scheme: 'doi', value: doi };
  const url = /^(?:url\s*:\s*)?(https?:\/\/\S+)$/i.exec(text)?.[1];
  return url ? { scheme: 'url', value: url } : { scheme: 'other', value: text };
}

const bare = (scheme: string, value: string): string =>
  scheme === 'doi' ? value.replace(/^https?:\/\/(?:dx\.)?doi\.org\//i, '') : value;

export const writeIdentifier = ({ scheme, value }: Identifier): string =>
  scheme === 'other' || scheme === 'url' ? value : `${scheme}: ${value}`;

/** Two ways of writing one identifier have one key: letters and digits alone, small. */
export const identifierKey = ({ scheme, value }: Identifier): string =>
  `${scheme}:${value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(scheme === 'isbn' || scheme === 'issn' ? /[^0-9x]/g : /[\s/]+$/g, '')}`;

/** Titles that differ in case, accents, signs or spaces alone have one key. */
export const titleKey = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 300);

/** Whether a date is a year, a month of a year, or a day that exists. */
export function isDated(text: string): boolean {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return false;
  const [, year, month, day] = match.map(Number);
  if (match[2] && (month! < 1 || month! > 12)) return false;
  if (!match[3]) return true;
  const last = new Date(Date.UTC(2000, month!, 0));
  last.setUTCFullYear(year!, month!, 0);
  return day! >= 1 && day! <= last.getUTCDate();
}

/** A version can be read when it has a title and something below it: words, a file, or a way to where it stands. */
export const isReady = (version: Pick<Version, 'title' | 'abstract' | 'body'> | undefined): boolean =>
  version !== undefined &&
  version.title.trim() !== '' &&
  (version.body.trim() !== '' || version.abstract.trim() !== '');

/** The version for a reader: in her language, else the original, else in the first of the network's languages, else any. */
export function versionFor<V extends Pick<Version, 'locale' | 'original'>>(
  versions: readonly V[],
  locale: string,
  locales: readonly string[] = [],
): V | undefined {
  return (
    versions.find((one) => one.locale === locale) ??
    versions.find((one) => one.locale.split('-')[0] === locale) ??
    versions.find((one) => one.original) ??
    locales.map((wanted) => versions.find((one) => one.locale === wanted)).find(Boolean) ??
    versions[0]
  );
}

/** What still keeps a work from being published; message keys by field. Empty: it may be. */
export function missingFor(
  work: Pick<Work, 'creators' | 'consentBy' | 'consentOn' | 'consentHow' | 'access' | 'groupId'>,
  versions: readonly Pick<Version, 'title' | 'abstract' | 'body'>[],
): { field: string; key: string }[] {
  const missing: { field: string; key: string }[] = [];
  if (!versions.some(isReady)) missing.push({ field: 'versions', key: 'library.missing.version' });
  // Nobody's words are given to everybody before she said so.
  if (work.creators.some((maker) => maker.kind === 'person') && !hasConsent(work))
    missing.push({ field: 'consent_by', key: 'library.missing.consent' });
  if (work.access === 'group' && !work.groupId) missing.push({ field: 'group_id', key: 'library.missing.group' });
  return missing;
}

const hasConsent = (work: Pick<Work, 'consentBy' | 'consentOn' | 'consentHow'>): boolean =>
  Boolean(work.consentBy && work.consentOn && work.consentHow);

/** What a coordinator sees of its state; a published one may lie ahead. */
export const stateOf = (
  work: Pick<Work, 'state' | 'publishAt' | 'deletedAt'>,
  now: Date,
): 'deleted' | 'draft' | 'scheduled' | 'shown' => {
  if (work.deletedAt) return 'deleted';
  if (work.state === 'draft') return 'draft';
  return work.publishAt! > now ? 'scheduled' : 'shown';
};

/** The end of a work's preview address: its id and a signature over it. */
export const previewRef = (secret: Secret, network: string, id: string): string =>
  signedId(secret, 'library-preview', network, id);

/** The id behind a preview address, or undefined when we did not make it for this network. */
export const readPreviewRef = (secret: Secret, network: string, ref: string): string | undefined =>
  readSignedId(secret, 'library-preview', network, ref);
