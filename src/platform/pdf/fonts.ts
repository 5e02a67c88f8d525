import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The faces that we print with, from packages: Latin, Greek, Cyrillic, Vietnamese and Devanagari; Arabic (also Urdu and
 * Persian); Thai; Canadian syllabics. Headings may use Newsreader, as on the screen.
 */
const faces = [
  'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf',
  'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
  'noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf',
  'noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf',
  'noto-sans-canadian-aboriginal/400Regular/NotoSansCanadianAboriginal_400Regular.ttf',
  'noto-sans-canadian-aboriginal/700Bold/NotoSansCanadianAboriginal_700Bold.ttf',
  'newsreader/600SemiBold/Newsreader_600SemiBold.ttf',
];

/** The families in the order in which a sign is looked for, as Typst names them. */
export const families = ['Noto Sans', 'Noto Sans Arabic', 'Noto Sans Thai', 'Noto Sans Canadian Aboriginal'];

const read = (face: string) => readFile(require.resolve(`@expo-google-fonts/${face}`));

/** The bytes of every face, read anew each time: whoever prints holds them as long as she prints. */
export const fontBlobs = (): Promise<Buffer[]> => Promise.all(faces.map(read));

/** Signs from..to of the code space, both included. */
type Range = [from: number, to: number];

let covered: Promise<Range[]> | undefined;

/**
 * The signs of a text that none of our faces can draw, each once, in their order: they would come out as empty boxes,
 * so that whoever prints is told first. Signs that have no shape of their own (joiners, marks of direction) do not count.
 */
export async function unprintable(text: string): Promise<string[]> {
  covered ??= regularFaces().then((fonts) => joined(fonts.flatMap(rangesOf)));
  const ranges = await covered;
  const missing = [...text].filter(
    (sign) => !/[\p{Cc}\p{Cf}\p{Zs}\p{Variation_Selector}]/u.test(sign) && !within(ranges, sign.codePointAt(0)!),
  );
  return [...new Set(missing)];
}

const regularFaces = () =>
  Promise.all(faces.filter((face) => /400Regular\.ttf$/.test(face) && face.startsWith('noto')).map(read));

function within(ranges: Range[], code: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle]!;
    if (code < from) high = middle - 1;
    else if (code > to) low = middle + 1;
    else return true;
  }
  return false;
}

/** Ranges in order, touching and overlapping ones made one. */
function joined(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** The signs for which a TrueType file has a glyph: its character map of format 12, else of format 4 (OpenType 1.9, "cmap"). */
function rangesOf(font: Buffer): Range[] {
  const tables = font.readUInt16BE(4);
  let cmap = 0;
  for (let at = 12; at < 12 + tables * 16; at += 16) {
    if (font.toString('latin1', at, at + 4) === 'cmap') cmap = font.readUInt32BE(at + 8);
  }
  if (cmap === 0) return [];
  const maps = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => {
    const at = cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4);
    return { at, format: font.readUInt16BE(at) };
  });
  const full = maps.find(({ format }) => format === 12);
  if (full) return groupsOf(font, full.at);
  const basic = maps.find(({ format }) => format === 4);
  return basic ? segmentsOf(font, basic.at) : [];
}

const groupsOf = (font: Buffer, at: number): Range[] =>
  Array.from({ length: font.readUInt32BE(at + 12) }, (_, index): Range => {
    const group = at + 16 + index * 12;
    return [font.readUInt32BE(group), font.readUInt32BE(group + 4)];
  });

function segmentsOf(font: Buffer, at: number): Range[] {
  const count = font.readUInt16BE(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const offsets = deltas + count * 2;
  const found: Range[] = [];
  for (let index = 0; index < count; index += 1) {
    const end = font.readUInt16BE(ends + index * 2);
    const offset = font.readUInt16BE(offsets + index * 2);
    for (let code = font.readUInt16BE(starts + index * 2); code <= end && code !== 0xffff; code += 1) {
      const start = font.readUInt16BE(starts + index * 2);
      const glyph =
        offset === 0
          ? (code + font.readUInt16BE(deltas + index * 2)) & 0xffff
          : font.readUInt16BE(offsets + index * 2 + offset + (code - start) * 2);
      if (glyph !== 0) found.push([code, code]);
    }
  }
  return joined(found);
}
