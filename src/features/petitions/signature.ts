import type { Display } from '../campaigns/index.ts';

/** Districts with fewer signatures than this are never told apart: nobody is to be singled out. */
export const fewest = 5;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const firstSign = (word: string): string => [...graphemes.segment(word)][0]?.segment ?? '';

/** A name that carries an address is an advertisement, not a name. */
const advertises = (name: string): boolean => /:\/\/|www\.|@/i.test(name);

/**
 * A name as the public page shows it, or undefined where it is not shown. With `initial`: the first word and the first
 * sign of the last ("Ana María López" → "Ana L."); a name of one word is its first sign alone.
 */
export function shownName(name: string, display: Display): string | undefined {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0 || display === 'hidden' || advertises(name)) return undefined;
  if (display === 'full') return words.join(' ');
  const [first, last] = [words[0]!, words.at(-1)!];
  return words.length === 1 ? `${firstSign(first)}.` : `${first} ${firstSign(last)}.`;
}

/** The goals that a count has reached, lowest first; each next goal is twice the one before. */
export function milestonesReached(count: number, goal: number | null): number[] {
  const reached: number[] = [];
  for (let next = goal ?? 0; next > 0 && next <= count; next *= 2) reached.push(next);
  return reached;
}

export type DistrictCount = { divisionId: string; name: string; count: number };
export type DistrictTable = {
  /** Districts with at least `fewest` signatures, most first. */
  rows: DistrictCount[];
  /** How many districts have fewer. Their sum is told nowhere. */
  few: number;
};

/** The counts as they may be read by anybody. Who gave no district is in no row: the rows need not add up to the whole. */
export function districtTable(counts: readonly DistrictCount[]): DistrictTable {
  const rows = counts
    .filter((one) => one.count >= fewest)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { rows, few: counts.filter((one) => one.count > 0 && one.count < fewest).length };
}
