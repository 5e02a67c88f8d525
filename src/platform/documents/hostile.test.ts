import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { secretOf } from '../crypto/ids.ts';
import { root } from '../db/root.ts';
import { openFileStore } from '../files/index.ts';
import { cleanDocument } from './index.ts';

const hostile = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'hostile-input/generated');
const folder = mkdtempSync(join(tmpdir(), 'casement-documents-'));
const files = openFileStore(folder, secretOf(Buffer.alloc(32, 3)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What becomes of each: why it is refused, or what was taken out of it. */
const expected: Record<string, string | string[]> = {
  'gif-js-polyglot.gif': 'kind',
  'gps-exif-text.png': ['gps', 'exif', 'xmp', 'text'],
  'gps-exif-xmp-orientation6.jpg': ['gps', 'exif', 'xmp', 'text'],
  'gps-exif.tiff': 'kind',
  'gps-exif.webp': ['gps', 'exif', 'xmp'],
  'gzip-bomb-100MB.csv.gz': 'kind',
  'html-named.jpg': 'name',
  'jpeg-zip-polyglot.jpg': 'polyglot',
  'pdf-js-metadata.pdf': ['scripts', 'info'],
  'people-cp1252.csv': [],
  'people-mixed-encoding.csv': [],
  'people-nul-byte.csv': 'kind',
  'people-unclosed-quote.csv': [],
  'people-utf16le-bom.csv': [],
  'people-utf8-bom-semicolon.csv': [],
  'people-utf8.csv': [],
  'png-bomb-30000x30000-1bit.png': 'pixels',
  'png-lying-header-60000x60000.png': 'pixels',
  'svg-script.svg': 'kind',
  'svg-xxe.svg': 'kind',
  'xlsx-1M-rows.xlsx': 'bomb',
  'xlsx-billion-laughs.xlsx': 'entities',
  'xlsx-formula-label.xlsx': ['properties'],
  'xlsx-used-range-XFD1048576.xlsx': ['properties'],
  'xlsx-xxe.xlsx': 'entities',
  'zip-bomb-nested-10x50MB.zip': 'kind',
  'zip-slip-paths.zip': 'paths',
};

test.skipIf(!existsSync(hostile))(
  'every hostile file ends in a clear word, or without what it hid',
  { timeout: 60_000 },
  async () => {
    const found: typeof expected = {};
    for (const name of readdirSync(hostile).sort()) {
      const path = join(folder, 'came');
      copyFileSync(join(hostile, name), path);
      const received = { path, bytes: statSync(path).size, discard: async () => rmSync(path, { force: true }) };
      const result = await cleanDocument(received, { name, files });
      found[name] = result.ok ? result.cleaned.removed : result.refusal;
      if (!result.ok) continue;
      const bytes = readFileSync(result.cleaned.made.path);
      for (const trace of ['GPSLatitude', '/JavaScript', 'app.alert', '/Author'])
        expect(bytes.includes(trace)).toBe(false);
      await result.cleaned.made.discard();
    }
    expect(found).toEqual(expected);
    expect(readdirSync(join(folder, 'partial'))).toEqual([]);
  },
);
