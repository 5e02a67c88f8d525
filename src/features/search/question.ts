import { segmented } from './segment.ts';

/** One thing that was typed: a word, a phrase, the beginning of a word; to be there, or not to be there. */
export type Term = { text: string; prefix: boolean; without: boolean; or: boolean };

export const sorts = ['best', 'newest', 'title'] as const;
export type Sort = (typeof sorts)[number];

/** A search as it stands in its address. */
export type Question = {
  q: string;
  kind?: string;
  /** Which of its kind: "library.judgment". */
  type?: string;
  language?: string;
  issue?: string;
  place?: string;
  facility?: string;
  year?: string;
  sort: Sort;
  page: number;
};

/** Longer searches are cut: nobody types so much, and each word costs. */
const longest = 200;
const mostTerms = 12;
/** Ranked results end here. */
export const mostPages = 50;

/** Reads the address's query. What no list holds is left out; never throws. */
export function readQuestion(params: URLSearchParams): Question {
  const one = (name: string, shape: RegExp) => {
    const value = params.get(name) ?? '';
    return shape.test(value) ? value : undefined;
  };
  return {
    q: (params.get('q') ?? '').replace(/\s+/g, ' ').trim().slice(0, longest),
    kind: one('kind', /^[a-z-]{1,40}$/),
    type: one('type', /^[a-z-]{1,40}\.[a-z-]{1,40}$/),
    language: one('language', /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
    issue: one('issue', /^[a-z][a-z0-9-]{0,60}$/),
    place: one('place', /^[a-z][a-z0-9-]{0,60}$/),
    facility: one('facility', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    year: one('year', /^\d{4}$/),
    sort: sorts.find((sort) => sort === params.get('sort')) ?? 'best',
    page: Math.min(mostPages, Math.max(1, Math.floor(Number(params.get('page'))) || 1)),
  };
}

/** The query of an address, in one order, without what is as usual. */
export function writeQuestion(question: Question): URLSearchParams {
  const params = new URLSearchParams();
  const { q, kind, type, language, issue, place, facility, year, sort, page } = question;
  for (const [name, value] of Object.entries({ q, kind, type, language, issue, place, facility, year }))
    if (value) params.set(name, value);
  if (sort !== 'best') params.set('sort', sort);
  if (page > 1) params.set('page', String(page));
  return params;
}

/**
 * What was typed, word by word: "a phrase", -without, educ* (a beginning), one OR another. Every quotation mark of our four languages
 * opens and closes a phrase; one that is left open ends with the text.
 */
export function termsOf(q: string, locale: string): Term[] {
  const text = q.replace(/[“”„«»]/g, '"').replace(/[\u0001-\u0003\u200a\u200b]/g, ' ');
  const terms: Term[] = [];
  let or = false;
  for (const match of text.matchAll(/(-?)"([^"]*)"?|(\S+)/g)) {
    let without = false;
    let words: string;
    let prefix = false;
    if (match[3] === undefined) {
      without = match[1] === '-';
      words = match[2]!;
    } else {
      let word = match[3];
      if (word === 'OR' || word === '|') {
        or = terms.length > 0;
        continue;
      }
      if (/^-[^-]/.test(word)) {
        without = true;
        word = word.slice(1);
      }
      prefix = /[\p{L}\p{N}]\*$/u.test(word);
      words = word.replace(/\*+$/, '');
    }
    if (!/[\p{L}\p{N}]/u.test(words)) continue;
    terms.push({ text: segmented(words, locale), prefix, without, or: or && !without });
    or = false;
    if (terms.length === mostTerms) break;
  }
  return terms;
}

/** The single words of a search that could be mistyped, and where they stand in it. */
export function wordsOf(q: string): { word: string; at: number }[] {
  return [...q.matchAll(/(?<![\p{L}\p{N}\p{M}-])[\p{L}\p{M}][\p{L}\p{M}'’]{3,40}(?![\p{L}\p{N}\p{M}*])/gu)]
    .filter(({ 0: word }) => word !== 'OR')
    .map(({ 0: word, index }) => ({ word, at: index }));
}

/** As words are kept to be compared: small letters, no accents. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
