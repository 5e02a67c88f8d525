import { parseArgs } from 'node:util';
import { inOwnerTransaction } from '../../platform/db/copy.ts';
import { runningOn } from '../../platform/process/data-folder.ts';
import type { Command, CommandPlace } from '../../platform/registry/index.ts';
import { backUp } from './backup.ts';
import type { Manifest } from './format.ts';
import { readPassphrase, refuseWeak } from './passphrase.ts';
import { releaseMail, waitingMail, wakeMail } from './queries.ts';
import { openArchive } from './reader.ts';
import { Refusal } from './refusal.ts';
import { checkArchive, restore } from './restore.ts';

const number = new Intl.NumberFormat('en');

/** Bytes as a person reads them. */
function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1_000 && unit < units.length - 1; unit += 1) value /= 1_000;
  return `${number.format(Math.round(value * 10) / 10)} ${units[unit]}`;
}

function inWords(manifest: Manifest): string[] {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `made ${manifest.createdAt} by Casement ${manifest.program} on PostgreSQL ${manifest.postgres}`,
    `${number.format(rows)} rows in ${manifest.tables.length} tables, ${number.format(manifest.files.count)} files (${size(manifest.files.bytes)})`,
    ...manifest.missingFiles.map((key) => `missing: the file ${key} is named by the database and was not on the disk`),
  ];
}

const backup: Command = {
  name: 'backup',
  usage: 'FILE [--force] [--passphrase-file FILE]',
  summary: 'Writes the whole installation into one encrypted archive, while it serves',
  run: (args, at) =>
    orRefused(at, async () => {
      const { file, options } = read(args, { force: { type: 'boolean' } });
      const passphrase = await readPassphrase({ file: options['passphrase-file'], twice: true });
      refuseWeak(passphrase);
      const { config, db, clock } = at.deps;
      const manifest = await backUp(db, {
        dataFolder: config.dataFolder,
        file,
        passphrase,
        now: clock(),
        force: options.force === true,
        progress: (entry, end) => {
          if (entry.kind === 'table' && end.rows)
            at.out(`  ${entry.name}: ${number.format(end.rows)} rows, ${size(end.bytes)}`);
        },
      });
      at.out(`${file} is written:`);
      for (const line of inWords(manifest)) at.out(`  ${line}`);
      at.out(
        'Keep the passphrase somewhere else: without it nobody can read the archive, and it holds the installation secret.',
      );
      // The archive is whole; that something was lost before it was made must still be noticed.
      return manifest.missingFiles.length > 0 ? 3 : 0;
    }),
};

const restoring: Command = {
  name: 'restore',
  usage: 'FILE [--check] [--passphrase-file FILE]',
  summary: 'Brings an archive up in an empty installation; --check only reads and checks it',
  run: (args, at) =>
    orRefused(at, async () => {
      const { file, options } = read(args, { check: { type: 'boolean' } });
      const { config, db, clock } = at.deps;
      const running = options.check ? undefined : runningOn(config.dataFolder);
      if (running) {
        at.err(
          `This installation is serving (process ${running.pid}): stop it first, then restore, then start it again.`,
        );
        return 1;
      }
      const passphrase = await readPassphrase({ file: options['passphrase-file'], twice: false });
      if (options.check) return await check(file, passphrase, at);
      const request = { dataFolder: config.dataFolder, file, passphrase, now: clock(), out: at.out };
      const manifest = await restore(db, request);
      at.out('Restored:');
      for (const line of inWords(manifest)) at.out(`  ${line}`);
      at.out(
        'Nobody is signed in any more. Outgoing mail is held: look at the outbox, then run  bin/casement release-mail',
      );
      return 0;
    }),
};

async function check(file: string, passphrase: string, at: CommandPlace): Promise<number> {
  const archive = await openArchive(file, passphrase);
  try {
    const manifest = await checkArchive(archive);
    at.out(`${file} is whole and can be restored by this program:`);
    for (const line of inWords(manifest)) at.out(`  ${line}`);
    return 0;
  } finally {
    await archive.close();
  }
}

const release: Command = {
  name: 'release-mail',
  usage: '',
  summary: 'Lets mail leave again that a restore held back',
  run: async (_args, at) => {
    const { held, waiting } = await inOwnerTransaction(at.deps.db, async (connection) => {
      const waiting = await waitingMail(connection);
      const held = await releaseMail(connection);
      if (held) {
        await wakeMail(
          connection,
          waiting.map(({ network }) => network),
        );
      }
      return { held, waiting };
    });
    if (!held) {
      at.out('Mail was not held.');
      return 0;
    }
    at.out(`Released: mail was held since ${held.toISOString()}.`);
    for (const { slug, count, oldest } of waiting)
      at.out(`  ${slug}: ${number.format(count)} leave now, the oldest of ${oldest.toISOString()}`);
    return 0;
  },
};

export const commands: Command[] = [backup, restoring, release];

class Usage extends Error {}

type Options = Record<string, { type: 'boolean' | 'string' }>;

/** The one file that a command names, and its options. Throws `Usage`. */
function read(
  args: string[],
  own: Options,
): { file: string; options: { 'passphrase-file'?: string; [name: string]: string | boolean | undefined } } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...own, 'passphrase-file': { type: 'string' } },
    });
    if (positionals.length === 1) return { file: positionals[0]!, options: values as { 'passphrase-file'?: string } };
  } catch (error) {
    throw new Usage((error as Error).message);
  }
  throw new Usage('name one file');
}

/** What the operator can put right is told in a line; anything else is a fault and is thrown. */
async function orRefused(at: CommandPlace, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Usage) {
      at.err(`${error.message}.`);
      return 2;
    }
    if (error instanceof Refusal) at.err(`Refused, and nothing was changed: ${error.message}.`);
    else if (isFileError(error)) at.err(`${error.message}.`);
    else throw error;
    return 1;
  }
}

/** A disk that is full, a folder that is closed. */
const isFileError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error && 'path' in error;
