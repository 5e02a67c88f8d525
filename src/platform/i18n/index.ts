import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { root } from '../db/root.ts';
import { pseudo, pseudoLocale } from './pseudo.ts';

export { languageCodes } from './languages.ts';
export { pseudoLocale } from './pseudo.ts';

/** The languages of the interface. A network publishes in one or more of them. */
export const interfaceLocales = ['en', 'es', 'fr', 'pt'] as const;

/** What a message may be given. Functions render a tag of the message: `<link>…</link>`. */
export type Values = Record<string, unknown>;

/** Translates a key of the message files. `rich` returns the pieces, for messages with tags. */
export type Translate = ((key: string, values?: Values) => string) & {
  rich(key: string, values: Values): unknown[];
  locale: string;
};

/** The message of a key that is put together from data ("library.kind.judgment"); undefined where there is none. */
export function wordsFor(t: Translate, key: string): string | undefined {
  const text = t(key);
  return text === key ? undefined : text;
}

export type Messages = { for(locale: string): Translate; keys(locale: string): string[]; has(key: string): boolean };

/** The message folders: each room keeps its own messages, one file per language. */
function messageFolders(): string[] {
  const source = join(root, 'src');
  const rooms = [
    ...readdirSync(join(source, 'features')).map((name) => join(source, 'features', name)),
    ...readdirSync(join(source, 'platform')).map((name) => join(source, 'platform', name)),
    join(source, 'ui'),
  ];
  return rooms.map((room) => join(room, 'messages')).filter((folder) => existsSync(folder));
}

/** Reads every message file. A key may stand in one room only; throws when two rooms name the same. */
export function readMessages(locale: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const folder of messageFolders()) {
    const file = join(folder, `${locale}.json`);
    if (!existsSync(file)) continue;
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)) {
      if (all.has(key)) throw new Error(`the message ${key} stands twice`);
      // One no-break space, whichever a keyboard wrote: the narrow one is not in every font and mail program.
      all.set(key, text.replaceAll('\u202f', '\u00a0'));
    }
  }
  return all;
}

/** All messages, compiled on first use. A key missing in a language falls back to English, then to the key itself. */
export function loadMessages(): Messages {
  const texts = new Map<string, Map<string, string>>(interfaceLocales.map((locale) => [locale, readMessages(locale)]));
  const english = texts.get('en')!;
  texts.set(pseudoLocale, new Map([...english].map(([key, text]) => [key, pseudo(text)])));
  const translators = new Map<string, Translate>();

  function translator(locale: string): Translate {
    const own = texts.get(locale) ?? english;
    const compiled = new Map<string, string | IntlMessageFormat>();
    const message = (key: string) => {
      let found = compiled.get(key);
      if (found === undefined) {
        const text = own.get(key) ?? english.get(key) ?? key;
        // Most messages are plain text: they need no formatter.
        found = /[{}<']/.test(text) ? new IntlMessageFormat(text, locale === pseudoLocale ? 'ar' : locale) : text;
        compiled.set(key, found);
      }
      return found;
    };
    const t = (key: string, values?: Values) => {
      const found = message(key);
      return typeof found === 'string' ? found : String(found.format(values as Record<string, string>));
    };
    const rich = (key: string, values: Values) => {
      const found = message(key);
      if (typeof found === 'string') return [found];
      const made = found.format<unknown>(values as Record<string, string>);
      return Array.isArray(made) ? made : [made];
    };
    return Object.assign(t, { rich, locale });
  }

  return {
    for(locale) {
      let found = translators.get(locale);
      if (!found) {
        found = translator(locale);
        translators.set(locale, found);
      }
      return found;
    },
    keys: (locale) => [...(texts.get(locale)?.keys() ?? [])],
    has: (key) => english.has(key),
  };
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd', 'ug', 'yi', 'dv']);

/** The writing direction of a language tag. */
export const direction = (locale: string): 'ltr' | 'rtl' => (rightToLeft.has(locale.split('-')[0]!) ? 'rtl' : 'ltr');

/** Names of languages that the tables of the Unicode project lack in some of ours: what their speakers call them. */
const namedHere: Record<string, string> = {
  cak: 'Kaqchikel',
  guc: 'Wayuunaiki',
  kri: 'Krio',
  nah: 'Nāhuatl',
  toi: 'Chitonga',
  yua: 'Maaya T’aan',
};

/** By language; every page names all of its own, and asking for one takes a tenth of a millisecond. */
const languageNames = new Map<string, string>();

/** The name of a language in that language, for a list to choose from: "Español". */
export function languageName(locale: string): string {
  let name = languageNames.get(locale);
  if (name === undefined) {
    name = namedHere[locale] ?? new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale;
    name = locale === pseudoLocale ? '‏RTL' : name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
    languageNames.set(locale, name);
  }
  return name;
}

const namesIn = new Map<string, Intl.DisplayNames>();

/** The name of a language in the reader's, as it stands inside a sentence: "Spanish", "espagnol". A code that is none stays as it is. */
export function languageIn(reader: string, code: string): string {
  if (code === pseudoLocale) return languageName(code);
  let names = namesIn.get(reader);
  if (!names) {
    names = new Intl.DisplayNames(reader, { type: 'language', fallback: 'code' });
    namesIn.set(reader, names);
  }
  try {
    const name = names.of(code) ?? code;
    return name === code ? (namedHere[code] ?? code) : name;
  } catch {
    return code;
  }
}

/** The same where it stands alone, in a list or a table: "Espagnol". */
export function languageLabel(reader: string, code: string): string {
  const name = languageIn(reader, code);
  return name === code ? code : name.charAt(0).toLocaleUpperCase(reader) + name.slice(1);
}

/** The first of `offered` that an Accept-Language header prefers; the first offered when none fits. */
export function negotiate(header: string | undefined, offered: readonly string[]): string {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag: tag.toLowerCase(), q: q ? Number(q.trim().slice(2)) || 0 : 1 };
    })
    .filter(({ tag, q }) => tag && q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    const found = offered.find((locale) => locale === tag) ?? offered.find((locale) => locale === tag.split('-')[0]);
    if (found) return found;
  }
  return offered[0]!;
}
