export type PracticeText = {
  locale: string;
  title: string;
  problem: string;
  done: string;
  result: string;
  /** For whom it did not work. */
  notFor: string;
};

export type PracticeLink = { label: string; url: string };

/** The same thing tried somewhere else. */
export type PracticeUse = {
  id: string;
  accountId: string | null;
  organisation: string | null;
  /** By which its page is asked for; null where the reader may not know of it. */
  organisationSlug: string | null;
  country: string;
  began: number | null;
  locale: string;
  changed: string;
};

export type Practice = {
  id: string;
  slug: string;
  state: 'draft' | 'review' | 'published';
  public: boolean;
  accountId: string | null;
  organisationId: string | null;
  organisation: string | null;
  organisationSlug: string | null;
  country: string | null;
  began: number | null;
  links: PracticeLink[];
  note: string;
  sample: boolean;
  publishedAt: Date | null;
  issues: string[];
  texts: PracticeText[];
  uses: PracticeUse[];
};

/** The parts of a practice, in the order in which they are read. */
export const parts = ['problem', 'done', 'result', 'notFor'] as const;

/** A text can be published when it says what the problem was, what was done, and what came of it. */
export const isWhole = (text: PracticeText | undefined): boolean =>
  text !== undefined && [text.title, text.problem, text.done, text.result].every((one) => one.trim() !== '');

/** The text for a reader: a whole one in her language, else in the first of the network's that has one, else whatever there is. */
export function wordsFor(
  practice: Pick<Practice, 'texts'>,
  locale: string,
  locales: readonly string[],
): PracticeText | undefined {
  for (const wanted of [locale, ...locales]) {
    const text = practice.texts.find((one) => one.locale === wanted);
    if (isWhole(text)) return text;
  }
  return practice.texts.find((one) => one.locale === locale) ?? practice.texts[0];
}

/** A text as the search compares it: small letters, no marks, one space. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** Links as they stand in one field: a line each, the address last. Undefined for a line without one. */
export function readLinks(text: string, isAddress: (url: string) => boolean): PracticeLink[] | undefined {
  const links: PracticeLink[] = [];
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const at = line.search(/https?:\/\/\S+$/i);
    if (at < 0 || !isAddress(line.slice(at))) return undefined;
    const url = new URL(line.slice(at)).href;
    links.push({ label: line.slice(0, at).trim() || new URL(url).host, url });
  }
  return links;
}

export const writeLinks = (links: readonly PracticeLink[]): string =>
  links.map(({ label, url }) => `${label} ${url}`).join('\n');
