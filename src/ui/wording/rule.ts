import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { pt } from './words/pt.ts';

/*
 * The editor's word flags: words that name a woman by what she is accused of or by where she is kept, and sentences that put the offence
 * before her. Pure, and run in the browser as well. A flag is a calm suggestion; nothing is ever refused for it.
 */

/** Why a word is looked at: it names a person by her file, by a trade or a habit, it hurts, or it puts the offence first. */
export type Why = 'label' | 'trade' | 'slur' | 'offence' | 'own';

export type Word = {
  id: string;
  /** Every form, in small letters; accents do not matter. Parts of one with several words stand apart by a space (or a hyphen in the text). */
  forms: readonly string[];
  /** Flagged only after one of these: words that are harmless otherwise ("to convict", "criminal law"). */
  after?: readonly string[];
  /** Flagged only before one of these, or where no word follows in the sentence. */
  before?: readonly string[];
  why: Exclude<Why, 'offence' | 'own'>;
  /** Other words, in the language of the text. */
  instead: string;
};

export type WordList = {
  words: readonly Word[];
  /** Nouns for a person by an offence; flagged before one of `relatives` ("a thief who") and before a name ("murderer Ana"). */
  offences: readonly string[];
  relatives: readonly string[];
  offenceInstead: string;
  /** Beginnings of a sentence that puts the offence first, up to a comma: "Convicted of theft, she …". */
  beginnings: readonly string[];
  beginningInstead: string;
};

/** What a network changed: words that it does not flag, by language and id (`en:inmate`), and words of its own. */
export type WordingChoices = {
  off?: readonly string[];
  own?: readonly { locale: string; word: string; instead: string }[];
};

/** Where in the text, what stands there, why it is looked at, and other words ('' where there is no suggestion). */
export type Flag = { start: number; end: number; passage: string; why: Why; instead: string };

/** The lists that come with the program. */
export const lists: Readonly<Record<string, WordList>> = { en, es, fr, pt };

/** The ids of what can be put off beside single words: the two kinds of sentences that put the offence first. */
export const sentenceIds = ['offence', 'beginning'] as const;

type Token = { start: number; end: number; raw: string; word: string; gap: string };

/** Small letters without accents: "Délinquante" → "delinquante". */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae');

/** What is somebody else's words, or no words: quotations, code, links, addresses. Each stops at its next sign, so that it costs its length. */
const others: readonly RegExp[] = [
  /^(?:```|~~~)[^\n]*\n[\s\S]*?(?:^(?:```|~~~)|$(?![\s\S]))/gm,
  /`[^`\n]*`/g,
  /^[ \t]{0,3}>[^\n]*/gm,
  /!?\[[^[\]\n]*\]\([^()\n]*\)/g,
  /<[^<>\n]*>/g,
  /https?:\/\/[^\s]+/gi,
  /[\w.+-]{1,64}@[\w.-]{1,190}/g,
  /[“„][^“”„]*[”“]/g,
  /«[^«»]*»/g,
  /‹[^‹›]*›/g,
  /"[^"\n]*"/g,
  /(?:^|[\s(])‘(?:[^‘’\n]|’\p{L})*’/gu,
];

/** The text with everything that is somebody else's blanked, of the same length. */
export function ownWords(text: string): string {
  let own = text;
  for (const pattern of others) own = own.replace(pattern, (found) => found.replace(/[^\n]/g, ' '));
  return own;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /[\p{L}\p{M}\p{N}]+/gu;
  let before = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const raw = match[0];
    tokens.push({
      start: match.index,
      end: match.index + raw.length,
      raw,
      word: fold(raw),
      gap: text.slice(before, match.index),
    });
    before = match.index + raw.length;
  }
  return tokens;
}

/** Between the words of one expression stand spaces or a hyphen, nothing else, and no new paragraph. */
const joins = (gap: string): boolean => gap.length <= 3 && /^[\s\-\u2010\u2011]+$/.test(gap) && !/\n\s*\n/.test(gap);
/** A sentence ends before this word, or the text begins with it. */
const begins = (token: Token | undefined, first: boolean): boolean => first || /[.!?…:;\n•*#]/.test(token?.gap ?? '');
/** Nothing of the sentence follows before this gap is over. */
const ends = (token: Token | undefined): boolean => token === undefined || /[.!?…:;,)\n]/.test(token.gap);
const isName = (raw: string): boolean => /^\p{Lu}\p{Ll}/u.test(raw);

type Entry = { parts: string[]; open: boolean; word: Pick<Word, 'after' | 'before' | 'instead'> & { why: Why } };

const partsOf = (form: string): { parts: string[]; open: boolean } => {
  const open = form.endsWith('*');
  const parts = fold(open ? form.slice(0, -1) : form)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);
  return { parts, open };
};

function entriesFor(locale: string, list: WordList | undefined, choices: WordingChoices, off: Set<string>): Entry[] {
  const entries: Entry[] = [];
  for (const word of list?.words ?? []) {
    if (off.has(`${locale}:${word.id}`)) continue;
    const { after, before, why, instead } = word;
    const folded = { why, instead, after: after?.map(fold), before: before?.map(fold) };
    for (const form of word.forms) entries.push({ ...partsOf(form), word: folded });
  }
  for (const { locale: of, word, instead } of choices.own ?? []) {
    const entry = partsOf(word);
    if (of === locale && entry.parts.length > 0) entries.push({ ...entry, word: { why: 'own', instead } });
  }
  return entries;
}

/** How many tokens the entry covers from here; 0 when it does not stand here. */
function covers(entry: Entry, tokens: readonly Token[], at: number): number {
  for (let part = 0; part < entry.parts.length; part += 1) {
    const token = tokens[at + part];
    const wanted = entry.parts[part]!;
    if (!token || (part > 0 && !joins(token.gap))) return 0;
    const last = part === entry.parts.length - 1;
    if (last && entry.open ? !token.word.startsWith(wanted) : token.word !== wanted) return 0;
  }
  return entry.parts.length;
}

/** A language's lists with a network's choices, ready to be looked up. */
type Ready = {
  list: WordList | undefined;
  exact: Map<string, Entry[]>;
  open: Entry[];
  offences: Set<string>;
  relatives: Set<string>;
  beginnings: Entry[];
};

function readyFor(locale: string, choices: WordingChoices): Ready {
  const list = Object.hasOwn(lists, locale) ? lists[locale] : undefined;
  const off = new Set(choices.off ?? []);
  const exact = new Map<string, Entry[]>();
  const open: Entry[] = [];
  for (const entry of entriesFor(locale, list, choices, off)) {
    if (entry.open && entry.parts.length === 1) open.push(entry);
    else exact.set(entry.parts[0]!, [...(exact.get(entry.parts[0]!) ?? []), entry]);
  }
  const beginnings = list && !off.has(`${locale}:beginning`) ? list.beginnings : [];
  return {
    list,
    exact,
    open,
    offences: new Set(list && !off.has(`${locale}:offence`) ? list.offences.map(fold) : []),
    relatives: new Set(list?.relatives.map(fold)),
    beginnings: beginnings.map((one) => ({ ...partsOf(one), word: { why: 'offence', instead: '' } })),
  };
}

const none: WordingChoices = {};
/** Made once for a network's choices as they stand in memory: a page with many fields, or a surge of letters, asks often. */
const made = new WeakMap<WordingChoices, Map<string, Ready>>();

function ready(locale: string, choices: WordingChoices): Ready | undefined {
  // Any other language may stand in an address; nothing is kept for it.
  if (!Object.hasOwn(lists, locale) && !choices.own?.some((own) => own.locale === locale)) return undefined;
  const ofChoices = made.get(choices) ?? new Map<string, Ready>();
  made.set(choices, ofChoices);
  const one = ofChoices.get(locale) ?? readyFor(locale, choices);
  ofChoices.set(locale, one);
  return one;
}

/** At most so many flags of one text: more help nobody. */
const most = 50;
/** So many words after a beginning its comma must have come. */
const longestBeginning = 16;

/**
 * What is to be looked at in a text of this language ("pt-BR" is read as "pt"), in its order. Nothing inside quotations, block quotes, code
 * and links is. Costs time in proportion to the length of the text.
 */
export function flagsIn(text: string, language: string, choices: WordingChoices = none): Flag[] {
  const looked = ready(language.toLowerCase().split('-')[0]!, choices);
  if (!looked) return [];
  const { list, exact, open, offences, relatives, beginnings } = looked;
  const tokens = tokensOf(ownWords(text));
  const flags: Flag[] = [];
  const flag = (from: number, to: number, why: Why, instead: string): void => {
    const start = tokens[from]!.start;
    const end = tokens[to]!.end;
    flags.push({ start, end, passage: text.slice(start, end), why, instead });
  };

  for (let at = 0; at < tokens.length && flags.length < most; at += 1) {
    const token = tokens[at]!;
    let taken = 0;
    for (const entry of [...(exact.get(token.word) ?? []), ...open]) {
      const length = covers(entry, tokens, at);
      if (length <= taken) continue;
      const { after, before, why, instead } = entry.word;
      const next = tokens[at + length];
      if (after && !(at > 0 && joins(token.gap) && after.includes(tokens[at - 1]!.word))) continue;
      if (before && !ends(next) && !before.includes(next!.word)) continue;
      if (taken > 0) flags.pop();
      flag(at, at + length - 1, why, instead);
      taken = length;
    }
    if (taken > 0) {
      at += taken - 1;
      continue;
    }
    const next = tokens[at + 1];
    if (offences.has(token.word) && next) {
      const told = relatives.has(next.word) && /^[,\s]{1,3}$/.test(next.gap);
      const named = isName(next.raw) && /^ {1,2}$/.test(next.gap);
      if (told || named) {
        flag(at, at + 1, 'offence', list!.offenceInstead);
        at += 1;
        continue;
      }
    }
    if (!begins(token, at === 0)) continue;
    const beginning = beginnings.find((one) => covers(one, tokens, at) > 0);
    if (!beginning) continue;
    for (let end = at + beginning.parts.length; end <= at + longestBeginning && end < tokens.length; end += 1) {
      const { gap } = tokens[end]!;
      if (/[.!?…;\n]/.test(gap)) break;
      if (!gap.includes(',')) continue;
      flag(at, end, 'offence', list!.beginningInstead);
      at = end;
      break;
    }
  }
  return flags;
}

/** Each passage once, as it stands first: who reads a list of suggestions needs none twice. */
export function onceEach(flags: readonly Flag[]): Flag[] {
  const said = new Set<string>();
  return flags.filter(({ passage, why }) => {
    const key = `${why} ${fold(passage)}`;
    return !said.has(key) && said.add(key);
  });
}
