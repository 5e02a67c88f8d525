// A temporary PostgreSQL of the machine's own programs, for the second run of the tests. Loopback only, gone afterwards.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { testRoom } from './room.mjs';

/** Starts it from the programs in `folder`; undefined without any. Resolves to its owner's URL and how to end it. */
export async function startSecondEngine(folder) {
  if (!folder) return undefined;
  const account = unprivileged();
  const home = mkdtempSync(join(testRoom(), 'casement-second-'));
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  const password = randomBytes(24).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  chmodSync(home, 0o700);
  if (account) for (const path of [home, passwordFile]) chownSync(path, account.uid, account.gid);
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const remove = () => rmSync(home, { recursive: true, force: true });

  const made = spawnSync(
    join(folder, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'casement',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { env, ...account, cwd: '/', encoding: 'utf8' },
  );
  if (made.status !== 0) {
    remove();
    throw new Error(`The second engine could not be made: ${made.stderr || made.error?.message}`);
  }
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    max_wal_size: '512MB',
    max_connections: 200,
  };
  const server = spawn(
    join(folder, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { env, ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  let log = '';
  server.stderr.on('data', (chunk) => {
    log = (log + chunk).slice(-4_000);
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const stop = async () => {
    if (server.exitCode === null) server.kill('SIGINT');
    await ended;
    remove();
  };
  const deadline = Date.now() + 30_000;
  while (!(/ready to accept connections/.test(log) && (await accepts(port)))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The second engine did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const version = basename(dirname(folder));
  return {
    url: `postgres://casement:${password}@127.0.0.1:${port}/postgres`,
    name: /^\d+$/.test(version) ? `PostgreSQL ${version}` : `PostgreSQL in ${folder}`,
    stop,
  };
}

/** PostgreSQL refuses root: as root it runs under an account that is there anyway, or one made for it. */
function unprivileged() {
  if (process.getuid?.() !== 0) return undefined;
  const find = (name) => {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid ? { uid: Number(uid), gid: Number(gid) } : undefined;
  };
  const found = find('postgres') ?? find('casement');
  if (found) return found;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'casement']);
  return find('casement');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
