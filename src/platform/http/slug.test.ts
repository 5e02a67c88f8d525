import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { root } from '../db/index.ts';
import { pathAsOurs, readStep, step } from './at.ts';
import { freeSlug, isSlug, proposePlainSlug, proposeSlug } from './slug.ts';

/** What an address must be, said apart from the rule that makes it. */
function faults(slug: string): string[] {
  const wrong: string[] = [];
  if (!isSlug(slug)) wrong.push('is no address');
  if (proposeSlug(slug, 'other') !== slug) wrong.push('is made into another');
  if (/[\s/\\%?#&=+~.:;@'"<>\p{C}\p{Z}\p{Lu}\p{Lt}]/u.test(slug)) wrong.push('has a sign that no address has');
  if (/\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/u.test(slug)) wrong.push('has a sign that nobody sees');
  if (slug !== slug.normalize('NFC')) wrong.push('is not composed');
  if ([...slug].length > 60 || Buffer.byteLength(slug) > 150) wrong.push('is too long');
  if (/^[-\p{M}]|-$|--/u.test(slug)) wrong.push('has a hyphen or mark too many');
  if (!/^[\x21-\x7e]+$/.test(step(slug)) || readStep(step(slug)) !== slug)
    wrong.push('does not come back from the wire');
  if (readStep(step(slug.normalize('NFD'))) !== undefined && slug !== slug.normalize('NFD'))
    wrong.push('has two ways to be written');
  if (pathAsOurs(`/one/en/news/${step(slug.normalize('NFD'))}`) !== undefined) {
    if (pathAsOurs(`/one/en/news/${step(slug.normalize('NFD'))}`) !== `/one/en/news/${step(slug)}`)
      wrong.push('is not found in its other form');
  } else if (slug !== slug.normalize('NFD')) wrong.push('is not led to from its other form');
  return wrong;
}

describe('an address made from a title', () => {
  test.each([
    ['Cœurs brisés ! L’été à Łódź', 'coeurs-brises-lete-a-lodz'],
    ['Majalisar Ɗinkin Duniya, Ƴan-adam', 'majalisar-dinkin-duniya-yan-adam'],
    ['ÌKÉDE Ẹ̀TỌ́ ỌMỌNÌYÀN', 'ikede-eto-omoniyan'],
    ['กฎกรุงเทพ ข้อ 48: น้ำ', 'กฎกรุงเทพ-ข้อ-48-น้ำ'],
    ['महिला कैदियों के अधिकार', 'महिला-कैदियों-के-अधिकार'],
    ['សិទ្ធិ\u200bស្ត្រី', 'សិទ្ធិ-ស្ត្រី'],
    ['حقوق السَّجينات ـــ ٤٨', 'حقوق-السجينات-٤٨'],
    ['زنان می\u200cخواهند', 'زنان-می-خواهند'],
    ['זכויות האסירות, שָׁלוֹם', 'זכויות-האסירות-שלום'],
    ['Ворота й Её п’ять', 'ворота-й-её-пять'],
    ['ΔΙΚΑΙΏΜΑΤΑ ΤΗΣ', 'δικαιώματα-της'],
    ['ქალთა უფლებები', 'ქალთა-უფლებები'],
    ['Դուռ և լույս', 'դուռ-և-լույս'],
    ['世界人权宣言、二〇二四年', '世界人权宣言-二〇二四年'],
    ['ガイド ｶﾞｲﾄﾞ', 'ガイド-ガイド'],
    ['여성 수용자', '여성-수용자'],
    ['ᓄᓇᕗᑦ', 'ᓄᓇᕗᑦ'],
    ['ＡＢＣ ﬁne № 5', 'abc-fine-no-5'],
    ['Rule\u202e 48\u00ad\u2066x', 'rule-48x'],
    ['😀 -- ', 'work'],
    ['', 'work'],
  ])('%j is %s', (title, slug) => {
    expect(proposeSlug(title, 'work')).toBe(slug);
    expect(faults(slug)).toEqual([]);
  });

  test('has no word in which two scripts or two kinds of digits look alike', () => {
    expect(proposeSlug('pаypal', 'x')).toBe('p-а-ypal');
    expect(proposeSlug('Cуд οκ', 'x')).toBe('c-уд-οκ');
    expect(proposeSlug('٤۴ 4٤', 'x')).toBe('٤-۴-4-٤');
    // Scripts that nobody takes for each other stand together as they are written.
    expect(proposeSlug('ฉบับที่2a 日本語ABC', 'x')).toBe('ฉบับที่2a-日本語abc');
    for (const mixed of ['pаypal', 'οk', '٤۴', 'суd']) expect(isSlug(mixed)).toBe(false);
  });

  test('is cut between letters, never within one', () => {
    const long = proposeSlug('ก้ำ'.repeat(40), 'x');
    expect(long).toBe('ก้ำ'.repeat(16));
    expect(proposeSlug('ស្ត្រី'.repeat(30), 'x')).toMatch(/^(ស្ត្រី)+$/);
    expect(proposeSlug('é a '.repeat(40), 'x')).toHaveLength(59);
  });

  test('is one, whatever the title', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: script, maxLength: 90 }),
        ),
        (title) => {
          const slug = proposeSlug(title, 'work');
          expect(faults(slug)).toEqual([]);
          // However the same title was typed, it is the same address.
          expect(proposeSlug(title.normalize('NFD'), 'work')).toBe(slug);
          expect(proposeSlug(title.normalize('NFC'), 'work')).toBe(slug);
          expect(proposePlainSlug(title, 'work')).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  const udhr = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'legaltext/udhr-languages.json');
  test.skipIf(!existsSync(udhr))('says something in each of 34 languages (skipped without the shared data)', () => {
    type Text = { bcp47: string; title: string; sections: { heading: string; paras: string[] }[] };
    const texts = JSON.parse(readFileSync(udhr, 'utf8')) as Text[];
    expect(texts.length).toBe(34);
    for (const { bcp47, title, sections } of texts) {
      const headings = sections.flatMap(({ heading, paras }) => [heading, ...paras]).filter(Boolean);
      const taken = new Set<string>();
      for (const one of [title, ...headings]) {
        const slug = proposeSlug(one, 'work');
        expect({ bcp47, one, slug, faults: faults(slug) }).toEqual({ bcp47, one, slug, faults: [] });
        expect(slug).not.toBe('work');
        // A second one of the same title has another address, which is one too.
        taken.add(freeSlug(slug, taken));
        const second = freeSlug(slug, taken);
        expect(taken.has(second)).toBe(false);
        expect(isSlug(second)).toBe(true);
        taken.add(second);
      }
      expect(taken.size).toBe(2 * (headings.length + 1));
    }
  });
});

/** Letters, marks, digits and signs of many scripts, with what is unseen among them. */
const script = fc.oneof(
  ...[
    [0x20, 0x7e],
    [0xa0, 0x24f],
    [0x250, 0x36f],
    [0x370, 0x58f],
    [0x591, 0x6ff],
    [0x900, 0xeff],
    [0xf00, 0x11ff],
    [0x1780, 0x17ff],
    [0x1e00, 0x206f],
    [0x3041, 0x33ff],
    [0xac00, 0xad00],
    [0xf900, 0xffff],
    [0x1d400, 0x1d7ff],
  ].map(([min, max]) => fc.integer({ min: min!, max: max! }).map((sign) => String.fromCodePoint(sign))),
);

describe('an address that somebody types', () => {
  test.each([
    'come-and-see',
    'a',
    '0',
    'a--b',
    'a-',
    'a'.repeat(81),
    'ยุติ-การค้นตัว',
    'ก'.repeat(60),
    'ж'.repeat(81),
    'café',
    'حقوق-٤٨',
  ])('may be %s', (slug) => expect(isSlug(slug)).toBe(true));
  test.each([
    ['nothing', ''],
    ['a hyphen first', '-a'],
    ['a capital', 'Работа'],
    ['a space', 'a b'],
    ['a slash', 'ก/ข'],
    ['a percent sign', '%E0%B8%81'],
    ['more than 81 signs', 'ж'.repeat(82)],
    ['more than 180 bytes', 'ก'.repeat(61)],
    ['a letter apart from its accent', 'cafe\u0301'],
    ['a sign that turns the direction', 'ا\u200fب'],
    ['a sign of no width', 'ก\u200bข'],
    ['a mark without a letter', '\u0e34ก'],
    ['a mark many times', `ก${'\u0e49'.repeat(9)}`],
    ['two scripts that look alike', 'wоrk'],
  ])('may not have %s', (_, slug) => expect(isSlug(slug)).toBe(false));
});

describe('a path written in another way', () => {
  test('leads to the one of ours, and to no other site', () => {
    expect(pathAsOurs('/one/en/news/caf%C3%A9')).toBeUndefined();
    expect(pathAsOurs('/one/en/news/cafe%CC%81/card.png')).toBe('/one/en/news/caf%C3%A9/card.png');
    expect(pathAsOurs('/one/en/news/caf%c3%a9')).toBe('/one/en/news/caf%C3%A9');
    expect(pathAsOurs('/one/en/roles/a%3ab%2D')).toBeUndefined();
    expect(pathAsOurs('/one/en/news/a%2Fe%CC%81')).toBe('/one/en/news/a%2F%C3%A9');
    expect(pathAsOurs('/one/en/%FF/e%CC%81')).toBe('/one/en/%FF/%C3%A9');
    expect(pathAsOurs('//elsewhere.invalid/e%CC%81')).toBeUndefined();
    expect(pathAsOurs('/%5Celsewhere.invalid/e%CC%81')).toBe('/%5Celsewhere.invalid/%C3%A9');
  });
});

test('a free address is the next number', () => {
  expect(freeSlug('a', new Set())).toBe('a');
  expect(freeSlug('a', new Set(['a', 'a-2']))).toBe('a-3');
  expect(freeSlug('งาน', new Set(['งาน']))).toBe('งาน-2');
});
