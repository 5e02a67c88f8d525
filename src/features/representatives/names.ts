/** Letters that Unicode does not take apart into a base letter and a mark. */
const plain: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ſ: 's',
};

/**
 * A name as two lists may both write it: no accents, case, apostrophes, or punctuation, one space between words.
 * "Saint-Hyacinthe--Bagot" and "Saint-Hyacinthe—Bagot" fold alike, and folding twice changes nothing.
 * Marks of scripts that need them (Thai, Devanagari, Arabic) are kept.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ßæœøđðþłħıŧŋĸſ]/g, (letter) => plain[letter]!)
    .replace(/['’‘ʼ`´′＇\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/** Orders "District 2" before "District 10", accents aside. */
export const inNaturalOrder = (a: string, b: string): number => collator.compare(a, b);
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * The part of a postal code by which a country's lookup works: the forward sortation area in Canada ("k1a 0b1" → "K1A"),
 * the five digits of a ZIP code in the United States ("13204-1234" → "13204"), elsewhere the code without spaces.
 * `undefined` where it cannot be a code of that country. The full code is never kept.
 */
export function normalisePostalCode(country: string, code: string): string | undefined {
  const text = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.-]+/g, '');
  if (country === 'CA') return /^([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])(\d[ABCEGHJ-NPRSTV-Z]\d)?$/.exec(text)?.[1];
  if (country === 'US') return /^(\d{5})(\d{4})?$/.exec(text)?.[1];
  // The invented country of the demo has codes of both kinds.
  if (country === 'XX') return /^([A-Z]\d[A-Z])(\d[A-Z]\d)?$/.exec(text)?.[1] ?? /^(\d{5})(\d{4})?$/.exec(text)?.[1];
  return /^[A-Z0-9]{2,12}$/.test(text) ? text : undefined;
}
