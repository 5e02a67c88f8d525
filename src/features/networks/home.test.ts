import { expect, test } from 'vitest';
import { homeOf } from './home.ts';

const way = { title: 'a', text: 'b', href: null };
const texts = { intro: 'Hello.', ways: [way, way, { ...way, href: 'campaigns' }] };

test('home texts come in the language asked for, else in the first one that has them', () => {
  const settings = { home: { en: texts, fr: { ...texts, intro: 'Bonjour.' } } };
  expect(homeOf(settings, 'fr')?.intro).toBe('Bonjour.');
  expect(homeOf(settings, 'pt', ['en', 'fr'])?.intro).toBe('Hello.');
  expect(homeOf(settings, 'pt')).toBeNull();
});

test('settings without home texts, or of another form, give none', () => {
  expect(homeOf({}, 'en')).toBeNull();
  expect(homeOf(null, 'en')).toBeNull();
  expect(homeOf({ home: { en: { ...texts, ways: [way] } } }, 'en')).toBeNull();
  expect(
    homeOf({ home: { en: { ...texts, ways: [way, way, { ...way, href: 'https://elsewhere.invalid' }] } } }, 'en'),
  ).toBeNull();
});
