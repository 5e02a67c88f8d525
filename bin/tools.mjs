// What the tests use beside npm's packages: Chromium, a second PostgreSQL, and gettext.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Finds them, and as root on Debian installs what is missing. What stays missing is told to `missing`, with what to do.
 * Returns the path of Chromium, and the folder of PostgreSQL's programs; either may be undefined. gettext's are found by the path.
 */
export function provideTools({ say, missing }) {
  const wanted = () => [
    ...(hasBrowser() ? [] : [shell]),
    ...(postgres() || process.env.TEST_DATABASE_URL ? [] : ['postgresql-15']),
    ...(inPath('msgfmt') ? [] : ['gettext']),
  ];
  if (wanted().length > 0 && mayInstall()) install(wanted(), say);
  const found = { chromium: chromium(), postgres: postgres() };
  if (!found.chromium) missing('the browser tests: install Chromium (or name it: CASEMENT_CHROMIUM=/path)');
  if (!found.postgres && !process.env.TEST_DATABASE_URL) {
    missing('the second engine: install PostgreSQL 15 or newer with its server programs, or set TEST_DATABASE_URL');
  }
  if (!inPath('msgfmt')) missing('the check of translation files by gettext: install gettext');
  return found;
}

/**
 * Chromium without its windows, as Debian packs it apart: the same engine, and half of the processor time for a page (13 s instead of 31
 * for eighty of them). Whoever has the whole Chromium gets it too, where it can be had.
 */
const shell = 'chromium-headless-shell';

const hasBrowser = () =>
  Boolean(process.env.CASEMENT_CHROMIUM || inPath(shell) || (chromium() && !(mayInstall() && isOffered(shell))));

const isOffered = (name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;

const mayInstall = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && inPath('apt-get') !== undefined;

function install(packages, say) {
  say(`Installing ${packages.join(' and ')} with apt-get (once; a minute or two)`);
  // RUNLEVEL=1: the package's own server is not started; the tests start one of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (args) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  apt(['update']);
  for (const name of packages) {
    const choices = { 'postgresql-15': [name, 'postgresql'], [shell]: [name, 'chromium'] }[name] ?? [name];
    if (!choices.some((choice) => apt(['install', '-y', '--no-install-recommends', choice])))
      say(`apt-get could not install ${name}`);
  }
}

function chromium() {
  const named = process.env.CASEMENT_CHROMIUM;
  if (named) return isProgram(named) ? named : undefined;
  return [shell, 'chromium', 'chromium-browser', 'google-chrome'].map(inPath).find(Boolean);
}

/** The newest server of version 15 or later: where Debian puts them, else where pg_config says. */
function postgres() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map(Number).filter(Number.isInteger) : [];
  const folders = versions.sort((a, b) => b - a).map((version) => join(debian, String(version), 'bin'));
  const config = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  if (config.status === 0) folders.push(config.stdout.trim());
  return folders.find((folder) => {
    if (!isProgram(join(folder, 'initdb')) || !isProgram(join(folder, 'postgres'))) return false;
    const version = /\d+/.exec(spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout)?.[0];
    return Number(version) >= 15;
  });
}

const inPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
