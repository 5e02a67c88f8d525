import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folded, readQuestion, termsOf, wordsOf, writeQuestion } from './question.ts';
import { segmented } from './segment.ts';

describe('what is typed', () => {
  test('words, phrases, beginnings, exclusions and alternatives are told apart', () => {
    expect(termsOf('mothers "in prison" -visits educ* OR school', 'en')).toEqual([
      { text: 'mothers', prefix: false, without: false, or: false },
      { text: 'in prison', prefix: false, without: false, or: false },
      { text: 'visits', prefix: false, without: true, or: false },
      { text: 'educ', prefix: true, without: false, or: false },
      { text: 'school', prefix: false, without: false, or: true },
    ]);
    expect(termsOf('«en prison» “left open', 'fr').map((term) => term.text)).toEqual(['en prison', 'left open']);
    expect(termsOf('- * "" !!! OR', 'en')).toEqual([]);
  });

  test('an address says the same search, whatever was typed; nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer(), (q, kind, page) => {
        const question = readQuestion(new URLSearchParams({ q, kind, page: String(page) }));
        expect(readQuestion(writeQuestion(question))).toEqual(question);
        expect(termsOf(question.q, 'en').length).toBeLessThanOrEqual(12);
        for (const { word, at: place } of wordsOf(question.q))
          expect(question.q.slice(place).startsWith(word)).toBe(true);
      }),
    );
  });

  test('words of scripts without spaces are parted by a sign that is taken out again; other texts stay as they are', () => {
    expect(segmented('women in prison', 'en')).toBe('women in prison');
    const thai = segmented('ทุกคนมีสิทธิในการศึกษา', 'th');
    expect(thai.split('\u200a').length).toBeGreaterThan(3);
    expect(thai.replaceAll('\u200a', '')).toBe('ทุกคนมีสิทธิในการศึกษา');
    expect(segmented(thai, 'th')).toBe(thai);
  });

  test('folding takes accents and capitals away', () => expect(folded('ÉDUCATION Ñandú')).toBe('education nandu'));
});
