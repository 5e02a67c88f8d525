/**
 * A header as two tables may both write it: no accents, case, underscores or punctuation, one space between words. Marks of scripts that need
 * them (Thai, Arabic) are kept.
 */
export const headerKey = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .normalize('NFC');

/**
 * Which column (from 0) is which field, by what the headers say of themselves. `known` names the headers of each field, as `headerKey` gives
 * them, in the order in which fields choose; of two columns that may be the same, the first is taken, and none is two fields.
 */
export function guessColumns<Field extends string>(
  known: Readonly<Record<Field, readonly string[]>>,
  header: readonly string[],
): Partial<Record<Field, number>> {
  const keys = header.map(headerKey);
  const guessed: Partial<Record<Field, number>> = {};
  const taken = new Set<number>();
  for (const field of Object.keys(known) as Field[]) {
    const at = keys.findIndex((key, i) => !taken.has(i) && known[field].includes(key));
    if (at < 0) continue;
    guessed[field] = at;
    taken.add(at);
  }
  return guessed;
}
