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
/** The children that run now; a signal ends them, and we then clean up and end too. */
const running = new Set();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of running) child.kill(signal);
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

  // Read beside the tests, which leave a core idle now and then; what they say is shown together, after them.
  const checks = [
    // One checker: several read the same types again each for itself (31 s of processor time instead of 19).
    check('Types', node, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.', '--checkers', '1'], env),
    check('Lint and format', node, ['node_modules/@biomejs/biome/bin/biome', 'check', '.'], env),
  ];
  say('Tests on the embedded PostgreSQL');
  const rest = ['walks', 'start', ...(tools.chromium ? ['browser'] : [])];
  await vitest(node, [...httpAndRules, 'memory', ...(fast ? [] : rest)], env);
  for (const said of await Promise.all(checks)) process.stdout.write(said);
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

/** A check that passes or not; it has no count of its own. Resolves to all that it said. */
async function check(name, node, command, env) {
  const said = [`\n== ${name}\n`];
  if ((await run(node, command, env, (text) => said.push(text))) !== 0) total.failed += 1;
  return said.join('');
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

/** @param hear takes what it says, piece by piece; without it the terminal does */
function run(command, commandArgs, env, hear) {
  return new Promise((resolve) => {
    const out = hear ? 'pipe' : 'inherit';
    const child = spawn(command, commandArgs, { cwd: root, env, stdio: ['ignore', out, out] });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear);
    running.add(child);
    const end = (code) => {
      running.delete(child);
      resolve(code ?? 1);
    };
    child.on('error', (error) => {
      console.error(error.message);
      end(1);
    });
    child.on('close', end);
  });
}
