import { isWebAddress } from '../../../platform/http/index.ts';
import { languageCodes } from '../../../platform/i18n/index.ts';
import type { Kind } from '../work.ts';
import {
  type Identifier,
  identifierKey,
  isDated,
  kinds,
  type Licence,
  licenceNames,
  type Maker,
  readIdentifier,
  readMaker,
  titleKey,
} from '../work.ts';
import type { Fields } from './bibtex.ts';
import type { Mapping } from './mapping.ts';

/** What a list says where it says nothing itself. */
export type Defaults = { kind: Kind; language: string };

/** One language of a work that a row describes. */
export type PlannedVersion = {
  locale: string;
  title: string;
  subtitle: string;
  abstract: string;
  body: string;
  translators: string[];
};

/** A row as a work of ours, before anybody looked whether it is here already. */
export type Planned = {
  kind: Kind;
  creators: Maker[];
  contributors: Maker[];
  publisher: string;
  published_in: string;
  dated: string;
  identifiers: Identifier[];
  source: string;
  link: string;
  covers: string;
  licence: Licence;
  rights_note: string;
  court: string;
  docket: string;
  /** Words for issues and places, as they stand in the list. */
  terms: string[];
  versions: PlannedVersion[];
};
/** `left` are fields whose content did not fit and is left out; the rest is taken. */
export type Plan = { ok: true; work: Planned; left: string[] } | { ok: false; key: string };

/** Several values in one cell: lines, pipes, semicolons. */
const many = (text: string): string[] =>
  text
    .split(/\s*[|;\n]\s*/)
    .map((one) => one.trim())
    .filter(Boolean);

/** A row as a work, by a mapping of columns to fields; without one the columns are our own fields. Pure. */
export function planRow(row: Fields, mapping: Mapping | undefined, defaults: Defaults): Plan {
  const values = new Map<string, string>();
  for (const [column, value] of Object.entries(row)) {
    const target = mapping ? mapping[column] : column;
    if (!target || target === 'ignore') continue;
    values.set(target, values.has(target) ? `${values.get(target)}\n${value}` : value);
  }
  const get = (field: string, longest = 300): string =>
    (values.get(field) ?? '')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/\p{Cc}/gu, (sign) => (sign === '\n' ? '\n' : ''))
      .trim()
      .slice(0, longest);
  const line = (field: string, longest = 300): string => get(field, longest).replace(/\s+/g, ' ');
  const left: string[] = [];
  const versions = versionsOf(values, line, get, defaults.language);
  if (versions.length === 0) return { ok: false, key: 'library.import.row.title' };

  const { dated, covers } = datesOf(line('dated'));
  if (line('dated') && !dated) left.push('dated');
  const [label, address] = linkOf(get('link', 2_000));
  if (get('link') && !address) left.push('link');
  const identifiers = [
    ...(['doi', 'isbn', 'issn'] as const).flatMap((scheme) =>
      many(line(scheme)).map((value) => readIdentifier(`${scheme}: ${value}`)),
    ),
    ...many(get('identifiers', 2_000)).map(readIdentifier),
  ].filter((one): one is Identifier => one !== undefined);
  const licence = licenceOf(line('licence'));
  const makers = (field: string) =>
    (get(field, 5_000).includes('\n') || !mapping ? get(field, 5_000).split('\n') : many(get(field, 5_000)))
      .map(readMaker)
      .filter((one): one is Maker => one !== undefined)
      .slice(0, 50);
  return {
    ok: true,
    left,
    work: {
      kind: kindOf(line('kind')) ?? defaults.kind,
      creators: makers('creators'),
      contributors: makers('contributors'),
      publisher: line('publisher'),
      published_in: line('published_in'),
      dated,
      identifiers: identifiers.slice(0, 50),
      source: line('source', 600) || label,
      link: address,
      covers: line('covers', 120) || covers,
      licence: licence ?? 'all-rights-reserved',
      rights_note: line('rights_note', 600) || (licence ? '' : line('licence', 600)),
      court: line('court'),
      docket: line('docket', 200),
      terms: [...many(get('issues', 5_000)), ...many(get('places', 5_000)), ...many(get('keywords', 5_000))].slice(
        0,
        100,
      ),
      versions,
    },
  };
}

/** One version per language that has a title: plain columns are in the row's language, `title:es` in Spanish. */
function versionsOf(
  values: Map<string, string>,
  line: (field: string, longest?: number) => string,
  get: (field: string, longest?: number) => string,
  language: string,
): PlannedVersion[] {
  const plain = languageOf(line('language')) ?? language;
  const suffixes = new Set(
    [...values.keys()].flatMap((field) => /^(?:title|subtitle|abstract|body):(.+)$/.exec(field)?.[1] ?? []),
  );
  const of = (locale: string, suffix: string): PlannedVersion => ({
    locale,
    title: line(`title${suffix}`),
    subtitle: line(`subtitle${suffix}`),
    abstract: get(`abstract${suffix}`, 4_000),
    body: get(`body${suffix}`, 200_000),
    translators: suffix ? [] : many(get('translators', 2_000)).slice(0, 20),
  });
  const all = [of(plain, ''), ...[...suffixes].map((locale) => of(locale, `:${locale}`))].filter(
    (one) => one.title !== '',
  );
  return all.filter((one, index) => all.findIndex((other) => other.locale === one.locale) === index);
}

/** A day, month or year in the ways lists write them; a range gives its beginning, and itself as the time it covers. */
export function datesOf(text: string): { dated: string; covers: string } {
  const [from = '', to] = text.split(/\s*~\s*|\s*\|\s*/);
  const dated = oneDate(from);
  const until = to ? oneDate(to) : '';
  return { dated, covers: until && dated ? `${dated}–${until}` : '' };
}

function oneDate(text: string): string {
  const trimmed = text.trim().replaceAll('/', '-').replace(/-+$/, '');
  if (isDated(trimmed)) return trimmed;
  const stamp = /^(\d{4}-\d{2}-\d{2})[T ]/.exec(trimmed)?.[1];
  if (stamp && isDated(stamp)) return stamp;
  // Day first: 17-05-2024, and 17.05.2024.
  const [, day, month, year] = /^(\d{1,2})[-.](\d{1,2})[-.](\d{4})$/.exec(trimmed) ?? [];
  const turned = year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : '';
  if (turned && isDated(turned)) return turned;
  // Seconds since 1970, as Uwazi keeps dates.
  if (/^-?\d{9,10}$/.test(trimmed)) return new Date(Number(trimmed) * 1_000).toISOString().slice(0, 10);
  return '';
}

/** "Label|https://…" as Uwazi writes a link, or an address alone. */
function linkOf(text: string): [label: string, address: string] {
  const parts = text.split(/\s*[|\n]\s*/).filter(Boolean);
  const address = parts.find(isWebAddress) ?? '';
  return [parts.length > 1 && parts[0] !== address ? parts[0]!.slice(0, 300) : '', address];
}

const kindWords: Record<Kind, RegExp> = {
  judgment: /judg|ruling|sentenc|\bcase\b|jurisdiction|arr[eê]t|ac[oó]rd|decisi|opini/,
  memo: /memo|parecer|note juridique/,
  submission: /submission|communication|brief|amicus|presentaci|mémoire|hearing/,
  'practice-note': /practice|pr[aá]ctica|pratique|unpb/,
  toolkit: /toolkit|manual|guide|gu[ií]a|boîte|handbook/,
  dataset: /data|datos|donn|dados|statistic|^stat$/,
  video: /video|vid[eé]o|film|movie|motion|audiovisual/,
  reading:
    /article|artículo|artigo|book|libro|livre|livro|thesis|jour|chap|inproceedings|incollection|misc|gen|elec|newspaper|mgzn|thes/,
  report: /report|informe|rapport|relat[oó]rio|rprt|techreport/,
};

/** The kind that a word means: ours, a reference manager's, or a template's name. */
export function kindOf(text: string): Kind | undefined {
  const word = text.trim().toLowerCase();
  if (!word) return undefined;
  const own = kinds.find((kind) => kind === word.replaceAll(' ', '-'));
  return own ?? (Object.keys(kindWords) as Kind[]).find((kind) => kindWords[kind].test(word));
}

function licenceOf(text: string): Licence | undefined {
  const word = text
    .toLowerCase()
    .replace(/^https?:\/\/creativecommons\.org\/(licenses|publicdomain)\//, 'cc-')
    .replace(/[\s_/]+/g, '-')
    .replace(/-?[1-4]\.0.*$/, '');
  if (/^cc-?zero|cc0/.test(word)) return 'cc0';
  return licenceNames.find((one) => one === word);
}

/** A language by its code or by its name in one of our languages. */
export function languageOf(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  if (/^[a-z]{2,3}(-[a-z]{2})?$/.test(word)) return word.split('-')[0];
  return names().get(word.replace(/\s*\(.*/, ''));
}

let known: Map<string, string> | undefined;
function names(): Map<string, string> {
  if (known) return known;
  known = new Map();
  for (const display of ['en', 'es', 'fr', 'pt'])
    for (const code of languageCodes)
      known.set(new Intl.DisplayNames(display, { type: 'language' }).of(code)!.toLowerCase(), code);
  return known;
}

/** What may be the same work: keys of its titles and numbers. */
export const keysOf = (work: Planned): { titles: string[]; identifiers: string[] } => ({
  titles: work.versions.map((version) => titleKey(version.title)).filter(Boolean),
  identifiers: work.identifiers.filter((one) => one.scheme !== 'other').map(identifierKey),
});
