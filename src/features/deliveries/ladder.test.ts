import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contact } from '../representatives/index.ts';
import { chosenRung, isWebAddress, ladder, mailtoOf, offeredAtFirst, rungsTo, telOf, wishes } from './ladder.ts';
import { addressLines, inFewLines } from './paper/address.ts';

const kinds = ['email', 'phone', 'fax', 'address', 'form', 'website'] as const;
const contact = fc.record({
  kind: fc.constantFrom(...kinds),
  value: fc.constantFrom('a@b.invalid', '555-0100', '1 Street', 'https://x.invalid', 'javascript:alert(1)'),
  note: fc.constant(null),
}) as fc.Arbitrary<Contact>;

describe('the ladder', () => {
  test('a rung is one that the campaign offers and a contact is known for, in the order offered; a vacant post has none', () => {
    fc.assert(
      fc.property(
        fc.array(contact),
        fc.shuffledSubarray([...ladder]),
        fc.constantFrom(null, ...wishes),
        (contacts, offered, wish) => {
          const rungs = rungsTo({ contacts, officialName: 'X' }, offered);
          expect(rungs.map(({ channel }) => channel)).toEqual(
            offered.filter((channel) => rungs.some((rung) => rung.channel === channel)),
          );
          for (const { channel, to } of rungs) if (channel === 'form') expect(isWebAddress(to)).toBe(true);
          const chosen = chosenRung(rungs, wish);
          expect(chosen === undefined).toBe(rungs.length === 0);
          if (chosen) expect(rungs).toContain(chosen);
          expect(rungsTo({ contacts, officialName: null }, offered)).toEqual([]);
        },
      ),
    );
  });

  test('what is known decides, from e-mail by us down to paper', () => {
    const to = (...known: [Contact['kind'], string][]) =>
      chosenRung(
        rungsTo(
          { officialName: 'X', contacts: known.map(([kind, value]) => ({ kind, value, note: null })) },
          offeredAtFirst,
        ),
        null,
      )?.channel;
    expect(to(['address', '1 St'], ['phone', '555'], ['email', 'a@b.invalid'])).toBe('email');
    expect(to(['address', '1 St'], ['phone', '555'], ['form', 'https://x.invalid'])).toBe('form');
    expect(to(['address', '1 St'], ['phone', '555'])).toBe('call');
    expect(to(['address', '1 St'])).toBe('letter');
    expect(to(['website', 'https://x.invalid'])).toBeUndefined();
  });
});

describe('links', () => {
  test('a mailto: link carries the whole letter while it is short enough, and nothing of it breaks out', () => {
    const { href, whole } = mailtoOf({ to: 'a+b@c.invalid', subject: 'Q&A?', body: 'Line one\n=line & two' });
    expect(whole).toBe(true);
    const url = new URL(href);
    expect([url.searchParams.get('subject'), url.searchParams.get('body')]).toEqual([
      'Q&A?',
      'Line one\r\n=line & two',
    ]);
    expect(mailtoOf({ to: 'x@y.invalid?bcc=z@z.invalid', subject: 's', body: 'b' }).href).toContain('%3Fbcc%3D');
    const long = mailtoOf({ to: 'a@b.invalid', subject: 's', body: 'ก'.repeat(400) });
    expect(long).toEqual({ href: 'mailto:a@b.invalid?subject=s', whole: false });
  });

  test('numbers are dialled with their plus and extension', () => {
    expect(['+1 (555) 010-0199', '555-0101 ext. 4', '1 555 0101 x22', '555.0101'].map(telOf)).toEqual([
      'tel:+15550100199',
      'tel:5550101;ext=4',
      'tel:15550101;ext=22',
      'tel:5550101',
    ]);
  });
});

describe('postal addresses', () => {
  test.each([
    [
      '188 State St., Room 416, State Capitol, Albany, NY 12247',
      ['188 State St., Room 416', 'State Capitol', 'Albany, NY 12247'],
    ],
    ['House of Commons, Ottawa, Ontario K1A 0A6', ['House of Commons', 'Ottawa, Ontario K1A 0A6']],
    ['Room 1; 2 Long Road; Town 1234', ['Room 1', '2 Long Road', 'Town 1234']],
    ['A, b\nC, d', ['A, b', 'C, d']],
    ['Main Street 1, Ember, NY, 00001', ['Main Street 1', 'Ember, NY, 00001']],
  ])('%j', (address, lines) => expect(addressLines(address)).toEqual(lines));

  test('few lines keep every word, the first and the last line', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 4, maxLength: 14 }), (lines) => {
        const few = inFewLines(lines, 7);
        expect(few.length).toBe(Math.min(lines.length, 7));
        expect(few.join(', ')).toBe(lines.join(', '));
        expect([few[0], few.at(-1)]).toEqual([lines[0], lines.at(-1)]);
      }),
    );
  });
});
