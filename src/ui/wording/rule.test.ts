import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flagsIn, fold, lists, onceEach, ownWords } from './rule.ts';

const passages = (text: string, locale = 'en', choices = {}) =>
  flagsIn(text, locale, choices).map((one) => one.passage);

describe('words that name a woman by her file', () => {
  test('every form of every list is found, alone, with accents or without, in capitals and at a line’s end', () => {
    for (const [locale, list] of Object.entries(lists)) {
      for (const word of list.words) {
        for (const form of word.forms) {
          const [after = ''] = word.after ?? [];
          for (const shape of [form, fold(form), form.toUpperCase()]) {
            const text = `${after} ${shape}.`.trim();
            const found = flagsIn(text, locale);
            expect(
              found.map((one) => fold(one.passage)),
              `${locale}: ${text}`,
            ).toEqual([fold(form)]);
            expect(found[0]!.instead).toBe(word.instead);
          }
        }
      }
    }
  });

  test.each([
    ['en', 'The inmate’s food', ['inmate']],
    ['en', 'Re-offenders and ex-cons', ['Re-offenders', 'ex-cons']],
    ['en', 'a criminal, they said', ['criminal']],
    ['en', 'former convicts', ['convicts']],
    ['es', 'las exreclusas y una delincuente', ['exreclusas', 'delincuente']],
    ['fr', 'l’ex-détenue et une délinquante', ['ex-détenue', 'délinquante']],
    ['fr', 'une criminelle qui', ['criminelle']],
    ['pt', 'a detenta, as presidiárias', ['detenta', 'presidiárias']],
    ['pt-BR', 'uma criminosa', ['criminosa']],
  ])('%s: %s', (locale, text, expected) => {
    expect(passages(text, locale)).toEqual(expected);
  });

  test.each([
    ['en', 'They convict women. The criminal justice system, criminal law, a recluse, conviction, felony, inmateship.'],
    ['en', 'She was convicted of theft in 2011.'],
    ['es', 'El derecho criminal, la medicina interna, presas, área, un correo.'],
    ['fr', 'Le droit criminel, la détention, une cour criminelle, elle a été condamnée en 2011, la colline.'],
    ['pt', 'A justiça criminal, a detenção, as mulheres presas, ela foi condenada em 2011.'],
    ['th', 'ผู้ต้องขัง inmate'],
  ])('%s: neighbours are let be: %s', (locale, text) => {
    expect(passages(text, locale)).toEqual([]);
  });
});

describe('the offence before the person', () => {
  test.each([
    ['en', 'A thief who never wrote', ['thief who']],
    ['en', 'the murderer Ana Invented', ['murderer Ana']],
    ['en', 'Convicted of theft in the spring, she wrote.', ['Convicted of theft in the spring, she']],
    [
      'es',
      'Una ladrona que escribe. Condenada por hurto, María escribe.',
      ['ladrona que', 'Condenada por hurto, María'],
    ],
    ['fr', 'Une voleuse qui écrit. Condamnée pour vol, elle écrit.', ['voleuse qui', 'Condamnée pour vol, elle']],
    ['pt', 'Uma ladra que escreve. Acusada de furto, ela escreve.', ['ladra que', 'Acusada de furto, ela']],
  ])('%s: %s', (locale, text, expected) => {
    const found = flagsIn(text, locale);
    expect(found.map((one) => one.passage)).toEqual(expected);
    expect(found.every((one) => one.why === 'offence' && one.instead !== '')).toBe(true);
  });
});

describe('what is somebody else’s', () => {
  test.each([
    'The “Female Offenders Act” stands.',
    'The "Female Offenders Act" stands.',
    'La « loi sur les inmates » et la «inmate»',
    'She read ‘the inmate’s book’ aloud',
    '> An inmate wrote\n> this inmate',
    '`inmate` and\n```\ninmate\n```\n',
    '[the inmate handbook](https://example.invalid/inmate)',
    'https://example.invalid/inmate/offender and inmate@example.invalid',
    '<https://example.invalid/inmate>',
  ])('is let be: %s', (text) => {
    expect(passages(text)).toEqual([]);
  });

  test('what stands around a quotation is not', () => {
    expect(passages('The inmate said “no inmate here” to an offender')).toEqual(['inmate', 'offender']);
    expect(passages('A sign of 5" and an inmate')).toEqual(['inmate']);
    expect(passages('```\nnever closed\ninmate')).toEqual([]);
  });
});

describe('a network’s own choices', () => {
  test('a word put off is let be, in its language alone; a word of its own is named, with an open end if it has one', () => {
    const off = { off: ['en:inmate', 'en:offence'] };
    expect(passages('inmates, offenders, a thief who', 'en', off)).toEqual(['offenders']);
    const own = {
      own: [
        { locale: 'en', word: 'Prisoner*', instead: 'woman' },
        { locale: 'fr', word: 'cellule', instead: '' },
      ],
    };
    expect(flagsIn('prisoners in a cellule', 'en', own)).toMatchObject([
      { passage: 'prisoners', why: 'own', instead: 'woman' },
    ]);
    expect(passages('in a cellule', 'fr', own)).toEqual(['cellule']);
    expect(passages('anything', 'en', { own: [{ locale: 'en', word: ' *-', instead: '' }] })).toEqual([]);
  });
});

test('a flag always is where it says, in order and apart, for any text; it costs little', () => {
  const bits = fc.constantFrom(
    'inmate',
    'offender',
    'thief who ',
    ' ',
    '\n',
    '> ',
    '"',
    '“',
    '”',
    '`',
    '[',
    '](',
    ')',
    'é',
    'ไทย',
    '😀',
    'Convicted of ',
    ', she',
    '<',
    '\u0301',
    '«',
    '```\n',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(bits, fc.string()), { maxLength: 60 }),
      fc.constantFrom('en', 'es', 'fr', 'pt', 'xx'),
      (parts, locale) => {
        const text = parts.join('');
        expect(ownWords(text)).toHaveLength(text.length);
        let last = 0;
        for (const { start, end, passage } of flagsIn(text, locale)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(text.slice(start, end)).toBe(passage);
          last = end;
        }
      },
    ),
  );
  const begun = performance.now();
  for (const sign of ['[', '“', '"', '`', '<', '> ', '‘', '«', 'a@', '```\n', 'Convicted of '])
    flagsIn(sign.repeat(Math.ceil(40_000 / sign.length)), 'en');
  expect(performance.now() - begun).toBeLessThan(4_000);
});

test('a list of suggestions names each passage once', () => {
  const flags = onceEach(flagsIn('An inmate, an Inmate, inmates. A thief who, a thief who.', 'en'));
  expect(flags.map((one) => one.passage)).toEqual(['inmate', 'inmates', 'thief who']);
});

test('the lists are whole: ids once, a suggestion for each, forms in small letters', () => {
  for (const list of Object.values(lists)) {
    expect(new Set(list.words.map((word) => word.id)).size).toBe(list.words.length);
    for (const word of list.words) {
      expect(word.instead).not.toBe('');
      for (const form of word.forms) expect(form).toBe(form.toLowerCase());
    }
  }
});
