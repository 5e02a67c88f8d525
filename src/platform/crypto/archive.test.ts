import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkBytes, NotAuthentic, opening, sealing } from './archive.ts';

const key = Buffer.alloc(32, 9);
const context = Buffer.from('header');

async function through(bytes: Buffer, transform: ReturnType<typeof sealing>, pieces = 10_000): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieces) parts.push(bytes.subarray(at, at + pieces));
  const out: Buffer[] = [];
  await pipeline(Readable.from(parts), transform, async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) out.push(chunk);
  });
  return Buffer.concat(out);
}

const seal = (bytes: Buffer, pieces?: number) => through(bytes, sealing(key, context), pieces);
const open = (bytes: Buffer, pieces?: number) => through(bytes, opening(key, context), pieces);

describe('a sealed stream', () => {
  test.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 300_000])(
    'of %i bytes opens to the same bytes, however it is cut on the way',
    async (length) => {
      const plain = Buffer.alloc(length, 'open the window ');
      const sealed = await seal(plain, 7_777);
      expect(sealed.length).toBe(length + 16 * Math.max(1, Math.ceil(length / chunkBytes)));
      expect(sealed.includes('open the window')).toBe(false);
      expect((await open(sealed, 99_991)).equals(plain)).toBe(true);
    },
  );

  test('is refused when any byte is changed, the end is cut off, chunks change places or bytes follow', async () => {
    const plain = Buffer.alloc(200_000, 1);
    const sealed = await seal(plain);
    const size = chunkBytes + 16;
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Buffer.from(sealed);
        damaged[at]! ^= flip;
        await expect(open(damaged)).rejects.toBeInstanceOf(NotAuthentic);
      }),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), async (at) => {
        await expect(open(sealed.subarray(0, at))).rejects.toBeInstanceOf(NotAuthentic);
      }),
      { numRuns: 40, examples: [[0], [size], [2 * size], [3 * size]] },
    );
    const swapped = Buffer.concat([
      sealed.subarray(size, 2 * size),
      sealed.subarray(0, size),
      sealed.subarray(2 * size),
    ]);
    await expect(open(swapped)).rejects.toBeInstanceOf(NotAuthentic);
    await expect(open(Buffer.concat([sealed, Buffer.alloc(1)]))).rejects.toBeInstanceOf(NotAuthentic);
    await expect(open(Buffer.concat([sealed, sealed]))).rejects.toBeInstanceOf(NotAuthentic);
  });

  test('is refused under another key or another header', async () => {
    const sealed = await seal(Buffer.from('words'));
    await expect(through(sealed, opening(Buffer.alloc(32, 8), context))).rejects.toBeInstanceOf(NotAuthentic);
    await expect(through(sealed, opening(key, Buffer.from('other')))).rejects.toBeInstanceOf(NotAuthentic);
  });
});
