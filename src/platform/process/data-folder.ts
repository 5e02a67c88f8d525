import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newToken, type Secret, secretOf } from '../crypto/ids.ts';
import { holderOf } from './lock.ts';

/**
 * Makes the data folder when it is missing, for its owner alone; returns its absolute path.
 * @throws when it cannot be made or written
 */
export function openDataFolder(folder: string): string {
  const path = resolve(folder);
  const probe = join(path, `.writable.${process.pid}`);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new Error(
      `The data folder ${path} cannot be written (${(error as NodeJS.ErrnoException).code}). Set CASEMENT_DATA to another, or make it yours.`,
    );
  }
  return path;
}

/** The installation secret, 32 random bytes, readable by its owner alone; made on the first call for a folder. */
export function installationSecret(dataFolder: string): Secret {
  const file = join(dataFolder, 'secret');
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.from(newToken(), 'base64url'), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      // Another process made it at the same instant: that one holds.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return secretOf(readFileSync(file));
}

/** What a serving installation tells the commands that run beside it. */
export type Running = { pid: number; databaseUrl: string; url: string | undefined };

const runningFile = (dataFolder: string) => join(dataFolder, 'running.json');

/** Writes what a running installation tells its commands (with the database's password: for its owner alone). */
export function announce(dataFolder: string, running: Omit<Running, 'pid'>): void {
  const file = runningFile(dataFolder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, ...running }), { mode: 0o600 });
  renameSync(draft, file);
}

/** Takes the announcement back. */
export function withdraw(dataFolder: string): void {
  rmSync(runningFile(dataFolder), { force: true });
}

/** The installation that serves from this data folder now; what a killed one left behind does not count. */
export function runningOn(dataFolder: string): Running | undefined {
  const holder = holderOf(dataFolder);
  if (!holder) return undefined;
  try {
    const running = JSON.parse(readFileSync(runningFile(dataFolder), 'utf8')) as Running;
    return running.pid === holder.pid ? running : undefined;
  } catch {
    return undefined;
  }
}
