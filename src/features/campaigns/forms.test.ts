import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBySchema, checkLetter, type LetterForm } from './forms.ts';

const odd = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\t',
  '\u2028',
  '\u0085',
  '\u00a0',
  '\ufeff',
  '\u0007',
  '\u200b',
  '\u202e',
  '\u2068',
  'é',
  'ไทย',
  '🧵',
  '=1',
  '<b>',
);
const text = (longest: number) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant('Plain words') },
    fc.array(fc.oneof(odd, fc.string({ maxLength: 8 })), { maxLength: 6 }).map((pieces) => pieces.join('')),
    fc.constantFrom(longest - 1, longest, longest + 1).map((length) => 'x'.repeat(length)),
  );
const email = fc.oneof(
  { weight: 8, arbitrary: fc.constant('ana@example.invalid') },
  fc.constantFrom(
    'ana@example.invalid',
    ' ana@example.invalid',
    'a@b',
    'é@example.invalid',
    'ana@EXAMPLE.invalid',
    '',
    'a@1.2.3.4',
  ),
  text(254),
);

test('a name keeps its own marks of direction, and loses what would turn the words after it', () => {
  const form: LetterForm = {
    to: ['post'],
    subject: '\u2068Please visit\u2069',
    body: 'Words',
    name: '\u202eAmina\u202c \u200fأمينة\u200f สมหญิง',
    email: 'amina@example.invalid',
    street: '',
    consents: [],
    remember: false,
  };
  expect(checkLetter(form)).toMatchObject({
    ok: true,
    data: { name: 'Amina \u200fأمينة\u200f สมหญิง', subject: 'Please visit' },
  });
  const empty = checkLetter({ ...form, name: '\u202e\u2069' });
  expect(empty).toMatchObject({ ok: false, errors: { name: { key: 'field.required' } } });
});

test('a plain letter is what the schema says of it, and every other is left to the schema', () => {
  let plain = 0;
  fc.assert(
    fc.property(
      fc.record<LetterForm>({
        to: fc.array(fc.oneof(fc.uuid(), fc.constant('x'.repeat(201))), { maxLength: 3 }),
        subject: text(200),
        body: text(20_000),
        name: text(120),
        email,
        street: text(400),
        wish: fc.constantFrom(undefined, '', 'post', 'x'.repeat(21)),
        consents: fc.array(fc.constantFrom('news', 'x'.repeat(41)), { maxLength: 2 }),
        remember: fc.boolean(),
      }),
      (form) => {
        const checked = checkLetter(form);
        expect(checked).toEqual(checkBySchema(form));
        if (checked.ok && checked.data === form) plain += 1;
      },
    ),
    { numRuns: 3_000 },
  );
  expect(plain).toBeGreaterThan(20);
  const letter = {
    to: ['a'],
    subject: 'Words',
    body: 'Dear …\n\nPlease act.',
    name: 'สมหญิง',
    email: 'ana@example.invalid',
    street: '',
    wish: '',
    consents: [],
    remember: false,
  };
  expect(checkLetter(letter)).toEqual({ ok: true, data: letter });
});
