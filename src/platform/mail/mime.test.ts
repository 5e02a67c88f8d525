import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../crypto/ids.ts';
import { buildMime, UnsafeAddress } from './mime.ts';
import { readMime } from './read.ts';

const frame = {
  messageId: newId(),
  from: { name: 'Réseau « Casement »', address: 'letters@casement.invalid' },
  date: new Date('2026-11-21T08:30:00Z'),
  locale: 'fr',
  automatic: true,
};
const plain = { to: { name: 'Noor', address: 'noor@example.invalid' }, subject: 'Hello', text: 'Good day,\n\nNoor\n' };
const header = (mime: Buffer, name: string) => readMime(mime).headers.filter(([key]) => key === name);
const lines = (mime: Buffer) => mime.toString('latin1').split('\r\n');

test('nothing in a name or a subject turns the direction of what a mail program shows after it', () => {
  const { mime } = buildMime(
    { ...plain, subject: '\u2066Visit\u2069 us', replyTo: { name: '\u202eAda', address: 'ada@example.invalid' } },
    { ...frame, from: { ...frame.from, name: '\u202eAda via Casement' } },
  );
  expect(header(mime, 'From')).toEqual([['From', 'Ada via Casement <letters@casement.invalid>']]);
  expect(header(mime, 'Reply-To')).toEqual([['Reply-To', 'Ada <ada@example.invalid>']]);
  expect(header(mime, 'Subject')).toEqual([['Subject', 'Visit us']]);
});

test('a message has the header it should, and reads back as it was written', () => {
  const { mime, messageId, subject } = buildMime(
    { ...plain, replyTo: { name: 'Ada L.', address: 'ada@example.invalid' } },
    frame,
  );
  expect(readMime(mime).headers).toEqual([
    ['From', 'Réseau « Casement » <letters@casement.invalid>'],
    ['To', 'Noor <noor@example.invalid>'],
    ['Reply-To', '"Ada L." <ada@example.invalid>'],
    ['Subject', 'Hello'],
    ['Message-ID', `<${frame.messageId}@casement.invalid>`],
    ['Date', 'Sat, 21 Nov 2026 08:30:00 +0000'],
    ['Content-Language', 'fr'],
    ['Auto-Submitted', 'auto-generated'],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', 'quoted-printable'],
  ]);
  expect(readMime(mime).text).toBe('Good day,\n\nNoor\n');
  expect({ messageId, subject }).toEqual({ messageId: `${frame.messageId}@casement.invalid`, subject: 'Hello' });
});

test('a Message-ID once fixed stays, even when the sender has moved to another domain', () => {
  const first = buildMime(plain, frame);
  const again = buildMime(plain, {
    ...frame,
    messageId: first.messageId,
    from: { name: 'X', address: 'x@elsewhere.invalid' },
  });
  expect(header(again.mime, 'Message-ID')).toEqual(header(first.mime, 'Message-ID'));
});

test('nothing typed begins a header line', () => {
  const evil = 'Ada\r\nBcc: everybody@example.invalid\n\rX-Evil: 1\u2028Y: 2\0';
  const { mime } = buildMime(
    {
      to: { name: evil, address: 'noor@example.invalid' },
      replyTo: { name: evil, address: 'ada@example.invalid' },
      subject: evil,
      text: 'x',
    },
    { ...frame, from: { name: evil, address: 'letters@casement.invalid' } },
  );
  const names = readMime(mime).headers.map(([name]) => name);
  expect(names).not.toContain('Bcc');
  expect(names).not.toContain('X-Evil');
  expect(header(mime, 'Subject')[0]![1]).toBe('Ada Bcc: everybody@example.invalid X-Evil: 1 Y: 2');
});

test.each([
  'a@b.invalid\r\nBcc: x@y.invalid',
  '"a b"@example.invalid',
  'a@example.invalid, b@example.invalid',
  'Ada <a@b.invalid>',
  '',
])('the address %j is refused, and not repeated in the error', (address) => {
  const build = () => buildMime({ ...plain, to: { name: 'x', address } }, frame);
  expect(build).toThrow(UnsafeAddress);
  expect(build).toThrow(/^the to address is not usable$/);
});

test('names and subjects in any script come back as they were', () => {
  for (const text of [
    'สวัสดีชาวโลก ผู้หญิงทุกคน',
    'رسالة إلى النائبة',
    'ᐃᓄᒃᑎᑐᑦ',
    '=?UTF-8?B?aGk=?=',
    'quote " and \\ slash',
    'a, b; <c>',
    '👩‍⚖️ '.repeat(30).trim(),
  ]) {
    const { mime } = buildMime(
      { ...plain, to: { name: text, address: 'noor@example.invalid' }, subject: text, text },
      frame,
    );
    expect(header(mime, 'Subject')[0]![1]).toBe(text);
    const shown = header(mime, 'To')[0]![1];
    expect([`${text} <noor@example.invalid>`, `"${text.replace(/["\\]/g, '\\$&')}" <noor@example.invalid>`]).toContain(
      shown,
    );
    expect(readMime(mime).text).toBe(text);
  }
});

test('a domain in another script is written in ASCII', () => {
  const { mime } = buildMime({ ...plain, to: { name: '', address: 'ana@bücher.invalid' } }, frame);
  expect(header(mime, 'To')).toEqual([['To', '<ana@xn--bcher-kva.invalid>']]);
});

test('property: any text and HTML survive; lines stay short; line ends are CRLF; no line is a lone dot', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom('.', 'From x', 'a '.repeat(90), '=\n.\n \n\t'),
  );
  fc.assert(
    fc.property(text, text, text, (subject, body, html) => {
      const { mime } = buildMime({ ...plain, subject, text: body, html }, frame);
      const expected = (given: string) => given.toWellFormed().replace(/\r\n?/g, '\n');
      const read = readMime(mime);
      expect(read.text).toBe(expected(body));
      expect(read.html).toBe(expected(html));
      expect(mime.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of lines(mime)) {
        expect(line.length).toBeLessThanOrEqual(998);
        expect(line).not.toBe('.');
      }
      expect(
        Math.max(
          ...lines(mime)
            .filter((line) => !line.startsWith('Subject'))
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(78);
    }),
    { numRuns: 300 },
  );
});
