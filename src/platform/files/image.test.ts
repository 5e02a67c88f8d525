import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectImage } from './image-format.ts';
import { cleanImage } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-image-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clean = (bytes: Buffer) => {
  const path = join(folder, 'picture');
  writeFileSync(path, bytes);
  return cleanImage(path);
};
/** Why a file is refused, without printing the picture where it is not. */
const refusal = async (bytes: Buffer) => {
  const result = await clean(bytes);
  return result.ok ? 'taken' : result.refusal;
};
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 120, g: 60, b: 20 } } });
const gps = { IFD0: { Copyright: 'Somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 30/1 0/1' } };

describe('a cleaned picture', () => {
  it('is upright, at most 1600 wide, and WebP', async () => {
    const result = await clean(await plain(3000, 1000).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    if (!result.ok) throw new Error(result.refusal);
    const { image } = result;
    expect([image.width, image.height]).toEqual([1000, 3000]);
    expect(image.removed).toContain('exif');
    expect((await sharp(image.bytes).metadata()).format).toBe('webp');
    const wide = await clean(await plain(4000, 1000).png().toBuffer());
    expect(wide.ok && [wide.image.width, wide.image.height]).toEqual([1600, 400]);
    const small = await clean(await plain(40, 10).webp().toBuffer());
    expect(small.ok && [small.image.width, small.image.height, small.image.removed]).toEqual([40, 10, []]);
  });

  it.each(['jpeg', 'png', 'webp'] as const)('of a %s with a place has none', async (format) => {
    const result = await clean(
      await plain(64, 64)[format]().withExif(gps).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').toBuffer(),
    );
    if (!result.ok) throw new Error(result.refusal);
    expect(result.image.removed).toEqual(['gps', 'exif', 'xmp']);
    const after = await sharp(result.image.bytes).metadata();
    expect([after.exif, after.xmp, after.iptc, after.icc, after.orientation]).toEqual(Array(5).fill(undefined));
    expect(result.image.bytes.includes('Somebody')).toBe(false);
  });

  it('is refused when it holds too many pixels, whole or declared', async () => {
    const declared = async (marker: number, side: number, options: { progressive?: boolean } = {}) => {
      const jpeg = Buffer.from(
        await plain(20, 20)
          .jpeg({ ...options, chromaSubsampling: '4:4:4' })
          .toBuffer(),
      );
      const frame = jpeg.indexOf(Buffer.from([0xff, marker]));
      jpeg.writeUInt16BE(side, frame + 5);
      jpeg.writeUInt16BE(side, frame + 7);
      return refusal(jpeg);
    };
    expect(await declared(0xc0, 60_000)).toBe('pixels');
    // 49 million pixels are few enough row by row, but a progressive picture is held whole.
    expect(await declared(0xc2, 7_000, { progressive: true })).toBe('pixels');
    expect(await refusal(await plain(8_000, 6_300).png({ compressionLevel: 1 }).toBuffer())).toBe('pixels');
  });

  it('is refused when it is cut off', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const noise = sharp(Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 251)), {
        raw: { width: 100, height: 100, channels: 3 },
      });
      const whole = await noise[format]().toBuffer();
      expect(await refusal(whole.subarray(0, Math.floor(whole.length / 2)))).toBe('damaged');
    }
  });

  it('loses whatever was appended to it', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const both = Buffer.concat([
        await plain(30, 30)[format]().toBuffer(),
        Buffer.from('PK\x03\x04<script>alert(1)</script>'),
      ]);
      const result = await clean(both);
      if (!result.ok) throw new Error(`${format} ${result.refusal}`);
      expect(result.image.removed).toEqual(['appended']);
      expect(result.image.bytes.includes('script')).toBe(false);
    }
  });

  it('is never made of anything but pictures, and no bytes break the reader', async () => {
    const [jpeg, png, webp] = await Promise.all(
      (['jpeg', 'png', 'webp'] as const).map((format) => plain(16, 16)[format]().withExif(gps).toBuffer()),
    );
    await fc.assert(
      fc.property(
        fc.constantFrom(jpeg!, png!, webp!),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        fc.nat(),
        (whole, changes, cut) => {
          const bytes = Buffer.from(whole.subarray(0, whole.length - (cut % 40)));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          inspectImage(bytes);
        },
      ),
      { numRuns: 3000 },
    );
    await fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'RIFF\x40\0\0\0WEBP'),
        (rest, start) => {
          inspectImage(Buffer.concat([Buffer.from(start, 'latin1'), rest]));
        },
      ),
      { numRuns: 2000 },
    );
    for (const text of ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', '%PDF-1.7', 'GIF89a', '<html>']) {
      expect(await refusal(Buffer.from(text))).toBe('kind');
    }
  });
});
