import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The unprivileged account that PostgreSQL runs under when we are root (it refuses root itself). */
export type Account = { uid: number; gid: number };

export const accountName = 'casement';

/** The account of the server, made when it is missing; undefined when we are an ordinary user, who runs it herself. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = accountNamed(accountName);
  if (found) return found;
  const made = spawnSync(
    'useradd',
    [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      accountName,
    ],
    { encoding: 'utf8' },
  );
  const account = accountNamed(accountName);
  if (account) return account;
  throw new Error(
    `PostgreSQL does not run as root, and the account "${accountName}" could not be made (${(made.stderr || made.error?.message || '').trim()}). ` +
      `Make it with: useradd --system ${accountName}. Or start as an ordinary user, or set DATABASE_URL.`,
  );
}

/** An account of this machine by its name, as /etc/passwd knows it. */
export function accountNamed(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Whether `account` may enter `folder`: every folder on the way to it lets it through. */
export function mayEnter(account: Account, folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const enter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
