import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
        entries.map(({ key, source, fuzzy }) => ({ key, source, fuzzy, refused: undefined })),
      );
      const inner = (one: string) => one.replace(/^\n+|\n+$/g, '');
      expect(back.entries.map((one) => inner(one.target))).toEqual(entries.map((one) => inner(one.target)));
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

test('gettext’s own programs take what is written', ({ skip }) => {
  const tool = (name: string, ...given: string[]) => spawnSync(name, given, { encoding: 'utf8' });
  if (tool('msgfmt', '--version').error) skip('msgfmt is not on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'casement-po-'));
  try {
    for (const locale of ['fr', 'es', 'pt', 'th', 'ar', 'pl', 'pt-BR']) {
      const path = join(folder, `${locale}.po`);
      const list = [
        entry({
          key: 'news:1:title',
          target: 'Lait',
          notes: ['News: Milk', 'a\n#, fuzzy'],
          reference: 'https://a.invalid/x y',
        }),
        entry({
          key: 'news:1:body',
          source: 'Two\nlines\n',
          target: 'Deux\nlignes',
          fuzzy: true,
          before: 'One "line" \\ %d',
        }),
        entry({ key: 'block:home.0193:button1', source: '\n100 %s', target: '100 %' }),
        entry({ key: 'library:2:body', source: 'long '.repeat(400) }),
      ];
      const names = { network: 'ember', name: 'Casement: ember', locale, at: new Date('2026-11-27T08:00:00Z') };
      writeFileSync(path, poHeader(names) + list.map(poEntry).join(''));
      const checked = tool('msgfmt', '-c', '-o', '/dev/null', path);
      expect([checked.status, checked.stderr], locale).toEqual([0, '']);
      // Merged with itself, as Weblate does, nothing is lost and what was doubtful stays so.
      const merged = tool('msgmerge', '--previous', '--quiet', path, path);
      expect(merged.status, merged.stderr).toBe(0);
      const back = readPo(bytes(merged.stdout));
      expect(back.language?.replace('_', '-')).toBe(locale);
      expect(back.entries.map(({ key, fuzzy }) => [key, fuzzy])).toEqual(list.map(({ key, fuzzy }) => [key, fuzzy]));
      expect(merged.stdout).toContain('#| msgid "One \\"line\\"');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
