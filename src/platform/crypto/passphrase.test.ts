import { argon2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { derivePassphrase, isPassphraseParams, newPassphraseParams } from './passphrase.ts';

describe('passphrases', () => {
  test('the argon2id of the runtime gives the vector of RFC 9106, section 5.3', () => {
    const tag = argon2Sync('argon2id', {
      message: Buffer.alloc(32, 1),
      nonce: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      parallelism: 4,
      tagLength: 32,
      memory: 32,
      passes: 3,
    });
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  });

  test('our derivation stays what it was: stored verifiers must go on matching', async () => {
    const params = { algorithm: 'argon2id', memory: 8_192, passes: 1, parallelism: 4 } as const;
    const { verifier, wrappingKey } = await derivePassphrase('a window that opens', Buffer.alloc(16, 7), params);
    expect([verifier.toString('hex'), wrappingKey.toString('hex')]).toEqual([
      '0b1a350363d22b6ef0a55c684a80264fbe13d8de951a139db6a3d84e4cc26005',
      '12e14a5e0c9ad434d34c7a17f0196b722aa58f80726a0fd8775326b7cfe7f2b1',
    ]);
  });

  test('the same words give the same keys, however the accent was typed; the two keys differ', async () => {
    const { salt, params } = newPassphraseParams();
    const [composed, apart, other] = await Promise.all([
      derivePassphrase('une fen\u00eatre ouverte', salt, params),
      derivePassphrase('une fene\u0302tre ouverte', salt, params),
      derivePassphrase('une fenetre ouverte', salt, params),
    ]);
    expect(composed).toEqual(apart);
    expect(composed.verifier).not.toEqual(other.verifier);
    expect(composed.verifier).not.toEqual(composed.wrappingKey);
    expect(composed.verifier).toHaveLength(32);
    expect(composed.wrappingKey).toHaveLength(32);
  });

  test('every new passphrase has a salt of its own', () => {
    const { salt, params } = newPassphraseParams();
    expect(salt).toHaveLength(16);
    expect(salt).not.toEqual(newPassphraseParams().salt);
    expect(isPassphraseParams(params)).toBe(true);
  });

  test.each([
    [{ algorithm: 'argon2id', memory: 64 * 1024 * 1024, passes: 3, parallelism: 4 }],
    [{ algorithm: 'argon2id', memory: 65_536, passes: 0, parallelism: 4 }],
    [{ algorithm: 'argon2d', memory: 65_536, passes: 3, parallelism: 4 }],
    [{ algorithm: 'argon2id', memory: '65536', passes: 3, parallelism: 4 }],
    [null],
  ])('settings that nobody should run are refused: %j', async (params) => {
    expect(isPassphraseParams(params)).toBe(false);
    await expect(derivePassphrase('words', Buffer.alloc(16), params as never)).rejects.toThrow('cannot be used');
  });
});
