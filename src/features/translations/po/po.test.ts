import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PoRefused, readPo } from './read.ts';
import { type PoEntry, poEntry, poHeader } from './write.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const header = poHeader({ network: 'ember', name: 'Émber', locale: 'fr', at: new Date('2026-11-27T08:00:00Z') });
const read = (body: string) => readPo(bytes(header + body));
const entry = (more: Partial<PoEntry>): PoEntry => ({
  key: 'news:1:title',
  source: 'Milk',
  target: '',
  fuzzy: false,
  notes: [],
  ...more,
});

test('whatever is written is read back as it was', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.stringMatching(/^[\\"nrt0-7x #\nmsgid~|,.:\t-]{0,200}$/),
    fc.constantFrom('ไม่มีช่องว่างเลย'.repeat(20), '\\', '"', '\n', 'a\n', '\n\nb', '#~ msgid "x"', '= + - @'),
  );
  const words = text.filter((one) => !/[\0\r]/.test(one));
  fc.assert(
    fc.property(fc.array(fc.tuple(words, words, fc.boolean(), words, fc.option(words)), { maxLength: 6 }), (list) => {
      const entries = list.map(([source, target, fuzzy, note, before], at) =>
        entry({
          key: `news:${at}:title`,
          source,
          target,
          fuzzy,
          notes: [note],
          reference: note,
          before: before ?? undefined,
        }),
      );
      const file = header + entries.map(poEntry).join('');
      const back = readPo(bytes(file));
      expect(back.language).toBe('fr');
      expect(back.network).toBe('ember');
      expect(back.entries).toMatchObject(
        entries.map(({ key, source, target, fuzzy }) => ({ key, source, target, fuzzy, refused: undefined })),
      );
      // Saved by a program of another system, with its mark and its line ends.
      const other = readPo(bytes(`\uFEFF${file.replaceAll('\n', '\r\n')}`));
      expect(other).toEqual(back);
    }),
    { numRuns: 200 },
  );
});

test('no bytes at all break it, and it takes no long time over any', () => {
  const quiet = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(PoRefused);
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (some) => quiet(() => readPo(some))));
  fc.assert(fc.property(fc.string({ maxLength: 400 }), (some) => quiet(() => read(`\n${some}`))));
  const began = performance.now();
  quiet(() => read(`\nmsgctxt "a:1:b"\nmsgid "${'\\'.repeat(2_000_001)}"\n${'"x"\n'.repeat(200_000)}`));
  expect(performance.now() - began).toBeLessThan(3_000);
});

test('an entry that is wrong is refused with its line, and what comes behind it is read', () => {
  const { entries } = read(
    [
      '',
      'msgctxt "news:1:title"',
      'msgid "One"',
      'msgstr "Un"',
      '',
      'msgctxt "news:2:title"',
      'msgid "Two',
      'msgstr "Deux"',
      '',
      'msgctxt "news:3:title"',
      'msgid "Three"',
      'msgid_plural "Threes"',
      'msgstr[0] "Trois"',
      'msgstr[1] "Trois"',
      '',
      'msgid "Four"',
      'msgstr "Quatre"',
      '#~ msgctxt "news:9:title"',
      '#~ msgid "Gone"',
      '#~ msgstr "Parti"',
      '#, c-format, fuzzy',
      'msgctxt "news:5:title"',
      'msgid ""',
      '"Fi"',
      '"ve"',
      'msgstr "Cinq\\tou \\"5\\"\\x41\\101"',
      'msgctxt "news:1:title"',
      'msgid "One"',
      'msgstr "Une"',
    ].join('\n'),
  );
  const first = header.split('\n').length;
  expect(entries.map(({ line, key, refused }) => [line - first + 1, key, refused])).toEqual([
    [2, 'news:1:title', undefined],
    [6, 'news:2:title', 'translations.po.line'],
    [10, 'news:3:title', 'translations.po.plural'],
    [16, '', 'translations.po.key'],
    [22, 'news:5:title', undefined],
    [27, 'news:1:title', 'translations.po.twice'],
  ]);
  expect(entries[4]).toMatchObject({ source: 'Five', target: 'Cinq\tou "5"AA', fuzzy: true });
  expect(entries[5]!.fuzzy).toBe(false);
});

test('a file that is none is refused as a whole, with what is wrong', () => {
  const reason = (of: Uint8Array) => {
    try {
      readPo(of);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  expect(reason(bytes('Name,Email\n'))).toBe('translations.po.header');
  expect(reason(bytes(`${header}\nmsgctxt "a:1:b"\nmsgid "x"\nmsgstr "a\0b"\n`))).toBe('translations.po.nul');
  expect(reason(bytes(header.replace('UTF-8', 'KLINGON-8')))).toBe('translations.po.charset');
  expect(reason(new Uint8Array([...bytes(header), 0xff, 0xfe, 0x20]))).toBe('translations.po.charset');
  expect(reason(bytes(header + '\nmsgctxt "a:1:b"\nmsgid "x"\nmsgstr "y"\n'.repeat(50_001)))).toBe(
    'translations.po.many',
  );
  // Another charset that is named truly is read.
  const latin = `${header.replace('UTF-8', 'ISO-8859-1').replace('É', 'E')}\nmsgctxt "news:1:title"\nmsgid "Milk"\nmsgstr "Lait frappé"\n`;
  expect(readPo(Buffer.from(latin, 'latin1')).entries[0]!.target).toBe('Lait frappé');
});
