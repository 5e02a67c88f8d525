import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covers, digestOf, isMachineMade, keyOf, type Mark, readKey, stateOf } from './translation.ts';

const mark = (more: Partial<Mark> = {}): Mark => ({
  sourceLocale: 'en',
  sourceDigest: digestOf('Milk'),
  targetDigest: digestOf('Lait'),
  madeBy: 'person',
  reviewed: true,
  ...more,
});
const field = (source: string, target: string, more: { mark?: Mark; waiting?: boolean } = {}) => ({
  source: digestOf(source),
  sourceLocale: 'en',
  target: digestOf(target),
  ...more,
});

test('a field stands as its texts say, whatever was stored before', () => {
  expect(stateOf(field('', 'Lait'))).toBeUndefined();
  expect(stateOf(field('Milk', ''))).toBe('missing');
  expect(stateOf(field('Milk', 'Lait'))).toBe('unreviewed');
  expect(stateOf(field('Milk', 'Lait', { mark: mark() }))).toBe('reviewed');
  expect(stateOf(field('Milk', 'Lait', { mark: mark({ reviewed: false }) }))).toBe('unreviewed');
  expect(stateOf(field('Milk', 'Lait', { mark: mark({ reviewed: false, madeBy: 'machine' }) }))).toBe('machine');
  // The source changed; and came back to what it was.
  expect(stateOf(field('Milk, please', 'Lait', { mark: mark() }))).toBe('stale');
  expect(stateOf(field('Milk', 'Lait', { mark: mark() }))).toBe('reviewed');
  expect(stateOf({ ...field('Milk', 'Lait', { mark: mark() }), sourceLocale: 'es' })).toBe('stale');
  // The translation was changed elsewhere: the mark says nothing of it.
  expect(stateOf(field('Milk', 'Du lait', { mark: mark() }))).toBe('unreviewed');
  expect(stateOf(field('Milk', '', { mark: mark(), waiting: true }))).toBe('unreviewed');
});

test('readers are told of a machine until somebody reviewed its text, stale or not', () => {
  const machine = mark({ reviewed: false, madeBy: 'machine' });
  expect(isMachineMade(field('Milk', 'Lait', { mark: machine }))).toBe(true);
  expect(isMachineMade(field('Other', 'Lait', { mark: machine }))).toBe(true);
  expect(isMachineMade(field('Milk', 'Du lait', { mark: machine }))).toBe(false);
  expect(isMachineMade(field('Milk', 'Lait', { mark: { ...machine, reviewed: true } }))).toBe(false);
});

test('keys are read back as they were made, and nothing else is a key', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('library', 'news', 'own-word'),
      fc.uuid(),
      fc.constantFrom('title', 'picture_alt'),
      (kind, id, name) => {
        expect(readKey(keyOf(kind, id, name))).toEqual({ kind, id, field: name });
      },
    ),
  );
  for (const wrong of ['', 'news', 'news:1', 'news:1:title:x', 'News:1:title', 'news:../x:title', 'news:1:__proto__'])
    expect(readKey(wrong), wrong).toBeUndefined();
});

test('an assignment that names no thing never reaches what only few may read', () => {
  const all = { locale: 'fr', kind: null, thingId: null };
  expect(covers(all, 'news', { id: 'a', readers: 'public' }, 'fr')).toBe(true);
  expect(covers(all, 'news', { id: 'a', readers: 'members' }, 'fr')).toBe(true);
  expect(covers(all, 'news', { id: 'a', readers: 'few' }, 'fr')).toBe(false);
  expect(covers(all, 'news', { id: 'a', readers: 'public' }, 'es')).toBe(false);
  expect(covers({ ...all, kind: 'library' }, 'news', { id: 'a', readers: 'public' }, 'fr')).toBe(false);
  expect(covers({ ...all, kind: 'news', thingId: 'a' }, 'news', { id: 'a', readers: 'few' }, 'fr')).toBe(true);
  expect(covers({ ...all, kind: 'news', thingId: 'a' }, 'news', { id: 'b', readers: 'public' }, 'fr')).toBe(false);
});
