import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakable, directionOf, NotSet, paperOf, printLines, renderPdf, unprintable } from './index.ts';
import { readPdf } from './testing/read.ts';

const samples = {
  latin: 'Estimada señora, où êtes-vous ? Não. Łódź, Ðặng',
  arabic: 'السلام عليكم، أطلب منكم زيارة السجن. ١٢٣',
  urdu: 'براہِ کرم جیل کا دورہ کریں',
  thai: 'กรุณาไปเยี่ยมผู้หญิงในเรือนจำ',
  inuktitut: 'ᐃᓄᒃᑎᑐᑦ ᑐᓴᐅᒪᔭᐅᔪᓐᓇᖅᑐᖅ',
  cree: 'ᓀᐦᐃᔭᐍᐏᐣ',
  devanagari: 'कृपया जेल का दौरा करें',
  greek: 'Παρακαλώ επισκεφθείτε',
  cyrillic: 'Будь ласка, відвідайте',
};

describe('what can be printed', () => {
  test.each(Object.entries(samples))('%s is printed by a face of ours, without an empty box', async (_, text) => {
    expect(await unprintable(text)).toEqual([]);
    const { signs, emptyBoxes, faces } = readPdf((await renderPdf('#lines(data)', printLines(text))).bytes);
    expect(emptyBoxes).toBe(false);
    // No other face stood in.
    expect(faces.filter((face) => !face.startsWith('NotoSans'))).toEqual([]);
    const letters = [...text.normalize('NFC')].filter((sign) => /\p{L}|\p{N}/u.test(sign));
    // Zay is drawn as ra and a dot; the file's map names neither so.
    expect(letters.filter((sign) => !signs.has(sign) && sign !== 'ز')).toEqual([]);
  });

  test('a sign that no face has is named before it is printed, once', async () => {
    expect(await unprintable('日本 and 日\u200d')).toEqual(['日', '本']);
    expect(
      readPdf((await renderPdf('#set text(fallback: false)\n#lines(data)', printLines('日'))).bytes).emptyBoxes,
    ).toBe(true);
  });
});

describe('what was typed stays text', () => {
  test('Typst written by somebody is printed, not run; no file of the machine is read', async () => {
    const typed = '#read("/etc/passwd") $x^2$ = *bold* \\ @ref `raw` <label> // no comment';
    const { pages } = await renderPdf('#lines(data)', printLines(typed));
    expect(pages).toBe(1);
    for (const source of ['#read("/etc/passwd")', '#image("../../../etc/passwd")', '#import "@preview/cetz:0.2.0"']) {
      await expect(renderPdf(source, {})).rejects.toBeInstanceOf(NotSet);
    }
    // And the next document is set as if nothing had been.
    expect((await renderPdf('#lines(data)', printLines('after'))).pages).toBe(1);
  });

  test('documents asked for at once come out each with its own words', async () => {
    const made = await Promise.all(['a', 'bb', 'ccc'].map((text) => renderPdf('#lines(data)', printLines(text))));
    expect(made.map(({ bytes }) => [...readPdf(bytes).signs].join(''))).toEqual(['a', 'b', 'c']);
  });
});

describe('lines', () => {
  test('each has the direction of its first letter', () => {
    expect(printLines('12 مرحبا abc\nabc مرحبا\n\n— 7').map(({ dir }) => dir)).toEqual(['rtl', 'ltr', 'ltr', 'ltr']);
    expect(directionOf('שלום')).toBe('rtl');
  });

  test('breaking places change nothing but signs without width, and no word stays longer than thirty signs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (line) => {
        const broken = breakable(line);
        expect(broken.replaceAll('\u200b', '')).toBe(line.replaceAll('\u200b', ''));
      }),
    );
    expect(
      Math.max(
        ...breakable('x'.repeat(500))
          .split('\u200b')
          .map((part) => part.length),
      ),
    ).toBe(10);
    expect(breakable('an ordinary line')).toBe('an ordinary line');
    expect(breakable(samples.thai).split('\u200b').length).toBeGreaterThan(3);
  });

  test('the paper is that of the country', () => {
    expect(['US', 'ca', 'FR', 'TH', 'MX', 'BR'].map(paperOf)).toEqual([
      'us-letter',
      'us-letter',
      'a4',
      'a4',
      'us-letter',
      'a4',
    ]);
  });
});
