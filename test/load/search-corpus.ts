/** A made-up text of so many words, the same in every run: words by Zipf's law out of thirty thousand. */
export type Corpus = { text(words: number): string; word(rank: number): string };

const syllables =
  'ba be bi bo bu da de di do du fa fe fi ga go ka ke ki ko la le li lo lu ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi za zo'.split(
    ' ',
  );
const vocabulary = 30_000;

/** The texts of a seed. Ranks begin at 1, the most common word. */
export function corpus(seed: number): Corpus {
  let state = seed;
  // Mulberry32: small, even enough, and the same everywhere.
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const words = Array.from({ length: vocabulary }, (_, rank) => {
    let text = '';
    // Four syllables tell 6 million apart; the number is mixed so that neighbours in rank look unlike.
    for (let rest = (rank * 7919 + 104_729) % 6_250_000, n = 0; n < 4; n += 1) {
      text += syllables[rest % syllables.length]!;
      rest = Math.floor(rest / syllables.length);
    }
    return text;
  });
  const scale = Math.log(vocabulary);
  return {
    word: (rank) => words[rank - 1]!,
    text(count) {
      const picked: string[] = [];
      for (let n = 0; n < count; n += 1) picked.push(words[Math.floor(Math.exp(random() * scale)) - 1]!);
      return picked.join(' ');
    },
  };
}
