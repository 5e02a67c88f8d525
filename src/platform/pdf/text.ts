/** One line as it is printed: its direction is that of its first letter. */
export type PrintLine = { text: string; dir: 'ltr' | 'rtl' };

// Blocks of scripts that run from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and what lies between them.
const strong = /[\p{L}]/u;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The direction of a line: of its first letter, as the Unicode bidirectional algorithm (rules P2, P3) takes it. */
export function directionOf(line: string): 'ltr' | 'rtl' {
  const first = strong.exec(line)?.[0];
  return first && rightToLeft.test(first) ? 'rtl' : 'ltr';
}

const longestRun = 30;
const southEastAsian = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/;
let words: Intl.Segmenter | undefined;

/**
 * The lines of a text, ready for print. Words longer than thirty signs may be broken anywhere, and Thai (Lao, Khmer,
 * Burmese), which is written without spaces, between its words: a sign without width stands there.
 */
export function printLines(text: string): PrintLine[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => ({ text: breakable(line.trimEnd()), dir: directionOf(line) }));
}

/** A line with places where it may be broken. */
export function breakable(line: string): string {
  return line.replace(/\S+/gu, (run) => {
    if (southEastAsian.test(run)) {
      words ??= new Intl.Segmenter('th', { granularity: 'word' });
      return [...words.segment(run)].map(({ segment }) => segment).join('\u200b');
    }
    const signs = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(run)];
    if (signs.length <= longestRun) return run;
    return signs.map(({ segment }, index) => (index > 0 && index % 10 === 0 ? `\u200b${segment}` : segment)).join('');
  });
}
