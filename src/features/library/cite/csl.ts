import type { Kind, Maker } from '../work.ts';
import { type Entry, identifierOf } from './entry.ts';

const types: Record<Kind, string> = {
  report: 'report',
  memo: 'report',
  judgment: 'legal_case',
  submission: 'report',
  'practice-note': 'report',
  toolkit: 'report',
  dataset: 'dataset',
  video: 'motion_picture',
  reading: 'document',
};

const name = (maker: Maker) =>
  maker.kind === 'person'
    ? { family: maker.family, ...(maker.given ? { given: maker.given } : {}) }
    : { literal: maker.name };

/** CSL-JSON (the input of citeproc and Zotero), one item. */
export function cslItem(entry: Entry, id: string): Record<string, unknown> {
  const article = entry.kind === 'reading' && entry.publishedIn !== '';
  const parts = entry.dated ? [entry.dated.split('-').map(Number)] : undefined;
  const given = {
    id,
    type: article ? 'article-journal' : types[entry.kind],
    title: entry.title,
    author: entry.creators.map(name),
    contributor: entry.contributors.map(name),
    translator: entry.translators.map((literal) => ({ literal })),
    issued: parts && { 'date-parts': parts },
    publisher: entry.publisher,
    'container-title': entry.publishedIn,
    abstract: entry.abstract,
    note: entry.note,
    language: entry.language,
    URL: entry.url,
    DOI: identifierOf(entry, 'doi'),
    ISBN: identifierOf(entry, 'isbn'),
    ISSN: identifierOf(entry, 'issn'),
    number: entry.docket || identifierOf(entry, 'symbol'),
    authority: entry.court,
    genre: entry.kind,
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== '' && !isEmpty(value)),
  );
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
