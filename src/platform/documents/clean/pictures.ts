/*
 * Takes what stands beside the picture out of a JPEG or PNG without touching a pixel: for pictures inside documents.
 */

/** The same picture without it; undefined when there was nothing to take out, or it is no picture we know. */
export function strippedPicture(bytes: Buffer): Buffer | undefined {
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return strippedJpeg(bytes);
  if (bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return strippedPng(bytes);
  return undefined;
}

/** All of APP1 to APP15 but the colour profile (APP2 ICC) and Adobe's mark of the colour model (APP14), and comments. */
function strippedJpeg(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let at = 2;
  let removed = false;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = bytes.readUInt16BE(at + 2);
    const next = at + 2 + length;
    if (length < 2 || next > bytes.length) return undefined;
    const profile = marker === 0xe2 && bytes.toString('latin1', at + 4, at + 15) === 'ICC_PROFILE';
    const drop = marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xee && !profile);
    if (drop) removed = true;
    else kept.push(bytes.subarray(at, next));
    at = next;
  }
  return removed ? Buffer.concat([...kept, bytes.subarray(at)]) : undefined;
}

const telling = ['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'];

function strippedPng(bytes: Buffer): Buffer | undefined {
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  let at = 8;
  let removed = false;
  while (at + 12 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    const next = at + 12 + bytes.readUInt32BE(at);
    if (next > bytes.length) return undefined;
    if (telling.includes(type)) removed = true;
    else kept.push(bytes.subarray(at, next));
    at = next;
    if (type === 'IEND') break;
  }
  return removed || at < bytes.length ? Buffer.concat(kept) : undefined;
}
