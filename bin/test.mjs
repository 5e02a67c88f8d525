// npm test: the whole set-up and every test, from a fresh clone. The last line is the sum: "N passed, N failed, N skipped".
//   --fast   rules and HTTP only, on one engine, without a browser or a start of the whole program
// What follows goes to vitest: npm test -- src/features/campaigns
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build, isBuilt, root } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { programNode } from './node.mjs';
import { startSecondEngine } from './second-engine.mjs';
import { provideTools } from './tools.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--fast' && arg !== '--');
const fast = process.argv.includes('--fast');
const say = (line) => console.log(`\n== ${line}`);
const total = { passed: 0, failed: 0, skipped: 0 };
const temporary = mkdtempSync(join(tmpdir(), 'casement-results-'));
const { TEST_DATABASE_URL: given, ...environment } = process.env;

/** Rules and HTTP: everything but the browser, the start of the whole program, and the walks over all that there is. */
const httpAndRules = ['together', 'alone'];
/** The child that runs now; a signal ends it, and we then clean up and end too. */
let running;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill(signal);
  });
}

try {
  await main();
} catch (error) {
  console.error(error.stack);
  total.failed += 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
if (interrupted) total.failed += 1;
const strict = process.env.CI === 'true';
if (strict && total.skipped > 0) console.log('\nWith CI=true a skipped test is a failure.');
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || (strict && total.skipped > 0) || (total.passed === 0 && args.length === 0) ? 1 : 0);

async function main() {
  await ensureDependencies({ full: true, say });
  const node = programNode();
  if (!node) throw new Error(`The tests need Node 24 or newer; this is ${process.version}.`);
  const tools = fast ? {} : provideTools({ say, missing: (what) => skip(what) });
  if (!isBuilt()) {
    say('Building');
    await build().catch((error) => {
      console.error(error.message);
      total.failed += 1;
    });
  }
  // The pinned Node comes first, for whatever a test starts.
  const env = {
    ...environment,
    PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    ...(tools.chromium ? { CASEMENT_CHROMIUM: tools.chromium } : {}),
  };

  say('Types');
  await check(node, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'], env);
  say('Lint and format');
  await check(node, ['node_modules/@biomejs/biome/bin/biome', 'check', '.'], env);

  say('Tests on the embedded PostgreSQL');
  const rest = ['walks', 'start', ...(tools.chromium ? ['browser'] : [])];
  await vitest(node, fast ? httpAndRules : [...httpAndRules, ...rest], env);
  if (fast || interrupted) return;

  const second = given
    ? { url: given, name: 'TEST_DATABASE_URL', stop: () => {} }
    : await startSecondEngine(tools.postgres);
  if (!second) return;
  try {
    say(`Tests on a second engine (${second.name}), without the browser`);
    await vitest(node, httpAndRules, {
      ...env,
      TEST_DATABASE_URL: second.url,
    });
  } finally {
    await second.stop();
  }
}

function skip(what) {
  console.log(`\nSKIPPED: ${what}`);
  total.skipped += 1;
}

/** A check that passes or not; it has no count of its own. */
async function check(node, command, env) {
  if (interrupted) return;
  if ((await run(node, command, env)) !== 0) total.failed += 1;
}

/** @param projects those of vitest.config.ts */
async function vitest(node, projects, env) {
  if (interrupted) return;
  const file = join(temporary, `${Date.now()}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const options = projects.flatMap((name) => ['--project', name]);
  const code = await run(node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...options, ...args], env);
  const before = total.failed;
  add(file);
  // An error outside of any test (a leak, a failed set-up) has no place in the counts.
  if (code !== 0 && total.failed === before) total.failed += 1;
}

/** Adds one run's figures. A file that could not be loaded has no test that failed; it counts as one. */
function add(file) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return;
  }
  total.passed += results.numPassedTests;
  total.failed += results.numFailedTests;
  total.skipped += results.numPendingTests + results.numTodoTests;
  for (const suite of results.testResults) {
    const failed = suite.assertionResults.some((test) => test.status === 'failed');
    if (suite.status === 'failed' && !failed) total.failed += 1;
  }
}

function run(command, commandArgs, env) {
  return new Promise((resolve) => {
    running = spawn(command, commandArgs, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    running.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    running.on('exit', (code) => resolve(code ?? 1));
  });
}
