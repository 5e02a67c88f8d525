import type { Kind, Maker } from '../work.ts';
import { writeIdentifier } from '../work.ts';
import { citeKeys, type Entry, identifierOf, otherIdentifiers } from './entry.ts';

const types: Record<Kind, string> = {
  report: 'report',
  memo: 'report',
  judgment: 'jurisdiction',
  submission: 'report',
  'practice-note': 'report',
  toolkit: 'report',
  dataset: 'dataset',
  video: 'video',
  reading: 'misc',
};

const signs: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '^': '\\^{}',
  '~': '\\~{}',
};

/** Text as LaTeX prints it: every sign that LaTeX would obey is written so that it is shown. Letters stay as they are (UTF-8). */
const escapeLatex = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\{}$&%#_^~]/g, (sign) => signs[sign]!);

/** Addresses are taken verbatim by biblatex; what would end the field is percent-encoded. */
const verbatim = (text: string): string => text.replace(/[\s{}\\]/g, (sign) => encodeURIComponent(sign));

function name(maker: Maker): string {
  if (maker.kind === 'organisation') return `{${escapeLatex(maker.name)}}`;
  const part = (text: string) => (/,|\band\b/i.test(text) ? `{${escapeLatex(text)}}` : escapeLatex(text));
  return maker.given ? `${part(maker.family)}, ${part(maker.given)}` : `${part(maker.family)},`;
}

function fields(entry: Entry): [string, string][] {
  const [year = '', month = ''] = entry.dated.split('-');
  const article = entry.kind === 'reading' && entry.publishedIn !== '';
  return [
    ['author', entry.creators.map(name).join(' and ')],
    ['editor', entry.contributors.map(name).join(' and ')],
    ['translator', entry.translators.map((one) => `{${escapeLatex(one)}}`).join(' and ')],
    ['title', `{${escapeLatex(entry.title)}}`],
    [article ? 'journal' : 'booktitle', escapeLatex(entry.publishedIn)],
    ['publisher', escapeLatex(entry.publisher)],
    ['institution', escapeLatex(entry.court)],
    ['number', escapeLatex(entry.docket)],
    ['date', entry.dated],
    ['year', year],
    ['month', month ? String(Number(month)) : ''],
    ['doi', verbatim(identifierOf(entry, 'doi') ?? '')],
    ['isbn', escapeLatex(identifierOf(entry, 'isbn') ?? '')],
    ['issn', escapeLatex(identifierOf(entry, 'issn') ?? '')],
    [
      'identifier',
      otherIdentifiers(entry)
        .map((one) => escapeLatex(writeIdentifier(one)))
        .join(' | '),
    ],
    ['url', verbatim(entry.url)],
    ['language', entry.language],
    ['abstract', escapeLatex(entry.abstract)],
    ['note', escapeLatex(entry.note ?? '')],
    ['type', entry.kind],
  ];
}

/** BibTeX (as biblatex reads it), one entry after another. */
export function bibtex(entries: readonly Entry[]): string {
  const keys = citeKeys(entries);
  return entries
    .map((entry, index) => {
      const article = entry.kind === 'reading' && entry.publishedIn !== '';
      const lines = fields(entry)
        .filter(([, value]) => value !== '' && value !== '{}')
        .map(([field, value]) => `  ${field} = {${value}},\n`);
      return `@${article ? 'article' : types[entry.kind]}{${keys[index]},\n${lines.join('')}}\n`;
    })
    .join('\n');
}
