// Builds dist/: the program (casement.js), and what browsers load (assets/, named by their content, with manifest.json).
// Every file is put in place by a rename, so that a server or a second build beside this one never sees half of one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { faceStyle, faces, fontBytes, fontsAreCut } from './fonts.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const assets = join(dist, 'assets');
const stamp = join(dist, 'built');

/** Whether dist/ was built from exactly the sources that lie here now. */
export function isBuilt() {
  return existsSync(join(dist, 'casement.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceState();
}

/** Names, sizes and times of everything the build reads; also tells when a file was removed or became older. */
function sourceState() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tsconfig.json', 'bin/build.mjs', 'bin/fonts.mjs', ...filesBelow('src')]) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/** Builds everything. Throws when a source does not compile (esbuild has printed why). */
export async function build() {
  const before = sourceState();
  const { build: bundle, stop } = await import('esbuild');
  mkdirSync(join(assets, 'islands'), { recursive: true });
  if (!fontsAreCut()) {
    const script = fileURLToPath(new URL('fonts.mjs', import.meta.url));
    const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('The fonts could not be cut to what the pages need; why stands above.');
  }
  const manifest = {};
  const named = (logical, bytes) => {
    const dot = logical.lastIndexOf('.');
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
    manifest[logical] = `${logical.slice(0, dot)}-${hash}${logical.slice(dot)}`;
    put(join(assets, manifest[logical]), bytes);
    // Text is kept compressed beside itself: it is compressed once here, not for every reader.
    if (/\.(css|js)$/.test(logical)) {
      put(join(assets, `${manifest[logical]}.br`), brotliCompressSync(bytes));
      put(join(assets, `${manifest[logical]}.gz`), gzipSync(bytes, { level: 9 }));
    }
    return manifest[logical];
  };

  const browser = await Promise.all([
    ...browserSources('src/ui/islands', /^(?!.*\.test\.).*\.ts$/).map((file) => browserBundle(bundle, file, [])),
    ...browserSources('src/ui', /\.css$/).map((file) =>
      browserBundle(bundle, file, [servedFonts(named), styleOf('fonts', faceStyle), styleOf('rooms', roomStyle)]),
    ),
  ]);
  for (const { file, bytes } of browser) {
    named(file.endsWith('.css') ? basename(file) : `islands/${basename(file, '.ts')}.js`, bytes);
  }
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  put(join(assets, 'manifest.json'), `${JSON.stringify(sorted, null, 2)}\n`);
  removeOthers(new Set(Object.values(manifest).flatMap((name) => [name, `${name}.br`, `${name}.gz`])));

  const program = await bundle({
    ...common,
    // The second is the process that sets type (platform/pdf), started when something is to be printed; the third the one that
    // opens documents of others (platform/documents), one for each.
    entryPoints: {
      casement: join(root, 'src/main.ts'),
      typesetter: join(root, 'src/platform/pdf/typesetter.ts'),
      reader: join(root, 'src/platform/documents/reader.ts'),
    },
    outdir: dist,
    platform: 'node',
    target: 'node24',
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
  });
  for (const file of program.outputFiles) put(file.path, file.contents);
  // Its helper process would otherwise live as long as the program that is started next.
  await stop();
  put(stamp, before);
}

const common = { bundle: true, format: 'esm', write: false, logLevel: 'warning', absWorkingDir: root };

const browserSources = (folder, pattern) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder))
        .filter((name) => pattern.test(name))
        .map((name) => `${folder}/${name}`)
    : [];

async function browserBundle(bundle, file, plugins) {
  const { outputFiles } = await bundle({
    ...common,
    entryPoints: [join(root, file)],
    outdir: assets,
    platform: 'browser',
    target: ['es2020', 'safari14.1', 'firefox91'],
    minify: true,
    legalComments: 'none',
    plugins,
  });
  return { file, bytes: outputFiles[0].contents };
}

/** `url("fonts/…")` in a style becomes the address of the file named by its content. */
const servedFonts = (named) => ({
  name: 'served-fonts',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^fonts\// }, ({ path }) => {
      const face = faces.find(({ logical }) => logical === path);
      if (!face) return { errors: [{ text: `no such font: ${path}` }] };
      return { path: `/assets/${named(path, fontBytes(face))}`, external: true };
    });
  },
});

/** `@import "NAME"` in a style: what is gathered at the build. */
const styleOf = (name, gather) => ({
  name: `style-of-${name}`,
  setup(esbuild) {
    esbuild.onResolve({ filter: new RegExp(`^${name}$`) }, ({ path }) => ({ path, namespace: name }));
    esbuild.onLoad({ filter: /./, namespace: name }, () => ({ contents: gather(), loader: 'css' }));
  },
});

/** What each room has beside its pages, in the order of their names. */
const roomStyle = () =>
  filesBelow('src/features')
    .filter((file) => file.endsWith('.css'))
    .map((file) => `/* ${file} */ ${readFileSync(join(root, file), 'utf8')}`)
    .join('');

function put(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, bytes);
  renameSync(partial, path);
}

/** Assets of earlier builds. An hour old at least: a server that still runs from them has its pages' links kept. */
function removeOthers(current) {
  const old = Date.now() - 3_600_000;
  for (const entry of readdirSync(assets, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(assets, path).replaceAll('\\', '/');
    if (name === 'manifest.json' || current.has(name)) continue;
    if (statSync(path).mtimeMs < old) rmSync(path, { force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
