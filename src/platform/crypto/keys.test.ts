import { argon2Sync, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretOf } from './ids.ts';
import { closeWith, newKeyPair, openSealed, openWith, publicKeyOf, sharedSecret } from './keys.ts';
import { deriveKey, newPaperCode, paperCodeHash, readPaperCode } from './paper-code.ts';
import { derivePassphrase } from './passphrase.ts';
import { newTotpSecret, totpCode, totpStep } from './totp.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('known answers', () => {
  test('argon2id: RFC 9106, section 5.3', () => {
    const tag = argon2Sync('argon2id', {
      message: Buffer.alloc(32, 1),
      nonce: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      memory: 32,
      passes: 3,
      parallelism: 4,
      tagLength: 32,
    });
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  });

  test('HKDF-SHA-256: RFC 5869, appendix A.1, and our own use of it', () => {
    const ikm = Buffer.alloc(22, 0x0b);
    const okm = hkdfSync('sha256', ikm, hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42);
    expect(Buffer.from(okm).toString('hex')).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
    const own = deriveKey(ikm, hex('0001'), 'a use');
    expect(own).toEqual(Buffer.from(hkdfSync('sha256', ikm, hex('0001'), 'a use', 32)));
    expect(deriveKey(ikm, hex('0001'), 'another use')).not.toEqual(own);
  });

  // RFC 7748, section 6.1: Alice and Bob.
  const alice = hex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
  const bob = hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
  const bobsPublic = hex('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');

  test('X25519: RFC 7748, section 6.1', async () => {
    expect((await publicKeyOf(alice)).toString('hex')).toBe(
      '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
    );
    expect(await publicKeyOf(bob)).toEqual(bobsPublic);
    expect((await sharedSecret(alice, bobsPublic)).toString('hex')).toBe(
      '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
    );
  });

  test('a sealed box put together by its definition (Alice ephemeral, nonce BLAKE2b of both keys) opens for Bob alone', async () => {
    const sealed = hex(
      '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6abb5eca73235a301dd967caf84fdd9213c627dbaf869c6c26f012231b995b463b0a362d',
    );
    const pair = { publicKey: bobsPublic, privateKey: bob };
    expect((await openSealed(pair, sealed))?.toString()).toBe('a window that opens');
    expect(await openSealed(await newKeyPair(), sealed)).toBeUndefined();
    sealed[40]! ^= 1;
    expect(await openSealed(pair, sealed)).toBeUndefined();
    expect(await openSealed(pair, Buffer.from('short'))).toBeUndefined();
  });

  test('TOTP: RFC 6238, appendix B, for SHA-1 (the last six of its eight digits)', async () => {
    // "12345678901234567890" in base32.
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_234_567_890, '005924'],
      [20_000_000_000, '353130'],
    ] as const) {
      expect(await totpCode(secret, new Date(seconds * 1000))).toBe(code);
      expect(await totpStep(secret, code, new Date(seconds * 1000), 0)).toBe(Math.floor(seconds / 30));
    }
  });
});

test('what is closed opens with the same key and the same context, and with nothing else', async () => {
  const key = Buffer.alloc(32, 5);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), fc.string({ maxLength: 20 }), async (bytes, context) => {
      const closed = await closeWith(key, bytes, context);
      expect(await openWith(key, closed, context)).toEqual(Buffer.from(bytes));
      expect(await openWith(Buffer.alloc(32, 6), closed, context)).toBeUndefined();
      expect(await openWith(key, closed, `${context}.`)).toBeUndefined();
      closed[closed.length - 1]! ^= 1;
      expect(await openWith(key, closed, context)).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

test('one stretching of a passphrase gives two keys that have nothing in common', async () => {
  const params = { algorithm: 'argon2id' as const, memory: 8192, passes: 1, parallelism: 1 };
  const { verifier, wrappingKey } = await derivePassphrase('a window that opens', Buffer.alloc(16, 1), params);
  expect(verifier).toHaveLength(32);
  expect(wrappingKey).toHaveLength(32);
  expect(wrappingKey).not.toEqual(verifier);
});

test('a code on paper is read as it was written, whatever eyes and fingers make of it', () => {
  for (let i = 0; i < 50; i += 1) {
    const code = newPaperCode(16);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const plain = code.replaceAll('-', '');
    const seen = code
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', i % 2 ? 'l' : 'I')
      .replaceAll('-', ' – ');
    expect(readPaperCode(seen, 16)).toBe(plain);
    expect(readPaperCode(`${seen}A`, 16)).toBeUndefined();
  }
  const secret = secretOf(Buffer.alloc(32, 7));
  expect(paperCodeHash(secret, 'one', 'AAAA')).not.toEqual(paperCodeHash(secret, 'two', 'AAAA'));
  expect(paperCodeHash(secret, 'one', 'AAAA')).not.toEqual(paperCodeHash(secretOf(Buffer.alloc(32, 8)), 'one', 'AAAA'));
});

test('a code of an app counts half a minute early and late, once, and never after a newer one', async () => {
  const secret = await newTotpSecret();
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);
  const code = await totpCode(secret, at(0));
  for (const [seconds, fits] of [
    [-60, false],
    [-30, true],
    [0, true],
    [29, true],
    [30, true],
    [59, true],
    [60, false],
  ] as const) {
    expect([seconds, (await totpStep(secret, code, at(seconds), 0)) !== undefined]).toEqual([seconds, fits]);
  }
  const step = (await totpStep(secret, code, at(0), 0))!;
  expect(await totpStep(secret, code, at(0), step)).toBeUndefined();
  expect(await totpStep(secret, await totpCode(secret, at(-30)), at(0), step)).toBeUndefined();
  expect(await totpStep(secret, await totpCode(secret, at(30)), at(0), step)).toBe(step + 1);
  for (const none of ['', '12345', '1234567', 'abcdef']) {
    expect(await totpStep(secret, none, at(0), 0)).toBeUndefined();
  }
});
