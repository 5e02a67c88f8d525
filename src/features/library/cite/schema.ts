import type { Kind, Maker, Work } from '../work.ts';
import { licences, nameOf } from '../work.ts';
import { type Entry, identifierOf } from './entry.ts';

const types: Record<Kind, string> = {
  report: 'Report',
  memo: 'Report',
  judgment: 'CreativeWork',
  submission: 'Report',
  'practice-note': 'Report',
  toolkit: 'LearningResource',
  dataset: 'Dataset',
  video: 'VideoObject',
  reading: 'Article',
};

const maker = (one: Maker) =>
  one.kind === 'person'
    ? { '@type': 'Person', name: nameOf(one), familyName: one.family, givenName: one.given || undefined }
    : { '@type': 'Organization', name: one.name };

/** schema.org, as search engines read it. `about` are labels of what it is about. */
export function schemaOrg(
  entry: Entry,
  work: Pick<Work, 'licence' | 'updatedAt'>,
  about: readonly string[],
  page: string,
): Record<string, unknown> {
  return {
    '@context': 'https://schema.org',
    '@type': types[entry.kind],
    '@id': entry.url,
    url: page,
    name: entry.title,
    headline: entry.title.slice(0, 110),
    description: entry.abstract || undefined,
    inLanguage: entry.language,
    author: entry.creators.length > 0 ? entry.creators.map(maker) : undefined,
    contributor: entry.contributors.length > 0 ? entry.contributors.map(maker) : undefined,
    translator:
      entry.translators.length > 0 ? entry.translators.map((name) => ({ '@type': 'Person', name })) : undefined,
    publisher: entry.publisher ? { '@type': 'Organization', name: entry.publisher } : undefined,
    datePublished: entry.dated || undefined,
    dateModified: work.updatedAt.toISOString(),
    license: licences[work.licence] ?? undefined,
    isPartOf: entry.publishedIn ? { '@type': 'CreativeWork', name: entry.publishedIn } : undefined,
    identifier: identifierOf(entry, 'doi') ? `https://doi.org/${identifierOf(entry, 'doi')}` : undefined,
    about: about.length > 0 ? about.map((name) => ({ '@type': 'Thing', name })) : undefined,
  };
}

/** JSON that may stand between script tags: no sign of HTML is left in it. */
export const jsonForPage = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Dublin Core as pairs for the page's head (`<meta name="DC.title" …>`). */
export function dublinCore(
  entry: Entry,
  work: Pick<Work, 'licence' | 'rightsNote' | 'source' | 'covers'>,
  about: readonly string[],
): [string, string][] {
  const pairs: [string, string][] = [
    ['DC.title', entry.title],
    ...entry.creators.map((one): [string, string] => [
      'DC.creator',
      one.kind === 'person' ? `${one.family}, ${one.given}`.replace(/, $/, '') : one.name,
    ]),
    ...entry.contributors.map((one): [string, string] => ['DC.contributor', nameOf(one)]),
    ['DC.publisher', entry.publisher],
    ['DC.date', entry.dated],
    ['DC.type', entry.kind],
    ['DC.identifier', entry.url],
    ...entry.identifiers.map((one): [string, string] => ['DC.identifier', `${one.scheme}:${one.value}`]),
    ['DC.source', work.source],
    ['DC.language', entry.language],
    ['DC.coverage', work.covers],
    ['DC.rights', licences[work.licence] ?? work.rightsNote],
    ['DC.description', entry.abstract],
    ...about.map((label): [string, string] => ['DC.subject', label]),
  ];
  return pairs.filter(([, value]) => value !== '');
}
