import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { newId, newToken } from '../../crypto/ids.ts';
import { type Account, accountName, mayEnter } from './account.ts';
import { type Binaries, rootHome } from './binaries.ts';

/** The owner's password lies beside the data it opens, so that both move together. */
const passwordIn = (cluster: string) => join(cluster, 'casement.password');

/** The major version of the PostgreSQL that wrote `folder`, e.g. 17; undefined when there is no database yet. */
export function majorOf(folder: string): number | undefined {
  const file = join(folder, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

/** The password of the owner of a database made by `prepare`. */
export function passwordOf(cluster: string): string {
  return readFileSync(passwordIn(cluster), 'utf8');
}

/**
 * The real folder of the database that `folder` names, made when there is none yet.
 * As root, where the server's account cannot enter the folder's parent, the data lies under `rootHome` and `folder` is
 * a symbolic link to it: so a new clone has a new database, and the clone may stay closed to everybody else.
 * @throws when the link leads nowhere, or the data belongs to another user or a newer PostgreSQL
 */
export function prepare(
  folder: string,
  programs: Binaries,
  account: Account | undefined,
  env: NodeJS.ProcessEnv,
): string {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  if (isLink(folder) && !existsSync(folder)) {
    throw new Error(
      `${folder} points to ${readlinkSync(folder)}, which is not there. ` +
        'Bring that folder back; or remove the link to begin with an empty database.',
    );
  }
  const major = majorOf(folder);
  if (major === undefined) return make(folder, programs, account, env);
  if (major !== programs.major) {
    throw new Error(`${folder} was written by PostgreSQL ${major}; the PostgreSQL here is ${programs.major}.`);
  }
  const cluster = realpathSync(folder);
  const owner = lstatSync(cluster).uid;
  const us = account?.uid ?? process.getuid?.();
  if (us !== undefined && owner !== us) {
    throw new Error(
      `The database in ${cluster} belongs to the user number ${owner}, and PostgreSQL would run as number ${us}. ` +
        'Start Casement as the user who started it before.',
    );
  }
  if (account && !mayEnter(account, dirname(cluster))) {
    throw new Error(
      `The user "${accountName}" may not enter ${dirname(cluster)}: open it with chmod o+x on each folder on the way.`,
    );
  }
  return cluster;
}

/** Makes a new database. It gets its name only when it is whole: a kill at any moment leaves nothing half made. */
function make(folder: string, programs: Binaries, account: Account | undefined, env: NodeJS.ProcessEnv): string {
  const elsewhere = account !== undefined && !mayEnter(account, dirname(folder));
  const place = elsewhere ? newPlace(folder, account) : folder;
  const partial = `${place}.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = `${place}.password`;
  writeFileSync(passwordFile, newToken(), { mode: 0o600 });
  if (account) {
    chownSync(partial, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const made = spawnSync(
    join(programs.folder, 'bin/initdb'),
    // Without the locale, initdb makes SQL_ASCII on a machine without LANG.
    [
      '-D',
      partial,
      '-U',
      'casement',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      ...locale(programs),
    ],
    { env, ...account, encoding: 'utf8', cwd: '/' },
  );
  if (made.status !== 0) {
    throw new Error(`PostgreSQL could not make its database in ${partial}: ${made.stderr || made.error?.message}`);
  }
  renameSync(passwordFile, passwordIn(partial));
  // An empty folder that stood there already may be replaced.
  renameSync(partial, place);
  if (!elsewhere) return place;
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  symlinkSync(place, folder);
  return place;
}

/** The built-in C.UTF-8 does not change with the system's library; PostgreSQL has it since 17. */
const locale = ({ major }: Binaries): string[] =>
  major >= 17 ? ['--locale-provider=builtin', '--locale=C.UTF-8'] : ['--locale=C.UTF-8'];

/** A folder of its own under `rootHome`, which says whose it is. */
function newPlace(folder: string, account: Account): string {
  const link = resolve(folder);
  mkdirSync(rootHome, { recursive: true, mode: 0o755 });
  // What an interrupted first start left for the same installation.
  for (const name of readdirSync(rootHome)) {
    const note = join(rootHome, name, 'belongs-to');
    const unfinished =
      existsSync(note) && !existsSync(join(rootHome, name, 'data')) && readFileSync(note, 'utf8') === link;
    if (unfinished) rmSync(join(rootHome, name), { recursive: true, force: true });
  }
  const home = join(rootHome, newId());
  mkdirSync(home, { mode: 0o700 });
  chmodSync(home, 0o700);
  writeFileSync(join(home, 'belongs-to'), link);
  chownSync(home, account.uid, account.gid);
  return join(home, 'data');
}

/** Removes a database for good, with the folder that its link leads to. The server must not be running. */
export function removeCluster(folder: string): void {
  if (isLink(folder)) {
    const home = dirname(readlinkSync(folder));
    if (dirname(home) === rootHome) rmSync(home, { recursive: true, force: true });
    unlinkSync(folder);
    return;
  }
  rmSync(folder, { recursive: true, force: true });
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
