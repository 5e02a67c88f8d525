const segmenter = new Intl.Segmenter('th', { granularity: 'word' });
const longest = 40;
const most = 2_000;

/** Letters without accents and capitals, so that "Cárcel" is found by "carcel". */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])/gu, '')
    .toLowerCase();

/**
 * The folded words of a text, each once. Scripts that set no spaces between words (Thai, Khmer, Chinese …) are cut by the
 * segmenter's dictionary, in the text and in what is searched for alike.
 */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const { segment, isWordLike } of segmenter.segment(fold(text))) {
    if (!isWordLike) continue;
    words.add(segment.slice(0, longest).toWellFormed());
    if (words.size >= most) break;
  }
  return [...words];
}

/** What search keeps of a post: its group, and the words of the thread's title (of its first post) and of the text. */
export const postWords = (groupId: string, ...texts: string[]): string[] => [
  `g:${groupId}`,
  ...wordsOf(texts.join('\n')),
];
