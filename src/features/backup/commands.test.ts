import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Database } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/deps.ts';
import { announce } from '../../platform/process/data-folder.ts';
import { lockFolder } from '../../platform/process/lock.ts';
import { feature } from './index.ts';
import { newDatabase, newDataFolder } from './world.ts';

const now = new Date('2026-11-21T12:00:00Z');
const passphrase = 'four words in a row';
const undo: (() => unknown)[] = [];
const network = newId();
let source: Database;
let target: Database;
let sourceFolder: string;
let targetFolder: string;
let file: string;

beforeAll(async () => {
  const [one, two] = [await newDatabase('migrated'), await newDatabase('empty')];
  const [here, there] = [newDataFolder(), newDataFolder()];
  undo.push(one.drop, two.drop, here.remove, there.remove);
  [source, target, sourceFolder, targetFolder] = [one.db, two.db, here.folder, there.folder];
  file = join(sourceFolder, 'casement.backup');
  await source.owner.query(`insert into networks (id, slug, name, locales) values ($1, 'small', '{}', '{en}')`, [
    network,
  ]);
  for (const state of ['queued', 'sent', 'queued']) {
    await source.owner.query(
      `insert into mails (network_id, id, kind, subject_id, state, to_address, locale, message_id, due_at, created_at)
       values ($1, $2, 'confirmation', $2, $3, 'a@b.invalid', 'en', $4, now(), '2026-11-20T10:00:00Z')`,
      [network, newId(), state, newId()],
    );
  }
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});
afterEach(() => {
  delete process.env.CASEMENT_BACKUP_PASSPHRASE;
});

/** Runs a command as bin/casement does; returns its exit code and what it printed. */
async function casement(db: Database, dataFolder: string, name: string, ...args: string[]) {
  const printed: string[] = [];
  const line = (text: string) => void printed.push(text);
  const config = readConfig({ CASEMENT_DATA: dataFolder });
  const deps = { db, config, clock: () => now } as Deps;
  const command = feature.commands!.find((candidate) => candidate.name === name)!;
  const code = await command.run(args, { deps, out: line, err: line });
  return { code, printed: printed.join('\n') };
}

describe('backup', () => {
  test('wants a passphrase that protects, and one file', async () => {
    expect(await casement(source, sourceFolder, 'backup', file)).toMatchObject({
      code: 1,
      printed: expect.stringContaining('CASEMENT_BACKUP_PASSPHRASE'),
    });
    for (const weak of ['elevenchars', 'aaaaaaaaaaaaaaaaaa']) {
      process.env.CASEMENT_BACKUP_PASSPHRASE = weak;
      expect(await casement(source, sourceFolder, 'backup', file)).toMatchObject({
        code: 1,
        printed: expect.stringContaining('too weak'),
      });
    }
    expect((await casement(source, sourceFolder, 'backup')).code).toBe(2);
    expect((await casement(source, sourceFolder, 'backup', 'a', 'b')).code).toBe(2);
    expect((await casement(source, sourceFolder, 'backup', file, '--hurry')).code).toBe(2);
    expect(existsSync(file)).toBe(false);
  });

  test('writes the archive and says what is in it; replaces a file only when told', async () => {
    process.env.CASEMENT_BACKUP_PASSPHRASE = passphrase;
    const first = await casement(source, sourceFolder, 'backup', file);
    expect(first.code).toBe(0);
    expect(first.printed).toContain('mails: 3 rows');
    expect(first.printed).toContain('Keep the passphrase somewhere else');
    const before = statSync(file).ino;
    expect(await casement(source, sourceFolder, 'backup', file)).toMatchObject({
      code: 1,
      printed: expect.stringContaining('exists already'),
    });
    expect(statSync(file).ino).toBe(before);
    expect((await casement(source, sourceFolder, 'backup', file, '--force')).code).toBe(0);
    expect(statSync(file).ino).not.toBe(before);
    expect(readFileSync(file).includes('small')).toBe(false);
    const nowhere = await casement(source, sourceFolder, 'backup', join(sourceFolder, 'missing', 'x'));
    expect(nowhere).toMatchObject({ code: 1, printed: expect.stringContaining('ENOENT') });
  });

  test('says by its exit code that a file was lost before', async () => {
    process.env.CASEMENT_BACKUP_PASSPHRASE = passphrase;
    const id = newId();
    await source.owner.query(
      `insert into files (network_id, id, key, media_type, bytes, name, created_at) values ($1, $2, $3, 'image/png', 5, 'a.png', now())`,
      [network, id, 'd'.repeat(64)],
    );
    const lost = await casement(source, sourceFolder, 'backup', join(sourceFolder, 'lost'));
    expect(lost).toMatchObject({ code: 3, printed: expect.stringContaining(`the file ${'d'.repeat(64)}`) });
    await source.owner.query('delete from files where id = $1', [id]);
  });
});

describe('restore', () => {
  test('--check reads an archive and changes nothing, even beside an installation that serves', async () => {
    process.env.CASEMENT_BACKUP_PASSPHRASE = passphrase;
    const checked = await casement(source, sourceFolder, 'restore', file, '--check');
    expect(checked).toMatchObject({ code: 0, printed: expect.stringContaining('is whole') });
    process.env.CASEMENT_BACKUP_PASSPHRASE = 'another passphrase';
    const refused = await casement(source, sourceFolder, 'restore', file, '--check');
    expect(refused).toMatchObject({
      code: 1,
      printed: expect.stringContaining('nothing was changed: the passphrase is not'),
    });
  });

  test('is refused while the installation serves', async () => {
    process.env.CASEMENT_BACKUP_PASSPHRASE = passphrase;
    const lock = await lockFolder(targetFolder, 'start');
    announce(targetFolder, { databaseUrl: target.url, url: undefined });
    const refused = await casement(target, targetFolder, 'restore', file);
    expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining('stop it first') });
    lock.release();
    rmSync(join(targetFolder, 'running.json'));
  });

  test('brings the archive up, with the passphrase from a file, and holds the mail until it is released', async () => {
    const words = join(targetFolder, 'words');
    writeFileSync(words, `${passphrase}\n`);
    const restored = await casement(target, targetFolder, 'restore', file, '--passphrase-file', words);
    expect(restored.printed).toContain('release-mail');
    expect(restored.code).toBe(0);
    expect(await held()).toEqual(now);
    const over = await casement(target, targetFolder, 'restore', file, '--passphrase-file', words);
    expect(over).toMatchObject({ code: 1, printed: expect.stringContaining('not empty (it holds small)') });

    // The job that found the mail held has ended without sending.
    await target.owner.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))');
    const released = await casement(target, targetFolder, 'release-mail');
    expect(released).toMatchObject({
      code: 0,
      printed: expect.stringContaining('small: 2 leave now, the oldest of 2026-11-20'),
    });
    expect(await held()).toBeNull();
    const { rows } = await target.owner.query('select key from graphile_worker.jobs');
    expect(rows).toEqual([{ key: `${network}:mails.send` }]);
    expect((await casement(target, targetFolder, 'release-mail')).printed).toBe('Mail was not held.');
  });

  const held = async () => (await target.owner.query('select mail_held_at from installation')).rows[0].mail_held_at;
});
