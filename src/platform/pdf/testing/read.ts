import { inflateSync } from 'node:zlib';

/** For tests: the faces a PDF brings with it, the signs its text is made of, and whether a sign came out as an empty box. */
export function readPdf(bytes: Buffer): { faces: string[]; signs: Set<string>; emptyBoxes: boolean } {
  const text = bytes.toString('latin1');
  const faces = new Set([...text.matchAll(/\/BaseFont\s*\/[A-Z]{6}\+([\w-]+)/g)].map((match) => match[1]!));
  const signs = new Set<string>();
  // Glyph number → signs, one map per face.
  for (const [, map] of text.matchAll(/(?:beginbfchar|beginbfrange)([\s\S]*?)endbf/g)) {
    for (const [, hex] of map!.matchAll(/<([0-9a-fA-F]+)>\s*$/gm)) {
      for (const sign of Buffer.from(hex!, 'hex').swap16().toString('utf16le')) signs.add(sign);
    }
  }
  const emptyBoxes = pagesOf(bytes).some((page) => stringsOf(page).some(hasGlyphZero));
  return { faces: [...faces].sort(), signs, emptyBoxes };
}

/** The drawing of each page, unpacked. */
function pagesOf(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 1)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue;
    try {
      // What follows the compressed data is not read.
      const stream = inflateSync(bytes.subarray(at + 7), { finishFlush: 2 }).toString('latin1');
      if (/\bBT\n/.test(stream)) found.push(stream);
    } catch {
      // Not every stream is compressed.
    }
  }
  return found;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Literal strings as PDF writes them (ISO 32000-1, 7.3.4.2), unescaped. */
const stringsOf = (page: string): string[] =>
  [...page.matchAll(/\(((?:[^()\\]|\\[\s\S])*)\)/g)].map(([, inside]) =>
    inside!.replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal: string | undefined, sign: string) =>
      octal ? String.fromCharCode(Number.parseInt(octal, 8)) : (escapes[sign] ?? sign),
    ),
  );

/** Glyphs are pairs of bytes; number 0 is the box that stands for "no such sign". */
const hasGlyphZero = (glyphs: string): boolean =>
  Array.from({ length: glyphs.length / 2 }, (_, index) => glyphs.slice(index * 2, index * 2 + 2)).includes('\0\0');
