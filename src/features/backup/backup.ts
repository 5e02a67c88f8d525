import { createReadStream } from 'node:fs';
import { type FileHandle, open, opendir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  appliedMigrations,
  type Connection,
  copyOut,
  holdShape,
  inSnapshot,
  readSequences,
  readTables,
} from '../../platform/db/copy.ts';
import { type Database, root } from '../../platform/db/index.ts';
import type { Manifest } from './format.ts';
import { fileKeys, serverVersion } from './queries.ts';
import { Refusal } from './refusal.ts';
import { type Content, exists, type Progress, type Source, writeArchive } from './writer.ts';

/**
 * Never carried: they let whoever holds them in, and a copy of the installation must not be entered with them.
 * Everybody signs in again after a restore, and programs get new keys.
 */
export const leftOut: readonly string[] = [
  'sessions',
  'sign_in_links',
  'trusted_devices',
  'passkey_challenges',
  'api_keys',
  // Made anew from the rooms' own tables.
  'search_entries',
  'search_facets',
  'search_passages',
  'search_stale',
  'search_state',
  'search_vocabulary',
];

/** The parts of a data folder that an archive carries. */
export const secretFile = (dataFolder: string): string => join(dataFolder, 'secret');
export const filesFolder = (dataFolder: string): string => join(dataFolder, 'files');

export type BackupRequest = {
  dataFolder: string;
  /** Where the archive goes. */
  file: string;
  passphrase: string;
  now: Date;
  /** Whether a file of that name may be replaced. */
  force?: boolean;
  progress?: Progress;
};

/**
 * Writes one archive of the whole installation, as it stands at one instant, while others go on writing: every table,
 * the files that those tables name, the installation secret. Memory stays flat whatever the size.
 * Throws when `file` exists already, or when the installation has no secret.
 */
export async function backUp(db: Database, request: BackupRequest): Promise<Manifest> {
  if (!request.force && (await exists(request.file))) {
    throw new Refusal(`${request.file} exists already; give another name, or --force to replace it`);
  }
  if (!(await exists(secretFile(request.dataFolder)))) {
    throw new Refusal(
      `there is no installation secret in ${request.dataFolder}: has this installation been started once?`,
    );
  }
  return inSnapshot(db, (connection) =>
    writeArchive(request.file, request.passphrase, content(connection, request), request),
  );
}

async function* content(connection: Connection, { dataFolder, now }: BackupRequest): Content {
  const all = await readTables(connection);
  await holdShape(connection, all);
  for (const table of all.filter(({ name }) => !leftOut.includes(name))) {
    yield { entry: { kind: 'table', ...table }, bytes: copyOut(connection, table) };
  }
  const missingFiles = yield* files(filesFolder(dataFolder), await fileKeys(connection));
  yield { entry: { kind: 'secret' }, bytes: createReadStream(secretFile(dataFolder)) };
  return {
    program: JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version,
    postgres: await serverVersion(connection),
    createdAt: now.toISOString(),
    migrations: await appliedMigrations(connection),
    leftOut: all.map(({ name }) => name).filter((name) => leftOut.includes(name)),
    // Read last: a sequence may stand further than the rows of the snapshot, never behind them.
    sequences: await readSequences(connection),
    missingFiles,
  };
}

/** The stored files that bear one of `keys`. Returns the keys for which the disk had none. */
async function* files(folder: string, keys: Set<string>): AsyncGenerator<Source, string[], void> {
  const missing = new Set(keys);
  if (!(await exists(folder))) return [...missing];
  for await (const item of await opendir(folder, { recursive: true })) {
    if (!item.isFile()) continue;
    const path = join(item.parentPath, item.name);
    const name = relative(folder, path).split(sep).join('/');
    const key = keyOf(name);
    if (!key || !keys.has(key)) continue;
    const handle = await opened(path);
    if (!handle) continue;
    yield { entry: { kind: 'file', name }, bytes: handle.createReadStream() };
    missing.delete(key);
  }
  return [...missing];
}

/** The content key at the end of a stored file's path, however many folders it is spread over. */
const keyOf = (name: string): string | undefined => /([0-9a-f]{64})(\.[a-z0-9]+)?$/.exec(name.replaceAll('/', ''))?.[1];

/** A file that was erased since it was listed is passed over. */
const opened = (path: string): Promise<FileHandle | undefined> =>
  open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
