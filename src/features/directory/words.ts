/** Letters that are no letter and a mark, as one looks for them. */
const plain: Record<string, string> = {
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ŧ: 't',
  ħ: 'h',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
};

/** Without capitals and accents: how names are sorted and found. The twin of `directory_fold` in SQL; a test compares them. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[øđłıŧħßæœς]/g, (letter) => plain[letter]!);

/** The longest word that is kept, in UTF-16 units. */
const longest = 40;

/** The words of what somebody searches for, folded; the first eight. */
export const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[\s!-/:-@[-`{-~·…“”‘’«»—–،؛؟。、「」]+/u)
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => word.slice(0, longest));

const lexeme = (word: string): string => `'${word.replace(/['\\]/g, (sign) => sign + sign)}'`;

/** A PostgreSQL tsquery: every term as it is, every word as the beginning of one. Null where nothing is asked for. */
export function searchQuery(terms: readonly string[], words: readonly string[]): string | null {
  const parts = [...terms.map(lexeme), ...words.map((word) => `${lexeme(word)}:*`)];
  return parts.length > 0 ? parts.join(' & ') : null;
}
