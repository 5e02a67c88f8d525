/**
 * What an image file says of itself, read without decoding a pixel: its size, and what it carries beside the picture.
 * JPEG: ITU T.81 annex B, Exif 3.0, XMP part 3. PNG: W3C PNG third edition. WebP: RFC 9649.
 */
export type Inspection = {
  format: 'jpeg' | 'png' | 'webp';
  width: number;
  height: number;
  /** Bytes a decoder must hold at once: all of a progressive or interlaced picture, a few rows of another. */
  heldBytes: number;
  carries: Set<Extra>;
};

/** Things beside the picture. `appended` is whatever follows the picture's own end (a zip, a film, a script). */
export const extras = ['gps', 'exif', 'xmp', 'iptc', 'text', 'appended'] as const;
export type Extra = (typeof extras)[number];

/** Reads JPEG, PNG or WebP; undefined for everything else and for files whose structure does not hold. */
export function inspectImage(bytes: Buffer): Inspection | undefined {
  if (bytes.length >= 4 && bytes.readUIntBE(0, 3) === 0xffd8ff) return inspectJpeg(bytes);
  if (bytes.subarray(0, 8).equals(pngSignature)) return inspectPng(bytes);
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 4) === 'WEBP') return inspectWebp(bytes);
  return undefined;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const latin = (bytes: Buffer, at: number, length: number) => bytes.toString('latin1', at, at + length);

function inspectJpeg(bytes: Buffer): Inspection | undefined {
  const carries = new Set<Extra>();
  let frame: { width: number; height: number; heldBytes: number } | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    // Fill bytes, then markers without content (TEM, RST).
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9) break;
    const length = bytes.readUInt16BE(at + 2);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (length < 2 || segment.length < length - 2) return undefined;
    if (isFrame(marker)) {
      if (segment.length < 6) return undefined;
      const [height, width] = [segment.readUInt16BE(1), segment.readUInt16BE(3)];
      // A second frame header must not make a picture smaller than it is.
      if (frame && frame.width * frame.height > width * height) return undefined;
      const progressive = marker === 0xc2 || marker === 0xc6 || marker === 0xca || marker === 0xce;
      frame = { width, height, heldBytes: progressive ? width * height * segment[5]! * 2 : width * 64 };
    } else noteSegment(marker, segment, carries);
    at += 2 + length;
    if (marker === 0xda) at = afterScan(bytes, at);
  }
  if (!frame?.width || !frame.height) return undefined;
  if (latin(bytes, at, 2) === '\xff\xd9' && hasContent(bytes, at + 2)) carries.add('appended');
  return { format: 'jpeg', ...frame, carries };
}

/** Start of frame, of every coding (SOF0–15 without DHT, JPG and DAC). */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The next marker after entropy-coded data, in which FF is always followed by 00 or a restart marker. */
function afterScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}

function noteSegment(marker: number, segment: Buffer, carries: Set<Extra>): void {
  if (marker === 0xfe) carries.add('text');
  if (marker === 0xed) carries.add('iptc');
  if (marker !== 0xe1) return;
  if (latin(segment, 0, 6) === 'Exif\0\0') noteExif(segment.subarray(6), carries);
  else if (latin(segment, 0, 24).startsWith('http://ns.adobe.com/x')) noteXmp(segment, carries);
  else carries.add('text');
}

function inspectPng(bytes: Buffer): Inspection | undefined {
  const carries = new Set<Extra>();
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13 || latin(bytes, 12, 4) !== 'IHDR') return undefined;
  const [width, height, depth, colour] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24]!, bytes[25]!];
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour];
  if (!width || !height || !channels) return undefined;
  const interlaced = bytes[28] === 1;
  const rowBytes = Math.ceil((width * channels * depth) / 8);
  let at = 33;
  let ended = false;
  while (!ended && at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = latin(bytes, at + 4, 4);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (data.length < length || type === 'IHDR') return undefined;
    notePngChunk(type, data, carries);
    at += 12 + length;
    ended = type === 'IEND';
  }
  if (!ended) return undefined;
  if (hasContent(bytes, at)) carries.add('appended');
  return { format: 'png', width, height, heldBytes: rowBytes * (interlaced ? height : 64), carries };
}

function notePngChunk(type: string, data: Buffer, carries: Set<Extra>): void {
  if (type === 'eXIf') noteExif(data, carries);
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return;
  const keyword = latin(data, 0, Math.max(0, Math.min(80, data.indexOf(0)))).toLowerCase();
  // ImageMagick packs foreign blocks into text: "Raw profile type exif".
  if (keyword === 'xml:com.adobe.xmp' || keyword.endsWith(' type xmp')) noteXmp(data, carries);
  else if (keyword.endsWith(' type exif') || keyword.endsWith(' type app1')) carries.add('exif');
  else if (keyword.endsWith(' type iptc')) carries.add('iptc');
  else carries.add('text');
}

function inspectWebp(bytes: Buffer): Inspection | undefined {
  const carries = new Set<Extra>();
  const end = bytes.readUInt32LE(4) + 8;
  if (end > bytes.length) return undefined;
  let width = 0;
  let height = 0;
  let at = 12;
  while (at + 8 <= end) {
    const type = latin(bytes, at, 4);
    const length = bytes.readUInt32LE(at + 4);
    const data = bytes.subarray(at + 8, Math.min(end, at + 8 + length));
    if (data.length < length) return undefined;
    const size = webpSize(type, data);
    width = Math.max(width, size?.width ?? 0);
    height = Math.max(height, size?.height ?? 0);
    if (type === 'EXIF') noteExif(latin(data, 0, 6) === 'Exif\0\0' ? data.subarray(6) : data, carries);
    if (type === 'XMP ') noteXmp(data, carries);
    at += 8 + length + (length % 2);
  }
  if (!width || !height) return undefined;
  if (hasContent(bytes, end)) carries.add('appended');
  return { format: 'webp', width, height, heldBytes: width * height * 4, carries };
}

/** The size a chunk gives: the canvas, or the frame of a lossy or lossless picture. */
function webpSize(type: string, data: Buffer): { width: number; height: number } | undefined {
  if (type === 'VP8X' && data.length >= 10)
    return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
  if (type === 'VP8 ' && data.length >= 10)
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  if (type === 'VP8L' && data.length >= 5) {
    const bits = data.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return undefined;
}

/** An Exif block, and whether its first directory points to a GPS directory (tag 8825). */
function noteExif(tiff: Buffer, carries: Set<Extra>): void {
  carries.add('exif');
  const order = latin(tiff, 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return;
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return;
  const entries = u16(directory);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return;
    if (u16(at) === 0x8825) carries.add('gps');
  }
}

function noteXmp(packet: Buffer, carries: Set<Extra>): void {
  carries.add('xmp');
  if (packet.includes('GPSLatitude') || packet.includes('GPSLongitude')) carries.add('gps');
}

/** Whether anything but padding stands from `at` on. */
const hasContent = (bytes: Buffer, at: number) => bytes.subarray(at).some((byte) => byte !== 0);
