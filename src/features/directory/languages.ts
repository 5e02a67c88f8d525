/**
 * Languages that somebody can say she works in (ISO 639): those of the countries that the networks work in, and those that travel.
 * A closed list, so that the directory can be narrowed by it; it grows by one word here.
 */
export const languageCodes = [
  ...[
    'af',
    'am',
    'ar',
    'ay',
    'bem',
    'bg',
    'bn',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'es',
    'et',
    'fa',
    'ff',
    'fi',
    'fr',
    'ga',
  ],
  ...[
    'gn',
    'ha',
    'he',
    'hi',
    'hr',
    'ht',
    'hu',
    'hy',
    'id',
    'ig',
    'is',
    'it',
    'iu',
    'ja',
    'ka',
    'km',
    'kmr',
    'ko',
    'kri',
  ],
  ...[
    'ku',
    'lo',
    'lt',
    'lv',
    'mk',
    'mn',
    'ms',
    'my',
    'nah',
    'ne',
    'nl',
    'no',
    'ny',
    'pa',
    'pl',
    'ps',
    'pt',
    'qu',
    'ro',
  ],
  ...[
    'ru',
    'rw',
    'sd',
    'si',
    'sk',
    'sl',
    'sn',
    'so',
    'sq',
    'sr',
    'st',
    'sv',
    'sw',
    'ta',
    'te',
    'tet',
    'th',
    'ti',
    'tl',
  ],
  ...['tn', 'tr', 'uk', 'ur', 'uz', 'vi', 'wo', 'xh', 'yo', 'zh', 'zu'],
] as const;

const names = new Map<string, Intl.DisplayNames>();

/** The name of a language in the reader's language; the code itself where no name is known. */
export function languageIn(locale: string, code: string): string {
  let known = names.get(locale);
  if (!known) {
    known = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
    names.set(locale, known);
  }
  try {
    const name = known.of(code) ?? code;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return code;
  }
}
