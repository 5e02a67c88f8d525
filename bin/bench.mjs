// npm run bench: the figures of docs/benchmarks.md, measured here and now, on servers and a database of its own.
//   npm run bench               all figures
//   npm run bench NAME …        some of them
//   npm run bench -- --full     larger worlds and longer rounds
//   npm run bench -- --json     one JSON object a line for each figure
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, isBuilt, root } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { programNode } from './node.mjs';

const bench = join(root, 'dist/bench.js');

try {
  await ensureDependencies({ full: false, say: console.error });
  if (!isBuilt()) await build();
  await buildBench();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exit(1);
}

const node = programNode();
if (!node) {
  console.error(`bench: it needs Node 24 or newer; this is ${process.version}. Install it from https://nodejs.org`);
  process.exit(1);
}

// The channel tells the benchmark when this starter is gone: it then stops what it started.
const child = spawn(node, ['--enable-source-maps', bench, ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));

/** dist/bench.js: the benchmark with the parts of the program that it measures in process. */
async function buildBench() {
  const { build: bundle } = await import('esbuild');
  await bundle({
    entryPoints: [join(root, 'test/load/main.ts')],
    outfile: bench,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'warning',
    absWorkingDir: root,
  });
}
