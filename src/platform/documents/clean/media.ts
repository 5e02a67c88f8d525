import type { Removed } from '../kinds.ts';
import type { Input, Output } from '../packed.ts';

const step = 1 << 20;

/** An MP3 without its tags: ID3v2 at its beginning, ID3v1 and APE at its end. */
export function cleanMp3(input: Input, output: Output): Removed[] {
  let from = 0;
  for (let tags = 0; tags < 8; tags += 1) {
    const head = input.read(from, 10);
    if (head.toString('latin1', 0, 3) !== 'ID3') break;
    // Four bytes of seven bits, and a footer where the flags say so (ID3v2.4, section 3.1).
    const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    from += 10 + size + (head[5]! & 0x10 ? 10 : 0);
  }
  let to = input.size;
  if (to - from > 128 && input.read(to - 128, 3).toString('latin1') === 'TAG') to -= 128;
  const ape = to - from > 32 ? input.read(to - 32, 32) : Buffer.alloc(32);
  if (ape.toString('latin1', 0, 8) === 'APETAGEX')
    to -= Math.min(to - from, ape.readUInt32LE(12) + (ape[23]! & 0x80 ? 32 : 0));
  for (let at = from; at < to; at += step) output(input.read(at, Math.min(step, to - at)));
  return from > 0 || to < input.size ? ['tags'] : [];
}

/** Boxes that hold other boxes (ISO/IEC 14496-12). */
const holding = new Set(['moov', 'trak', 'mdia', 'moof', 'traf', 'mvex', 'edts', 'minf']);
const timed = new Set(['mvhd', 'tkhd', 'mdhd']);

/**
 * An MP4 in which the boxes with places, names, pictures and programs (udta, meta, uuid, XMP_) have become empty space of the same
 * length, and the times of recording are none. Nothing moves, so that it plays as before.
 */
export function cleanMp4(input: Input, output: Output): Removed[] {
  const removed = new Set<Removed>();
  const changes: { at: number; bytes?: Buffer; zeros?: number }[] = [];
  const walk = (from: number, to: number, depth: number): void => {
    let at = from;
    while (at + 8 <= to && depth < 8) {
      const head = input.read(at, 16);
      let size = head.readUInt32BE(0);
      const type = head.toString('latin1', 4, 8);
      let body = 8;
      if (size === 1 && head.length === 16) {
        size = Number(head.readBigUInt64BE(8));
        body = 16;
      } else if (size === 0) size = to - at;
      if (size < body || at + size > to) return;
      if (type === 'udta' || type === 'meta' || type === 'uuid' || type === 'XMP_') {
        removed.add('tags');
        changes.push({ at: at + 4, bytes: Buffer.from('free') }, { at: at + body, zeros: size - body });
      } else if (timed.has(type)) {
        const wide = input.read(at + body, 1)[0] === 1;
        const length = wide ? 16 : 8;
        if (input.read(at + body + 4, length).some((byte) => byte !== 0)) removed.add('times');
        changes.push({ at: at + body + 4, zeros: length });
      } else if (holding.has(type)) walk(at + body, at + size, depth + 1);
      at += size;
    }
  };
  walk(0, input.size, 0);
  changes.sort((a, b) => a.at - b.at);
  for (let at = 0; at < input.size; at += step) {
    const piece = Buffer.from(input.read(at, Math.min(step, input.size - at)));
    for (const { at: where, bytes, zeros = 0 } of changes) {
      const length = bytes?.length ?? zeros;
      const [from, to] = [Math.max(where, at), Math.min(where + length, at + piece.length)];
      if (from >= to) continue;
      if (bytes) bytes.copy(piece, from - at, from - where, to - where);
      else piece.fill(0, from - at, to - at);
    }
    output(piece);
  }
  return [...removed];
}
