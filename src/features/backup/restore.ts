import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { newId } from '../../platform/crypto/ids.ts';
import {
  appliedMigrations,
  type Connection,
  clearSchema,
  copyIn,
  countRows,
  inOwnerTransaction,
  inSnapshot,
  loading,
  readTables,
  setSequences,
  type Table,
} from '../../platform/db/copy.ts';
import { type Database, migrate, root } from '../../platform/db/index.ts';
import { filesFolder, secretFile } from './backup.ts';
import type { Manifest } from './format.ts';
import { analyze, holdMail, networkSlugs, waitingMail, wakeMail } from './queries.ts';
import { type OpenArchive, openArchive } from './reader.ts';
import { ArchiveRefused, NotEmpty } from './refusal.ts';
import { exists, syncFolder } from './writer.ts';

export type RestoreRequest = {
  dataFolder: string;
  file: string;
  passphrase: string;
  now: Date;
  /** Told of each step, in words. */
  out(line: string): void;
};

/**
 * Reads a whole archive and checks all of it: that it is authentic and complete, that every checksum and count fits,
 * and that this program knows its schema. Changes nothing. Throws `ArchiveRefused`.
 */
export async function checkArchive(archive: OpenArchive): Promise<Manifest> {
  let secrets = 0;
  const manifest = await archive.read(async (entry) => {
    if (entry.kind === 'secret') secrets += 1;
  });
  if (secrets !== 1) throw new ArchiveRefused('the archive does not carry the installation secret');
  const known = await knownMigrations();
  const unknown = manifest.migrations.find((name) => !known.includes(name));
  if (unknown) {
    throw new ArchiveRefused(
      `the archive was made by Casement ${manifest.program}, whose schema this program does not know (${unknown}): install that version or a newer one, then restore`,
    );
  }
  if (manifest.migrations.length === 0 || manifest.migrations.some((name, index) => name !== known[index])) {
    throw new ArchiveRefused('the archive names a schema that this program never had');
  }
  return manifest;
}

/**
 * Brings an archive up in an empty installation: checks all of it first, then loads the database in one transaction,
 * lays the files and the secret in their places, holds outgoing mail, and migrates to this program's schema.
 * Throws `ArchiveRefused` or `NotEmpty` before anything was touched; after any later error the database is as empty as
 * before, and the command can be given again.
 */
export async function restore(db: Database, request: RestoreRequest): Promise<Manifest> {
  const { file, passphrase, out } = request;
  const archive = await openArchive(file, passphrase);
  try {
    out('Checking the archive …');
    const manifest = await checkArchive(archive);
    await refuseUnlessEmpty(db);
    out('Making the schema …');
    await schemaAt(db, manifest.migrations);
    const secretDraft = `${secretFile(request.dataFolder)}.restored`;
    await inOwnerTransaction(db, async (connection) => {
      await load(connection, archive, manifest, request, secretDraft);
      await holdMail(connection, newId(), request.now);
      const waiting = await waitingMail(connection);
      await wakeMail(
        connection,
        waiting.map(({ network }) => network),
      );
      // Before the commit: an empty database does not mind another secret, a full one does.
      await rename(secretDraft, secretFile(request.dataFolder));
      await syncFolder(request.dataFolder);
    });
    const newer = await migrate(db);
    if (newer.length > 0) out(`Brought the schema up to date: ${newer.join(', ')}`);
    await analyze(db);
    return manifest;
  } finally {
    await archive.close();
  }
}

/** Throws `NotEmpty` when the database holds any network. */
async function refuseUnlessEmpty(db: Database): Promise<void> {
  const slugs = await inSnapshot(db, networkSlugs);
  if (slugs.length === 0) return;
  throw new NotEmpty(
    `this installation is not empty (it holds ${slugs.join(', ')}): restore into a new one, by giving another folder in CASEMENT_DATA, or another database in DATABASE_URL`,
  );
}

/** Brings an empty database to exactly the schema that `migrations` make, whatever ran in it before. */
async function schemaAt(db: Database, migrations: string[]): Promise<void> {
  await inOwnerTransaction(db, async (connection) => {
    const applied = await appliedMigrations(connection);
    if (applied.some((name, index) => name !== migrations[index])) await clearSchema(connection);
  });
  await migrate(db, migrations.at(-1)!);
}

async function load(
  connection: Connection,
  archive: OpenArchive,
  manifest: Manifest,
  { dataFolder, out }: RestoreRequest,
  secretDraft: string,
): Promise<void> {
  const tables = await readTables(connection);
  const expected = new Set([...manifest.tables.map(({ name }) => name), ...manifest.leftOut]);
  const lacking = tables.find(({ name }) => !expected.has(name));
  if (lacking) throw new ArchiveRefused(`the archive lacks the table ${lacking.name}`);
  await loading(connection, tables, async () => {
    const again = await archive.read(async (entry, bytes) => {
      if (entry.kind === 'table') await loadTable(connection, tables, entry, bytes, out);
      if (entry.kind === 'file') await writeWhole(join(filesFolder(dataFolder), ...entry.name.split('/')), bytes);
      if (entry.kind === 'secret') await writeDraft(secretDraft, bytes);
    });
    if (again.digest !== manifest.digest) throw new ArchiveRefused('the file was changed while it was read');
    await setSequences(connection, manifest.sequences);
  });
  for (const { name, rows } of manifest.tables) {
    const table = tables.find((candidate) => candidate.name === name);
    if (!table) continue;
    const count = await countRows(connection, table);
    if (count !== rows) throw new Error(`${name} holds ${count} rows after loading, and the archive ${rows}`);
  }
}

async function loadTable(
  connection: Connection,
  tables: Table[],
  entry: Table,
  bytes: AsyncIterable<Buffer>,
  out: (line: string) => void,
): Promise<void> {
  if (!tables.some(({ name }) => name === entry.name)) {
    out(`  left out: ${entry.name} is not a table of this program; somebody made it beside`);
    return;
  }
  const rows = await copyIn(connection, entry, bytes);
  if (rows > 0) out(`  ${entry.name}: ${rows} rows`);
}

/** Writes a file so that its name never stands for a part of it. */
async function writeWhole(path: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  // Named after its content: what is there already is the same.
  if (await exists(path)) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeDraft(`${path}.restored`, bytes);
  await rename(`${path}.restored`, path);
}

async function writeDraft(path: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  await rm(path, { force: true });
  await pipeline(bytes, createWriteStream(path, { mode: 0o600, flush: true }));
}

/** The names of all migrations that this program brings, in order. */
async function knownMigrations(): Promise<string[]> {
  const names = await readdir(join(root, 'db/migrations'));
  return names
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.replace(/\.sql$/, ''))
    .sort();
}
