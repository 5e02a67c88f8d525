import { exported } from '../../../platform/audit/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { languageIn, wordsFor } from '../../../platform/i18n/index.ts';
import type { Named } from '../../../platform/registry/index.ts';
import type { NamesOfLines } from '../named.ts';
import type { LogLine } from '../queries.ts';

type Reader = Pick<View, 't' | 'locale' | 'date' | 'number'>;

/** What left the house, in words; nothing for any other line. */
export function leftAs(v: Reader, { verb, noun }: LogLine): string | undefined {
  const known = verb === 'exported' && exported.find((one) => one === noun);
  return known ? v.t(`audit.exported.${known}`) : undefined;
}

const firstOf = (v: Reader, keys: string[]): string | undefined =>
  keys.reduce<string | undefined>((found, key) => found ?? wordsFor(v.t, key), undefined);

/** A word of the log in the reader's language; one that has no words of ours (an older program wrote it) stays as it is. */
export const wordOf = (v: Reader, kind: 'noun' | 'verb' | 'fact', word: string): string =>
  wordsFor(v.t, `audit.${kind}.${word}`) ?? word;

/** What happened to what: "Account: signed in". */
export const said = (v: Reader, { noun, verb }: LogLine): string =>
  `${wordOf(v, 'noun', noun)}${v.t('ui.colon')} ${wordOf(v, 'verb', verb)}`;

/** The facts of a line as they are read: "Language: French", "Campaign: End strip searches"; a thing that is named comes as it is. */
export const factsOf = (
  v: Reader,
  detail: Record<string, unknown>,
  names: NamesOfLines,
): { name: string; values: (string | Named)[] }[] =>
  Object.entries(detail).map(([fact, value]) => ({
    name: wordOf(v, 'fact', fact),
    values: (Array.isArray(value) && value.length > 0 ? value : [value]).map((one) => {
      const said = typeof one === 'string' && one !== '' ? names.fact(fact, one) : undefined;
      if (said && 'name' in said) return said;
      return readValue(v, fact, said && said.id !== one ? said.id : one);
    }),
  }));

/** An id that is a word of ours (a page of the website) in the reader's language; any other as it is. */
export const idIn = (v: Reader, id: string): string => firstOf(v, [`website.page.${id}`]) ?? fieldOf(v, id);

/** Facts that name languages, and those that name countries, by their codes. */
const languages = ['language', 'locale', 'locales'];
const countries = ['country'];

/** A fact's value in words: days, numbers, languages and countries as the reader writes them, words of the log in hers. */
function readValue(v: Reader, fact: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return v.t('audit.nothing');
  if (typeof value === 'boolean') return v.t(value ? 'audit.value.yes' : 'audit.value.no');
  if (typeof value === 'number') return v.number(value);
  if (Array.isArray(value))
    return value.length === 0 ? v.t('audit.value.none') : value.map((one) => readValue(v, fact, one)).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => `${fieldOf(v, name)}${v.t('ui.colon')} ${readValue(v, fact, one)}`)
      .join(', ');
  const text = String(value);
  if (languages.includes(fact)) return languageIn(v.locale, text);
  if (countries.includes(fact)) return countryIn(v.locale, text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return v.date(text);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return v.date(new Date(text), 'time');
  return fieldOf(v, text);
}

/** A word of ours, or a field and the language it is written in (name_fr). Anything else, an id or an address, stays as it is. */
function fieldOf(v: Reader, word: string): string {
  const known = firstOf(v, [
    `audit.value.${word}`,
    `accounts.role.${word}`,
    `audit.verb.${word}`,
    `audit.noun.${word}`,
    `audit.fact.${word}`,
  ]);
  if (known) return known;
  const [, field, language] = /^([a-z]+)_([a-z]{2,3})$/.exec(word) ?? [];
  const text = field && wordsFor(v.t, `audit.value.${field}`);
  return text ? v.t('audit.fieldIn', { field: text, language: languageIn(v.locale, language!) }) : word;
}

function countryIn(reader: string, code: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'region' }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}
