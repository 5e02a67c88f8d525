import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentionsIn } from './mentions.ts';
import { editMs, mayEdit, pageFrom, pageOfPosts, quoted, unreadOf } from './thread.ts';
import { wordsOf } from './words.ts';

const people = [
  { id: '1', name: 'Ana' },
  { id: '2', name: 'Ana María Vélez' },
  { id: '3', name: 'สมใจ ใจดี' },
  { id: '4', name: '= + - (x)' },
];

describe('who is named', () => {
  test.each([
    ['@Ana', ['1']],
    ['Thank you, @ana maría vélez!', ['2']],
    ['@ANA, @สมใจ ใจดี and @Anabel', ['1', '3']],
    ['write to ana@ana.invalid', []],
    ['> @Ana said so\n\nno', []],
    ['@= + - (x).', ['4']],
    ['@', []],
    ['@ Ana', []],
  ])('%s', (text, ids) => {
    expect(mentionsIn(text, people).sort()).toEqual(ids);
  });

  test('a name after “@” is always found, whatever stands around it; nothing else is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...people), fc.string(), fc.string(), ({ id, name }, before, after) => {
        const clean = (text: string) => text.replace(/[@>\p{L}\p{N}_]/gu, '');
        const text = `${clean(before)} @${name} ${clean(after)}`;
        expect(mentionsIn(text, people)).toContain(id);
        expect(mentionsIn(text.replace('@', ''), people)).toEqual([]);
      }),
    );
  });
});

describe('what is quoted', () => {
  test('is every line of the text but its own quotations', () => {
    expect(quoted('> before\n\nOne\ntwo\n\nthree')).toBe('> One\n> two\n>\n> three\n\n');
    expect(quoted('> only this')).toBe('');
  });

  test('never grows, and quotes nothing when quoted again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), (text) => {
        const once = quoted(text);
        expect(once.length).toBeLessThan(text.length * 3 + 20);
        expect(quoted(once)).toBe('');
        for (const line of once.trimEnd().split('\n').filter(Boolean)) expect(line.startsWith('>')).toBe(true);
      }),
    );
  });
});

describe('a thread', () => {
  test('is cut into pages on each of which every post stands once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (n) => {
        const from = pageFrom(n);
        expect(from % pageOfPosts).toBe(1);
        expect(n).toBeGreaterThanOrEqual(from);
        expect(n).toBeLessThan(from + pageOfPosts);
      }),
    );
  });

  test('is new to who came later only where somebody wrote since', () => {
    const joined = new Date('2026-11-10');
    const thread = { lastN: 7, lastAt: new Date('2026-11-09'), readN: null };
    expect(unreadOf(thread, joined)).toBeUndefined();
    expect(unreadOf({ ...thread, lastAt: new Date('2026-11-11') }, joined)).toBe(7);
    expect(unreadOf({ ...thread, readN: 5 }, joined)).toBe(2);
  });

  test('can be changed by who wrote it, for an hour', () => {
    const post = { mine: true, createdAt: new Date(0), hiddenAt: null, removedAt: null };
    expect(mayEdit(post, new Date(editMs - 1))).toBe(true);
    expect(mayEdit(post, new Date(editMs))).toBe(false);
    expect(mayEdit({ ...post, mine: false }, new Date(1))).toBe(false);
    expect(mayEdit({ ...post, removedAt: new Date(1) }, new Date(1))).toBe(false);
  });
});

test('words are found without accents and capitals, and in scripts that set no spaces', () => {
  expect(wordsOf('La CÁRCEL, la cárcel')).toEqual(['la', 'carcel']);
  const thai = wordsOf('ผู้หญิงในเรือนจำ');
  expect(thai.length).toBeGreaterThan(1);
  expect(thai).toEqual(expect.arrayContaining(wordsOf('เรือนจำ')));
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const word of wordsOf(text)) expect(word).not.toBe('');
    }),
  );
});
