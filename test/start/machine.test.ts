import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/platform/crypto/ids.ts';
import { accountNamed } from '../../src/platform/db/embedded/account.ts';
import { isRunning } from '../../src/platform/process/identity.ts';
import {
  type Account,
  casement,
  cleanUp,
  connected,
  copyTree,
  isLinux,
  isRoot,
  processes,
  stop,
  type Tree,
  until,
} from './installation.ts';

let clone: Tree;
beforeAll(() => {
  clone = copyTree('clone', 'link');
});
afterAll(cleanUp, 120_000);

/** The one clone, built once, for tests that are not about where the program lies; with a data folder of its own. */
const apart = (): Tree => ({ ...clone, data: join(dirname(clone.folder), newId()) });

describe('where it runs', { timeout: 180_000 }, () => {
  test('as an ordinary user, from a folder with spaces below one that only she may enter', async () => {
    // As root we become somebody who is nobody special; otherwise we are an ordinary user already.
    const account: Account | undefined = isRoot ? accountNamed('nobody') : undefined;
    const tree = copyTree('her own/Casement here', isRoot ? 'copy' : 'link', account);
    chmodSync(dirname(tree.folder), 0o700);
    const it = casement(tree, ['start'], { account });
    const url = await it.ready;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(lstatSync(join(tree.data, 'postgres')).isDirectory()).toBe(true);
    expect(statSync(join(tree.data, 'postgres')).mode & 0o777).toBe(0o700);
    if (account)
      for (const name of ['postgres', 'secret']) expect(statSync(join(tree.data, name)).uid).toBe(account.uid);
    expect(await stop(it)).toBe(0);
  });

  if (isRoot) {
    test('as root, from such a folder: PostgreSQL runs as somebody else, its data behind a link', async () => {
      const tree = copyTree('closed to others/Casement here', 'link');
      chmodSync(dirname(tree.folder), 0o700);
      const it = casement(tree, ['start'], { env: { CASEMENT_DEMO: 'off' } });
      const url = await it.ready;
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const link = readlinkSync(join(tree.data, 'postgres'));
      expect(link).toMatch(/^\/var\/lib\/casement\/[0-9a-f-]{36}\/data$/);
      const server = accountNamed('casement')!;
      expect(statSync(link)).toMatchObject({ uid: server.uid });
      expect(statSync(link).mode & 0o777).toBe(0o700);
      if (isLinux) expect(statSync(`/proc/${processes(tree.data).postgres}`).uid).toBe(server.uid);
      expect(await stop(it)).toBe(0);

      // The link without what it leads to is never taken for a new installation.
      rmSync(dirname(link), { recursive: true });
      const later = casement(tree, ['start']);
      expect(await later.ended).toBe(1);
      expect(later.said()).toContain('which is not there');
      expect(readdirSync(tree.data)).not.toContain('lock');
    });

    test('as root, a data folder that the server can enter holds the database itself', async () => {
      const open = apart();
      mkdirSync(open.data, { mode: 0o755 });
      const it = casement(open, ['start'], { env: { CASEMENT_DEMO: 'off' } });
      await it.ready;
      expect(lstatSync(join(open.data, 'postgres')).isDirectory()).toBe(true);
      expect(await stop(it)).toBe(0);
    });
  }

  test('a data folder that cannot be written is named', async () => {
    const it = casement({ ...clone, data: '/dev/null/data' }, ['start']);
    expect(await it.ended).toBe(1);
    expect(it.said()).toContain('/dev/null/data cannot be written');
    expect(it.said()).toContain('CASEMENT_DATA');
  });
});

describe('on a database that is managed elsewhere', { timeout: 120_000 }, () => {
  test('DATABASE_URL: no server of our own is started; web and worker also run apart', async () => {
    const tree = apart();
    const { url: databaseUrl, drop } = await emptyDatabase("encoding 'UTF8'");
    try {
      const env = { DATABASE_URL: databaseUrl, CASEMENT_DEMO: 'off' };
      const early = casement(tree, ['web'], { env });
      expect(await early.ended).toBe(1);
      expect(early.said()).toContain('casement migrate');

      const it = casement(tree, ['start'], { env });
      const address = await it.ready;
      expect((await fetch(`${address}/readyz`)).status).toBe(200);
      expect(existsSync(join(tree.data, 'postgres'))).toBe(false);
      expect(await stop(it)).toBe(0);

      const web = casement(tree, ['web'], { env });
      await until(() => /serves on http/.test(web.said()), 'the web serves');
      const worker = casement(tree, ['worker'], { env });
      await until(() => /worker runs/.test(worker.said()), 'the worker runs');
      expect((await fetch(`${/http\S+/.exec(web.said())![0]}/readyz`)).status).toBe(200);
      expect(await stop(web)).toBe(0);
      expect(await stop(worker)).toBe(0);
    } finally {
      await drop();
    }
  });

  test.each([
    [
      "encoding 'SQL_ASCII' locale_provider 'libc' lc_collate 'C' lc_ctype 'C'",
      /encoding is SQL_ASCII; it must be UTF8/,
    ],
    [
      "encoding 'UTF8' locale_provider 'libc' lc_collate 'C' lc_ctype 'C'",
      /ctype is C, under which É and é are unrelated/,
    ],
  ])('a database with %s is refused before anything is made in it', async (options, reason) => {
    const tree = apart();
    const { url, drop } = await emptyDatabase(options);
    try {
      const it = casement(tree, ['start'], { env: { DATABASE_URL: url } });
      expect(await it.ended).toBe(1);
      expect(it.said()).toMatch(reason);
      const doctor = casement(tree, ['doctor'], { env: { DATABASE_URL: url } });
      expect(await doctor.ended).toBe(1);
      expect(doctor.said()).toMatch(reason);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      expect(
        (await client.query("select from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
          .rowCount,
      ).toBe(0);
      await client.end();
    } finally {
      await drop();
    }
  });

  test('a database that does not answer is named without its password', async () => {
    const tree = apart();
    const it = casement(tree, ['start'], {
      env: { DATABASE_URL: 'postgres://casement:hidden-word@127.0.0.1:1/casement' },
    });
    expect(await it.ended).toBe(1);
    expect(it.said()).toContain('127.0.0.1:1');
    expect(it.said()).not.toContain('hidden-word');
  });
});

describe('the other commands', { timeout: 120_000 }, () => {
  test('work beside a serving installation and without one', async () => {
    const tree = apart();
    const alone = casement(tree, ['migrate']);
    expect(await alone.ended).toBe(0);
    expect(alone.said()).toMatch(/Ran .*0001_ground/);

    const it = casement(tree, ['start'], { env: { CASEMENT_DEMO: 'off' } });
    await it.ready;
    const beside = casement(tree, ['doctor']);
    expect(await beside.ended).toBe(0);
    expect(beside.said()).toContain('Nothing is wrong.');
    expect(beside.said()).not.toContain('held');

    const owner = await connected(tree.data);
    await owner.query(`update installation set mail_held_at = '2026-11-21T10:00:00Z'`);
    const holding = casement(tree, ['doctor']);
    expect(await holding.ended).toBe(0);
    expect(holding.said()).toMatch(/note {3}held mail: .*2026-11-21.*release-mail/);
    await owner.query('alter table consents disable row level security');
    const alarmed = casement(tree, ['doctor']);
    expect(await alarmed.ended).toBe(1);
    expect(alarmed.said()).toMatch(/WRONG {2}second lock: .*consents/);
    await owner.end();
    expect(await stop(it)).toBe(0);

    const after = casement(tree, ['doctor']);
    expect(await after.ended).toBe(1);
    expect(after.said()).toContain('consents');
    expect(existsSync(join(tree.data, 'lock'))).toBe(false);
    expect(existsSync(join(tree.data, 'postgres/postmaster.pid'))).toBe(false);
  });

  test('help lists them; an unknown one is refused', async () => {
    const tree = apart();
    const help = casement(tree, ['help']);
    expect(await help.ended).toBe(0);
    for (const name of ['start', 'web', 'worker', 'migrate', 'doctor'])
      expect(help.said()).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    // What pages and messages tell the operator to type, from wherever a link to it lies.
    const elsewhere = join(dirname(tree.folder), 'casement');
    symlinkSync(join(tree.folder, 'bin/casement'), elsewhere);
    const same = execFileSync(elsewhere, ['help'], { cwd: dirname(tree.folder), encoding: 'utf8' });
    expect(same).toMatch(/^bin\/casement COMMAND/);
    expect(help.said()).toContain(same);
    const unknown = casement(tree, ['strat']);
    expect(await unknown.ended).toBe(2);
    expect(unknown.said()).toContain('there is no command "strat"');
    expect(existsSync(tree.data)).toBe(false);
  });
});

describe('a fresh clone', () => {
  test('npm start installs from the lock file, builds and serves', { timeout: 300_000 }, async (context) => {
    const tree = copyTree('fresh clone', 'none');
    const began = performance.now();
    const it = casement(tree, ['start', '--loglevel=error'], { npm: true, env: { npm_config_prefer_offline: 'true' } });
    const url = await it.ready.catch((error: Error) => {
      if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(error.message)) {
        context.skip(`the package registry cannot be reached:\n${error.message.slice(0, 400)}`);
      }
      throw error;
    });
    console.log(`a fresh clone serves after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    expect(it.said()).toMatch(/Installing.*Installed in.*Building.*Starting the database.*Casement is ready/s);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    // What only the tests need was left out.
    expect(existsSync(join(tree.folder, 'node_modules/vitest'))).toBe(false);
    const { main } = isLinux ? processes(tree.data) : { main: 0 };
    it.child.kill('SIGTERM');
    await it.ended;
    // npm ends at once; a start right then waits for the one that still stops.
    const next = casement(tree, ['start']);
    await next.ready;
    if (isLinux) expect(isRunning(main)).toBe(false);
    expect(await stop(next)).toBe(0);
    expect(existsSync(join(tree.data, 'lock'))).toBe(false);
  });
});

/** An empty database on the tests' own server. */
async function emptyDatabase(options: string): Promise<{ url: string; drop(): Promise<void> }> {
  const server = new pg.Client({ connectionString: process.env.CASEMENT_TEST_SERVER });
  await server.connect();
  const name = `casement_start_${newId().replaceAll('-', '')}`;
  await server.query(`create database ${name} template template0 ${options}`);
  const url = new URL(process.env.CASEMENT_TEST_SERVER!);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}
