import { type Kind, type Maker, writeIdentifier, writeMaker } from '../work.ts';
import { type Entry, identifierOf, otherIdentifiers } from './entry.ts';

const types: Record<Kind, string> = {
  report: 'RPRT',
  memo: 'RPRT',
  judgment: 'CASE',
  submission: 'RPRT',
  'practice-note': 'RPRT',
  toolkit: 'RPRT',
  dataset: 'DATA',
  video: 'VIDEO',
  reading: 'GEN',
};

const line = (tag: string, value: string): string => `${tag}  - ${value.replace(/\s+/g, ' ').trim()}\r\n`;

/**
 * A maker in an author's line: "Last, First", an organisation by its name as it is. RIS has no sign that keeps a comma of a name together:
 * readers, ours too, take the comma in an organisation's name for one between a last and a first name. Braces would stand in every
 * bibliography, and without its comma it would be another name; BibTeX and CSL-JSON say that it is an organisation.
 */
const author = (maker: Maker): string => (maker.kind === 'person' ? writeMaker(maker) : maker.name);

/** RIS, one record after another. A value never breaks its line, so that none is taken for a tag. */
export function ris(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      const article = entry.kind === 'reading' && entry.publishedIn !== '';
      const [year = '', month = '', day = ''] = entry.dated.split('-');
      const pairs: [string, string][] = [
        ['TI', entry.title],
        ...entry.creators.map((maker): [string, string] => ['AU', author(maker)]),
        ...entry.contributors.map((maker): [string, string] => ['A2', author(maker)]),
        ...entry.translators.map((one): [string, string] => ['A4', one]),
        ['T2', entry.publishedIn],
        ['PB', entry.publisher],
        ['PY', year],
        ['DA', year && `${year}/${month}/${day}/`],
        ['CT', entry.court],
        ['M1', entry.docket],
        ['DO', identifierOf(entry, 'doi') ?? ''],
        ['SN', identifierOf(entry, 'isbn') ?? ''],
        ['SN', identifierOf(entry, 'issn') ?? ''],
        ...otherIdentifiers(entry).map((one): [string, string] => ['AN', writeIdentifier(one)]),
        ['UR', entry.url],
        ['AB', entry.abstract],
        ['N1', entry.note ?? ''],
        ['LA', entry.language],
        ['M3', entry.kind],
      ];
      const written = pairs.filter(([, value]) => value.trim() !== '').map(([tag, value]) => line(tag, value));
      return `${line('TY', article ? 'JOUR' : types[entry.kind])}${written.join('')}ER  - \r\n`;
    })
    .join('\r\n');
}
