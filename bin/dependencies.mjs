// Brings node_modules in line with package-lock.json, once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

const modules = join(root, 'node_modules');
const stamp = join(modules, '.casement-installed');

/**
 * Installs when something is missing. `full` also wants what the tests need; without it a full install serves as well.
 * Throws when npm fails, with what to do.
 */
export async function ensureDependencies({ full, say }) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const state = createHash('sha256').update(lock).digest('hex');
  const stamped = existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : '';
  if (stamped === `${state} full` || (!full && stamped === `${state} program`)) return;
  // Somebody ran npm herself: npm's own record tells what lies there.
  for (const kind of ['full', 'program']) {
    if (full && kind !== 'full') break;
    if (isInstalled(JSON.parse(lock), kind === 'full')) return mark(`${state} ${kind}`);
  }

  // A folder that has the tests' tools keeps them.
  full ||= existsSync(join(modules, 'vitest'));
  const began = performance.now();
  say(
    `Installing ${full ? 'what the program and its tests need' : 'what the program needs'} from package-lock.json (once; a minute or two) …`,
  );
  const wanted = full ? ['--include=dev'] : ['--omit=dev'];
  const { status, error } = npm(['ci', ...wanted, '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    throw new Error(
      `npm could not install the dependencies${error ? ` (${error.message})` : ''}. ` +
        'It says why above; most often the network or a proxy is missing (npm config set proxy …). Run the same command again then.',
    );
  }
  mark(`${state} ${full ? 'full' : 'program'}`);
  say(`Installed in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}

/** Whether every package that the lock file asks for, of this platform, lies in node_modules in that version. */
function isInstalled(lock, full) {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    if (!full && (wanted.dev || wanted.devOptional)) return true;
    if (there[path]) return there[path].version === wanted.version && existsSync(join(root, path));
    return Boolean(wanted.optional) && !isMadeForHere(wanted);
  });
}

/** Whether an optional package is the build for just this machine (its lock entry names systems and processors). */
function isMadeForHere({ os, cpu, libc }) {
  if (!os && !cpu) return false;
  const fits = (list, mine) => !list || [list].flat().includes(mine);
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, musl ? 'musl' : 'glibc');
}

function mark(text) {
  try {
    writeFileSync(stamp, `${text}\n`);
  } catch {
    // node_modules belongs to somebody else: it is looked through again next time.
  }
}

function npm(args) {
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  // Under "npm start" this is the npm that was called.
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}
