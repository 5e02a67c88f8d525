import { readFile } from 'node:fs/promises';
import { type Extra, extras, inspectImage } from './image-format.ts';

/** A picture made anew from pixels alone. */
export type CleanImage = {
  bytes: Buffer;
  mediaType: 'image/webp';
  width: number;
  height: number;
  /** What the file carried beside the picture and is gone now. */
  removed: Extra[];
};

/** Why a file was not taken: another kind, too many pixels, broken, or too many at once. */
export type ImageRefusal = 'kind' | 'pixels' | 'damaged' | 'busy';

const maxPixels = 50_000_000;
// What a decoder may have to hold at once; a progressive or interlaced picture is held whole.
const maxHeldBytes = 200 * 1024 * 1024;
const maxWidth = 1600;
// WebP knows no side above 16,383; a page has no use for a tower either.
const maxHeight = 4000;
const decodeSeconds = 15;
const maxWaiting = 16;

const accepted = new Map([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/apng', 'png'],
  ['image/webp', 'webp'],
]);

/**
 * Reads a JPEG, PNG or WebP file and encodes its picture anew: upright, in sRGB, at most 1600 pixels wide, without
 * anything else that was in the file. What the file is comes from its content alone, and two readers must agree on it.
 * Sizes are checked before a pixel is decoded. One picture is decoded at a time, so that memory stays bounded.
 */
export async function cleanImage(
  path: string,
  width = maxWidth,
): Promise<{ ok: true; image: CleanImage } | { ok: false; refusal: ImageRefusal }> {
  if (waiting >= maxWaiting) return { ok: false, refusal: 'busy' };
  return oneAtATime(async () => {
    const bytes = await readFile(path);
    const inspection = inspectImage(bytes);
    const refusal = await refuse(bytes, inspection);
    if (refusal || !inspection) return { ok: false, refusal: refusal ?? 'kind' };
    const sharp = await decoder();
    const made = await encode(sharp, bytes, width).catch(() => undefined);
    if (!made) return { ok: false, refusal: 'damaged' };
    const left = inspectImage(made.data);
    if (!left || left.carries.size > 0) throw new Error('the encoder kept something beside the picture');
    return {
      ok: true,
      image: {
        bytes: made.data,
        mediaType: 'image/webp',
        width: made.info.width,
        height: made.info.height,
        removed: extras.filter((extra) => inspection.carries.has(extra)),
      },
    };
  });
}

async function refuse(bytes: Buffer, inspection: ReturnType<typeof inspectImage>): Promise<ImageRefusal | undefined> {
  const { fileTypeFromBuffer } = await import('file-type');
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const format = accepted.get(type?.mime ?? '');
  if (!format) return 'kind';
  if (!inspection) return 'damaged';
  if (inspection.format !== format) return 'kind';
  const { width, height, heldBytes } = inspection;
  return width * height > maxPixels || heldBytes > maxHeldBytes ? 'pixels' : undefined;
}

type Sharp = typeof import('sharp')['default'];

function encode(sharp: Sharp, bytes: Buffer, width: number) {
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true })
    .autoOrient()
    .resize({ width, height: maxHeight, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .timeout({ seconds: decodeSeconds })
    .toBuffer({ resolveWithObject: true });
}

let loaded: Promise<Sharp> | undefined;

/** The image library, loaded with the first picture: an idle process does not pay for it. */
function decoder(): Promise<Sharp> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    // Only the readers we want: not SVG, PDF, TIFF, or whatever else the library was built with.
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
    return sharp;
  });
  return loaded;
}

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  waiting += 1;
  const mine = last.then(work);
  last = mine.catch(() => {});
  return mine.finally(() => {
    waiting -= 1;
  });
}
