import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { root } from '../src/platform/db/root.ts';
import {
  interfaceLocales,
  languageIn,
  languageLabel,
  loadMessages,
  pseudoLocale,
  readMessages,
} from '../src/platform/i18n/index.ts';

const english = readMessages('en');
const source = join(root, 'src');
const files = (readdirSync(source, { recursive: true }) as string[])
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));
const code = files.filter(({ file }) => !/\.test\.tsx?$/.test(file));

/** Keys written out, and the fixed beginnings (and ends) of keys that are put together: `campaigns.delivery.${state}`. */
const literal = new Set<string>();
const patterns: RegExp[] = [];
for (const { text } of code) {
  for (const [, key] of text.matchAll(/['"]([a-zA-Z][\w-]*(?:\.[\w-]+)+)['"]/g)) literal.add(key!);
  for (const [, template] of text.matchAll(/`([a-zA-Z][\w-]*\.[^`\n]*\$\{[^`\n]*)`/g)) {
    const parts = template!.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^()|[\]\\]/g, '\\$&'));
    patterns.push(new RegExp(`^${parts.join('[\\w.-]+')}$`));
  }
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** The names that a message asks for, in its plural branches and tags too. */
function placeholders(elements: Element[]): string[] {
  const names = elements.flatMap((element) => [
    ...(element.type !== 0 && element.type !== 7 ? [element.value] : []),
    ...('options' in element ? Object.values(element.options).flatMap((option) => placeholders(option.value)) : []),
    ...('children' in element ? placeholders(element.children) : []),
  ]);
  return [...new Set(names)].sort();
}

describe('messages', () => {
  test.each(interfaceLocales.filter((locale) => locale !== 'en'))('%s has the same keys as English', (locale) => {
    const own = readMessages(locale);
    expect([...english.keys()].filter((key) => !own.has(key))).toEqual([]);
    expect([...own.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  test.each(interfaceLocales)(
    '%s: every message can be formatted, with the placeholders of the English one',
    (locale) => {
      const wrong: string[] = [];
      for (const [key, text] of readMessages(locale)) {
        try {
          const own = placeholders(new IntlMessageFormat(text, locale).getAst());
          const theirs = placeholders(new IntlMessageFormat(english.get(key) ?? '', 'en').getAst());
          if (own.join() !== theirs.join()) wrong.push(`${key}: ${own.join()} instead of ${theirs.join()}`);
        } catch (error) {
          wrong.push(`${key}: ${error}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  test('no message is unused', () => {
    const unused = [...english.keys()].filter(
      (key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  test('no key that the code names is missing', () => {
    const rooms = new Set([...english.keys()].map((key) => key.split('.')[0]));
    const asked = code.flatMap(({ file, text }) =>
      [...text.matchAll(/\bt\(\s*['"]([\w.-]+)['"]/g), ...text.matchAll(/\bkey: '([a-z][\w-]*\.[\w.-]+)'/g)].map(
        (match) => [file, match[1]!] as const,
      ),
    );
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(([, key]) => rooms.has(key.split('.')[0]!) && !english.has(key))).toEqual([]);
    expect(asked.filter(([, key]) => key.includes('.') && !rooms.has(key.split('.')[0]!))).toEqual([]);
  });

  test('plurals are real: one, many', () => {
    const t = loadMessages().for('fr');
    expect(t('ui.form.errors', { count: 1 })).not.toBe(t('ui.form.errors', { count: 3 }));
  });

  test('French has a no-break space before : ; ? ! and inside « », and shows the same everywhere (U+00A0)', () => {
    const wrong = [...readMessages('fr')].filter(([, text]) => {
      // Left aside: addresses, times, identifiers ("doi: 10.1"), and how a number is written ("number, ::.0").
      const words = text.replace(/https?:\/\/\S*|\d:(?=\d)|\b(?:doi|isbn|symbol):|, ::[.\w]+/g, '');
      return /\u202f|(?<!\u00a0)[:;?!»]|«(?!\u00a0)/.test(words);
    });
    expect(wrong).toEqual([]);
  });

  test('no page writes a colon of its own between two names: it is `ui.colon`', () => {
    const own = /class="hidden">: |\{': '\}|`: \$\{|\}: \$\{|\{\w+\}: (?:\{|<\w)/;
    const pages = code.filter(({ file }) => file.endsWith('.tsx'));
    expect(pages.flatMap(({ file, text }) => (own.test(text) ? [`${file} ${own.exec(text)![0]}`] : []))).toEqual([]);
  });

  test('a language is named in the reader’s own inside a sentence, and begins large where it stands alone', () => {
    expect(['pt', 'es', 'fr', 'en'].map((reader) => languageIn(reader, 'fr'))).toEqual([
      'francês',
      'francés',
      'français',
      'French',
    ]);
    expect(
      loadMessages().for('pt')('translations.way', { from: languageIn('pt', 'en'), to: languageIn('pt', 'fr') }),
    ).toBe('De inglês para francês');
    expect([languageLabel('pt', 'en'), languageLabel('fr', 'iu')]).toEqual(['Inglês', 'Inuktitut']);
    expect([languageIn('fr', 'x'), languageIn('fr', '')]).toEqual(['x', '']);
  });

  test('the pseudo-locale turns words and leaves placeholders', () => {
    const t = loadMessages().for(pseudoLocale);
    expect(t('deliveries.mail.from', { name: 'Ana', network: 'N' })).toContain('Ana');
    expect(t('ui.skip')).toContain('\u202e');
  });
});

describe('pages', () => {
  test('hold no sentence of their own: words come from the messages', () => {
    const wrong: string[] = [];
    for (const { file, text } of code.filter((one) => /\/pages\/.*\.tsx$|^ui\/.*\.tsx$/.test(one.file))) {
      const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
      // Text between tags, on a line of its own or between > and <, that reads like words.
      for (const [, words] of bare.matchAll(/>([^<>{}]*[A-Za-zÀ-ÿ]{3,}[^<>{}]*)</g)) {
        const said = words!.trim();
        if (said && !/[=;()&|]/.test(said) && said !== 'Casement') wrong.push(`${file}: ${said}`);
      }
      for (const [, words] of bare.matchAll(/\b(?:title|alt|aria-label|placeholder)="([^"]*[A-Za-z]{3,}[^"]*)"/g))
        wrong.push(`${file}: ${words}`);
    }
    expect(wrong).toEqual([]);
  });
});
