import { type Kind, writeIdentifier, writeMaker } from '../work.ts';
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

/** RIS, one record after another. A value never breaks its line, so that none is taken for a tag. */
export function ris(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      const article = entry.kind === 'reading' && entry.publishedIn !== '';
      const [year = '', month = '', day = ''] = entry.dated.split('-');
      const pairs: [string, string][] = [
        ['TI', entry.title],
        ...entry.creators.map((maker): [string, string] => ['AU', writeMaker(maker)]),
        ...entry.contributors.map((maker): [string, string] => ['A2', writeMaker(maker)]),
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
