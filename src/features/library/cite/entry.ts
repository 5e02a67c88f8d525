import { type Identifier, type Kind, type Maker, type Version, type Work, wholeTitle } from '../work.ts';

/** One work in one language as reference managers know it: what every format of `cite/` writes and the importers read. */
export type Entry = {
  /** Our permanent id; empty for a record from elsewhere. */
  id: string;
  kind: Kind;
  /** With the subtitle after a colon. */
  title: string;
  creators: Maker[];
  contributors: Maker[];
  translators: string[];
  publisher: string;
  publishedIn: string;
  dated: string;
  identifiers: Identifier[];
  /** Where it can be read. */
  url: string;
  abstract: string;
  language: string;
  court: string;
  docket: string;
  /** What whoever cites it is to know, in the reader's language. */
  note?: string;
};

/** The entry of one version. `url` is the work's whole permanent address; `note` goes along in every format. */
export const entryOf = (work: Work, version: Omit<Version, 'body'>, url: string, note?: string): Entry => ({
  id: work.id,
  kind: work.kind,
  title: wholeTitle(version),
  creators: work.creators,
  contributors: work.contributors,
  translators: version.translators,
  publisher: work.publisher,
  publishedIn: work.publishedIn,
  dated: work.dated,
  identifiers: work.identifiers,
  url,
  abstract: version.abstract,
  language: version.locale,
  court: work.court,
  docket: work.docket,
  note,
});

/** The value of the first identifier of a scheme. */
export const identifierOf = (entry: Pick<Entry, 'identifiers'>, scheme: Identifier['scheme']): string | undefined =>
  entry.identifiers.find((one) => one.scheme === scheme)?.value;

/** Identifiers for which the formats have no field of their own. */
export const otherIdentifiers = (entry: Pick<Entry, 'identifiers'>): Identifier[] =>
  entry.identifiers.filter(({ scheme }, index) => {
    const own = scheme === 'doi' || scheme === 'isbn' || scheme === 'issn';
    return !own || entry.identifiers.findIndex((one) => one.scheme === scheme) !== index;
  });

const emptyWords = new Set([
  'a',
  'an',
  'the',
  'la',
  'el',
  'los',
  'las',
  'le',
  'les',
  'l',
  'un',
  'une',
  'una',
  'o',
  'os',
  'as',
  'um',
  'uma',
]);

/** "okoro2024night": who, when and the first word that says something; letters and digits alone. */
function citeKey(entry: Pick<Entry, 'creators' | 'dated' | 'title' | 'court'>): string {
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word && !emptyWords.has(word));
  const first = entry.creators[0];
  const who = plain(first ? (first.kind === 'person' ? first.family : first.name) : entry.court)[0] ?? 'anonymous';
  return `${who}${entry.dated.slice(0, 4)}${plain(entry.title)[0] ?? ''}`;
}

/** The keys of a list, each once: the second of a name gets an a, the third a b. */
export function citeKeys(entries: readonly Entry[]): string[] {
  const seen = new Set<string>();
  return entries.map((entry) => {
    const base = citeKey(entry);
    let key = base;
    for (let n = 1; seen.has(key); n += 1) key = base + (n <= 26 ? String.fromCharCode(96 + n) : `-${n}`);
    seen.add(key);
    return key;
  });
}
