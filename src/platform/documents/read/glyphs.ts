/** A sign of a page as it was drawn: where it begins, where its part of the drawing lies; `made`: put in between, drawn nowhere. */
export type Sign = { text: string; x: number; y: number; left: number; right: number; made: boolean };

/** Scripts in which one drawing stands for several signs, or several drawings for one. */
export const isComplex = (text: string): boolean => complex.test(text);
const complex =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Tibetan}]/u;
const fromRight = /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]+$/u;
const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** A vowel of two parts, drawn apart: the wide second part is taken for a gap. */
const twofold = /[\u0e33\u0eb3]$/u;

type Glyph = { text: string; x: number; y: number; left: number; right: number; made: boolean };

/** How many drawings back one can stand for the same signs again. */
const back = 5;
/** Points by which marks are set higher or lower than their letter; lines lie further apart. */
const raised = 3;

/**
 * The words of a page whose programs wrote for the eye: signs of one drawing that was read from the wrong side are turned, signs
 * that several drawings of one syllable each stand for are taken once, brackets that were mirrored for the eye are turned back.
 */
export function inOrder(signs: readonly Sign[]): string {
  const glyphs = joined(signs);
  const kept: Glyph[] = [];
  let dropped = false;
  for (const [n, glyph] of glyphs.entries()) {
    if (glyph.made && glyph.text === ' ' && unspaced.test(glyphs[n + 1]?.text ?? ''))
      if (dropped || twofold.test(kept.at(-1)?.text ?? '')) continue;
    dropped = repeats(glyph, kept.slice(-back));
    if (dropped) continue;
    const turned = glyph.text.length > 1 && fromRight.test(glyph.text);
    kept.push(turned ? { ...glyph, text: Array.from(glyph.text).reverse().join('') } : glyph);
  }
  return kept
    .map(({ text }) => text)
    .join('')
    .split('\n')
    .map(unmirrored)
    .join('\n');
}

/** Signs that begin at one place come from one drawing. */
function joined(signs: readonly Sign[]): Glyph[] {
  const glyphs: Glyph[] = [];
  for (const sign of signs) {
    const last = glyphs.at(-1);
    const same =
      last && !last.made && !sign.made && !/\s/.test(sign.text + last.text) && last.x === sign.x && last.y === sign.y;
    if (!same) glyphs.push({ ...sign });
    else {
      last.text += sign.text;
      last.left = Math.min(last.left, sign.left);
      last.right = Math.max(last.right, sign.right);
    }
  }
  return glyphs;
}

/**
 * A mark above or below its letter, of which the file says that it, too, is the whole syllable. Tall letters push it aside, so that it may
 * stand out by a third of its width; the same syllable written twice lies side by side.
 */
const repeats = (glyph: Glyph, before: readonly Glyph[]): boolean =>
  glyph.text.length > 1 &&
  isComplex(glyph.text) &&
  before.some(
    (one) =>
      one.text === glyph.text &&
      Math.abs(one.y - glyph.y) < raised &&
      Math.min(glyph.right, one.right) - Math.max(glyph.left, one.left) > (glyph.right - glyph.left) / 2,
  );

const mirrors: Record<string, string> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '«': '»',
  '»': '«',
};

/** A line that is read from the right, in which brackets close before they open. */
function unmirrored(line: string): string {
  if (!fromRight.test(/\p{L}/u.exec(line)?.[0] ?? '') || !/^[^([{«]*[)\]}»]/.test(line)) return line;
  return line.replace(/[()[\]{}«»]/g, (sign) => mirrors[sign]!);
}
