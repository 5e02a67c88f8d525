import type { Words } from '../../../platform/registry/index.ts';
import { nameOf } from '../work.ts';
import { type Entry, identifierOf } from './entry.ts';

/** A date as a citation says it: a day, a month of a year, or a year. */
export function datedIn(locale: string, dated: string): string {
  const [year, month, day] = dated.split('-').map(Number);
  if (!year) return '';
  if (!month) return String(year);
  const at = new Date(Date.UTC(2000, month - 1, day ?? 1));
  at.setUTCFullYear(year);
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    ...(day ? { day: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(at);
}

const quotes: Record<string, [string, string]> = {
  en: ['“', '”'],
  es: ['«', '»'],
  fr: ['«\u00a0', '\u00a0»'],
  pt: ['“', '”'],
};

/**
 * A citation as one copies it: who, when, what, where. Of a judgment: the court, the case, its number, the day. The words
 * between are those of `locale`; names and titles stay as they are.
 */
export function plainCitation(entry: Entry, locale: string, t: Words): string {
  const list = (names: string[]): string =>
    names.length > 3 ? `${names[0]} et al.` : new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
  const [open, close] = quotes[locale] ?? quotes.en!;
  const title = entry.publishedIn ? `${open}${entry.title}${close}` : entry.title;
  const doi = identifierOf(entry, 'doi');
  const where = doi ? `https://doi.org/${doi}` : entry.url;
  if (entry.kind === 'judgment') {
    const parts = [
      entry.court || list(entry.creators.map(nameOf)),
      entry.title,
      entry.docket,
      datedIn(locale, entry.dated),
    ];
    return sentence([parts.filter(Boolean).join(', '), where], locale);
  }
  const makers = entry.creators.length > 0 ? list(entry.creators.map(nameOf)) : entry.publisher;
  const year = entry.dated ? entry.dated.slice(0, 4) : t('library.cite.noDate');
  return sentence(
    [
      makers ? `${makers} (${year})` : '',
      makers ? title : `${title} (${year})`,
      entry.publishedIn ? t('library.cite.in', { name: entry.publishedIn }) : '',
      entry.translators.length > 0 ? t('library.cite.translated', { names: list(entry.translators) }) : '',
      entry.creators.length > 0 ? entry.publisher : '',
      where,
    ],
    locale,
  );
}

/** Parts as sentences; one that ends with its own stop gets no second one, an address none at all. */
const sentence = (parts: string[], _locale: string): string =>
  parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .map((part) => (/[.!?…]['”»]?$/.test(part) || /^https?:\/\/\S+$/.test(part) ? part : `${part}.`))
    .join(' ');
