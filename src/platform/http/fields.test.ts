import { expect, test } from 'vitest';
import { choiceOrNone, line, prose } from './fields.ts';

const answer = (schema: ReturnType<typeof line | typeof prose | typeof choiceOrNone>, text: string) => {
  const read = schema.safeParse(text);
  return read.success ? { is: read.data } : { error: read.error.issues[0]!.message };
};

test('a line is one: no control sign, no line break of any script, no longer than it may be', () => {
  expect(answer(line(5), '  Zoë ')).toEqual({ is: 'Zoë' });
  expect(answer(line(5), '')).toEqual({ is: '' });
  for (const sign of ['\n', '\t', '\0', '\u0085', '\u2028', '\u2029'])
    expect(answer(line(5), `a${sign}b`)).toEqual({ error: 'field.line' });
  expect(answer(line(5), 'abcdef')).toEqual({ error: 'field.long' });
});

test('prose has line breaks and tabs, and no other control sign', () => {
  expect(answer(prose(9), ' a\n\tb ')).toEqual({ is: 'a\n\tb' });
  for (const sign of ['\0', '\u0007', '\u001b']) expect(answer(prose(9), `a${sign}b`)).toEqual({ error: 'field.line' });
  expect(answer(prose(3), 'abcd')).toEqual({ error: 'field.long' });
});

test('a choice is one of the known, or none', () => {
  expect(answer(choiceOrNone(['ca']), 'ca')).toEqual({ is: 'ca' });
  expect(answer(choiceOrNone(['ca']), '')).toEqual({ is: null });
  expect(answer(choiceOrNone(['ca']), 'xx')).toEqual({ error: 'field.choose' });
});
