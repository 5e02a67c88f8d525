// The two families that we serve ourselves, cut to what a page needs: the first part of each holds all that our four languages are
// written with and comes with a first visit; a browser fetches another part only when a page has a character of it.
// Run as a program, it cuts what dist/fonts lacks; the build does so, in a process of its own that gives its memory back.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const kept = join(root, 'dist/fonts');

/** `of` names the file of the package that has the letters of a script. */
const families = [
  {
    name: 'Newsreader',
    weight: '600',
    file: 'newsreader-600',
    of: (script) => `@fontsource/newsreader/files/newsreader-${script}-600-normal.woff2`,
  },
  {
    name: 'Source Sans 3',
    weight: '200 900',
    file: 'source-sans-3',
    of: (script) => `@fontsource-variable/source-sans-3/files/source-sans-3-${script}-wght-normal.woff2`,
  },
];

/** No character stands in two of them. What is in none is read in the system's own face. */
const parts = [
  // English, Spanish, French, Portuguese and their neighbours, with the marks of their sentences.
  {
    ending: '',
    script: 'latin',
    range: 'U+20-7E,U+A0-A1,U+AB,U+AD,U+B7,U+BB,U+BF-D6,U+D8-F6,U+F8-FF,U+152-153,U+178,U+2000-206F',
  },
  // Signs that stand on few pages and weigh as much as the letters of a language: º § © € × −.
  {
    ending: '-signs',
    script: 'latin',
    range:
      'U+A2-AA,U+AC,U+AE-B6,U+B8-BA,U+BC-BE,U+D7,U+F7,U+131,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215',
  },
  // Polish, Czech, Hungarian, Romanian, Turkish, Croatian, the Baltic languages.
  {
    ending: '-central',
    script: 'latin-ext',
    range: 'U+100-101,U+104-10F,U+112-127,U+12A-130,U+132-151,U+154-167,U+16A-177,U+179-17F,U+218-21B',
  },
  // Hausa, Yoruba, Igbo, Ewe and other languages with letters of their own; signs of money.
  {
    ending: '-further',
    script: 'latin-ext',
    range:
      'U+180-19F,U+1A2-1AE,U+1B1-217,U+21C-24F,U+253-254,U+256-257,U+25B,U+263,U+269,U+272,U+283,U+28A-28B,U+292,U+1E00-1E9F,U+20A0-20AA,U+20AD-20C0',
  },
  {
    ending: '-vietnamese',
    script: 'vietnamese',
    range:
      'U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303-304,U+308-309,U+323,U+329,U+1EA0-1EF9,U+20AB',
  },
];

/** Kerning, ligatures and upright marks; figures of one width. No style of ours asks for more. */
const features = ['kern', 'liga', 'ccmp', 'locl', 'mark', 'mkmk', 'tnum'];

/** Every face: its place in the style, and the file it is cut from. */
export const faces = families.flatMap((family) =>
  parts.map(({ ending, script, range }) => ({
    logical: `fonts/${family.file}${ending}.woff2`,
    family: family.name,
    weight: family.weight,
    range,
    source: join(root, 'node_modules', family.of(script)),
  })),
);

/** The style that names all faces. Their ranges and what is kept in their files are one list, so that neither promises what the other lacks. */
export const faceStyle = () =>
  faces
    .map(
      ({ logical, family, weight, range }) =>
        `@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;` +
        `src:url("${logical}") format("woff2");unicode-range:${range}}`,
    )
    .join('\n');

/** The characters of a `unicode-range`, as one text. */
export const charactersOf = (range) =>
  range
    .split(',')
    .flatMap((one) => {
      const [first, last = first] = one
        .trim()
        .slice(2)
        .split('-')
        .map((hex) => Number.parseInt(hex, 16));
      return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
    })
    .join('');

/** Where the cut file of a face lies: named by all that it was made from. */
function keptFile({ source, range }) {
  const made = createRequire(import.meta.url)('subset-font/package.json').version;
  const hash = createHash('sha256')
    .update(readFileSync(source))
    .update(JSON.stringify([made, features, range]));
  return join(kept, `${hash.digest('hex').slice(0, 16)}.woff2`);
}

/** The cut file of a face; `cutFonts` must have run. */
export const fontBytes = (face) => readFileSync(keptFile(face));

/** Whether every face is cut already. */
export const fontsAreCut = () => faces.every((face) => existsSync(keptFile(face)));

async function cutFonts() {
  const { default: subset } = await import('subset-font');
  mkdirSync(kept, { recursive: true });
  for (const face of faces) {
    const file = keptFile(face);
    if (existsSync(file)) continue;
    const bytes = await subset(readFileSync(face.source), charactersOf(face.range), {
      targetFormat: 'woff2',
      keepFeatures: features,
    });
    writeFileSync(`${file}.${process.pid}.partial`, bytes);
    renameSync(`${file}.${process.pid}.partial`, file);
  }
  const wanted = new Set(faces.map(keptFile));
  for (const name of readdirSync(kept)) {
    const file = join(kept, name);
    if (name.endsWith('.woff2') && !wanted.has(file)) rmSync(file, { force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await cutFonts();
