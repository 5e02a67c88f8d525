import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emailKey, readEmail } from './address.ts';

test.each([
  'noor@example.invalid',
  'Noor.Haddad+letters@example.org',
  "o'neil@sub.example.org",
  'นูร์@example.org',
  'ana@bücher.example',
])('%s is an address', (address) => expect(readEmail(` ${address} `)).toBe(address.normalize('NFC')));

test.each([
  '',
  'noor',
  '@example.org',
  'noor@',
  'noor@localhost',
  'noor@1.2.3.4',
  'noor@[127.0.0.1]',
  '"a b"@example.org',
  'a(b)@example.org',
  'a..b@example.org',
  '.a@example.org',
  'a@-b.org',
  'a@b.org\r\nBcc: c@d.org',
  'a@b.org,c@d.org',
  'a b@c.org',
  `${'x'.repeat(65)}@example.org`,
  `a@${'x'.repeat(64)}.org`,
])('%j is not', (address) => expect(readEmail(address)).toBeUndefined());

test('one mailbox has one key: case everywhere, dots and tags only where the provider ignores them', () => {
  expect(emailKey('Noor.Haddad+x@GMAIL.com')).toBe('noorhaddad@gmail.com');
  expect(emailKey('noor.haddad@googlemail.com')).toBe('noorhaddad@gmail.com');
  expect(emailKey('Noor.Haddad+x@outlook.com')).toBe('noor.haddad@outlook.com');
  expect(emailKey('Noor.Haddad+x@Example.org')).toBe('noor.haddad+x@example.org');
  expect(emailKey('ana@BÜCHER.example')).toBe('ana@xn--bcher-kva.example');
});

test('property: what is accepted is accepted again, holds no separator, and its key is stable', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.emailAddress(),
        fc.string({ unit: 'grapheme' }).map((text) => `${text}@example.org`),
      ),
      (text) => {
        const address = readEmail(text);
        if (!address) return;
        expect(readEmail(address)).toBe(address);
        expect(address).not.toMatch(/[\s<>,;:"()\\]/u);
        expect(emailKey(address.toUpperCase())).toBe(emailKey(address.toUpperCase().toLowerCase()));
      },
    ),
  );
});
