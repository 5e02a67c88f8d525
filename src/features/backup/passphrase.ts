import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Refusal } from './refusal.ts';

/** Fewer characters are guessed too soon by whoever finds the archive. */
const shortestPassphrase = 12;

/**
 * The operator's passphrase: from `--passphrase-file`, else CASEMENT_BACKUP_PASSPHRASE, else asked at the terminal
 * without showing it. It is read here and not by config.ts, so that it lives no longer than the command.
 */
export async function readPassphrase(options: { file?: string; twice: boolean }): Promise<string> {
  if (options.file) return (await readFile(options.file, 'utf8')).replace(/\r?\n$/, '');
  const given = process.env.CASEMENT_BACKUP_PASSPHRASE;
  if (given) return given;
  if (!process.stdin.isTTY) {
    throw new Refusal('no passphrase: set CASEMENT_BACKUP_PASSPHRASE, or give --passphrase-file FILE');
  }
  const first = await ask('Passphrase of the archive (not shown): ');
  if (options.twice && (await ask('Once more: ')) !== first) throw new Refusal('the two are not the same');
  return first;
}

/** Throws unless a passphrase is long enough to protect an archive. */
export function refuseWeak(passphrase: string): void {
  if ([...passphrase.normalize('NFC')].length >= shortestPassphrase && new Set(passphrase).size > 3) return;
  throw new Refusal(
    `the passphrase is too weak: take at least ${shortestPassphrase} characters, for example four words that nobody would put together`,
  );
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  // The terminal's echo goes through the interface's output, and that one swallows it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('SIGINT', () => reject(new Refusal('given up')));
      terminal.once('close', () => reject(new Refusal('given up')));
      terminal.question('').then(resolve, reject);
    });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
