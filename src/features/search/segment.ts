/** Scripts that put no space between words. PostgreSQL's parser knows none of their words. */
const unspaced =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const runs =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{M}\u200a\u200b]+/gu;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * Stands between words that are written without a space: a hair space, because PostgreSQL's parser takes a character of no width for a
 * part of the word. `joined` takes it out again.
 */
const between = '\u200a';

/**
 * The text with a sign between the words of scripts that write none, so that each is a word to the database. Texts of other scripts come back as they are.
 */
export function segmented(text: string, locale: string): string {
  if (!unspaced.test(text)) return text;
  let segmenter = segmenters.get(locale);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(Intl.Segmenter.supportedLocalesOf(locale)[0] ?? 'th', { granularity: 'word' });
    segmenters.set(locale, segmenter);
  }
  return text.replace(runs, (run) =>
    [...segmenter.segment(run)]
      .map(({ segment }) => segment)
      .filter((segment) => segment !== between && segment !== '\u200b')
      .join(between),
  );
}

/** The text as it was written. */
export const joined = (text: string): string => text.replaceAll(between, '');
