import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacWith, keyedDigest } from './hmac.ts';

test('both ways give the HMAC-SHA-256 of the standard library, for every key of up to a block and every text, whole or in pieces', () => {
  const keys = fc.uint8Array({ maxLength: 64 });
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', 'ไทย', 'x'.repeat(10_000)));
  fc.assert(
    fc.property(keys, texts, fc.nat(), (key, text, at) => {
      const expected = createHmac('sha256', key).update(text).digest();
      expect(hmacWith(key)(text)).toEqual(expected);
      const bytes = Buffer.from(text);
      const digest = keyedDigest(key);
      digest.update(bytes.subarray(0, at % (bytes.length + 1)));
      digest.update(bytes.subarray(at % (bytes.length + 1)));
      expect(digest.hex()).toBe(expected.toString('hex'));
    }),
    { numRuns: 500 },
  );
});

test('a key that does not fit into a block of the hash is refused', () => {
  expect(() => hmacWith(new Uint8Array(65))).toThrow('longer than a block');
});
