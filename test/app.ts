import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { createApp } from '../src/app.tsx';
import { type Config, readConfig } from '../src/config.ts';
import { sessionCookie, startSession } from '../src/features/accounts/index.ts';
import { features } from '../src/features.ts';
import { newId, secretOf } from '../src/platform/crypto/ids.ts';
import { type Database, inNetwork, openDatabase } from '../src/platform/db/index.ts';
import { openFileStore } from '../src/platform/files/index.ts';
import { type Deps, type Env, openEdits, PageCache, securityHeaders } from '../src/platform/http/index.ts';
import { loadMessages } from '../src/platform/i18n/index.ts';
import { runJob } from '../src/platform/jobs/index.ts';
import { type Network, openDirectory, type Role } from '../src/platform/tenancy/index.ts';

export type TestApp = {
  app: Hono<Env>;
  deps: Deps;
  db: Database;
  /** Sets the clock; it stands still unless moved. */
  at(now: Date | string): void;
  /** GET as a visitor, or with cookies. Redirects are not followed. */
  get(path: string, options?: { cookie?: string; headers?: Record<string, string> }): Promise<Response>;
  /** POST a form from our own origin. Arrays become repeated fields. */
  post(
    path: string,
    fields: Record<string, string | string[]>,
    options?: { cookie?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  network(slug: string): Promise<Network>;
  /** Runs jobs until none is waiting; returns how many ran. */
  work(): Promise<number>;
  stop(): Promise<void>;
  /** Stops, and leaves the database and the files behind, for copies. */
  leave(): Promise<Left>;
};

/** A database and a folder that nobody has open, of which copies are taken. */
export type Left = { database: string; folder?: string };

const origin = 'http://127.0.0.1:3000';

/** A database for this file alone: a clone of the migrated template, or of what was left. */
export async function createTestDatabase(
  from?: Left,
): Promise<{ db: Database; drop(): Promise<void>; leave(): Promise<string> }> {
  const server = process.env.CASEMENT_TEST_SERVER!;
  const name = `casement_test_${newId().replaceAll('-', '')}`;
  const admin = openDatabase(server, { owner: 1 });
  const template = from?.database ?? process.env.CASEMENT_TEST_TEMPLATE;
  // Copied file by file it is there in a fifth less time than block by block through the log.
  await admin.owner.query(`create database ${name} template ${template} strategy file_copy`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href, { app: 8, owner: 4 });
  return {
    db,
    async drop() {
      await db.close();
      await admin.owner.query(`drop database ${name} with (force)`);
      await admin.close();
    },
    async leave() {
      await db.close();
      await admin.close();
      return name;
    },
  };
}

export type TestOptions = {
  now?: string;
  env?: Record<string, string>;
  /** What the database and the files begin with (`test/beginnings.ts`); empty unless said otherwise. */
  from?: Left;
};

/** The whole program on a database of its own, without a port: requests go straight to the router. */
export async function createTestApp(options: TestOptions = {}): Promise<TestApp> {
  const { db, drop, leave } = await createTestDatabase(options.from);
  const folder = mkdtempSync(join(tmpdir(), 'casement-app-'));
  if (options.from?.folder) cpSync(options.from.folder, folder, { recursive: true });
  let now = new Date(options.now ?? '2026-11-21T12:00:00Z');
  const config: Config = readConfig({
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    CASEMENT_DATA: folder,
    CASEMENT_ORIGIN: origin,
    ...options.env,
  });
  const secret = secretOf(Buffer.alloc(32, 7));
  const deps: Deps = {
    config,
    db,
    secret,
    files: openFileStore(join(folder, 'files'), secret),
    messages: loadMessages(),
    networks: openDirectory(db),
    edits: openEdits(),
    pages: undefined as unknown as PageCache,
    features,
    log: pino({ level: config.logLevel }),
    clock: () => now,
  };
  deps.pages = new PageCache(securityHeaders(deps), undefined, () => deps.clock().getTime());
  deps.edits.on((network) => {
    deps.networks.forget();
    deps.pages.forget(network || undefined);
  });
  const app = createApp(deps);
  return {
    app,
    deps,
    db,
    at: (moment) => {
      now = new Date(moment);
    },
    get: async (path, { cookie, headers } = {}) =>
      app.request(origin + path, { headers: { ...(cookie ? { cookie } : {}), ...headers }, redirect: 'manual' }),
    post: async (path, fields, { cookie, headers } = {}) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      return app.request(origin + path, {
        method: 'POST',
        body: body.toString(),
        headers: {
          origin,
          'content-type': 'application/x-www-form-urlencoded',
          ...(cookie ? { cookie } : {}),
          ...headers,
        },
        redirect: 'manual',
      });
    },
    network: async (slug) => (await deps.networks.bySlug(slug))!,
    async work() {
      let ran = 0;
      for (;;) {
        const { rows } = await db.owner.query<{ id: string; task: string; payload: { network: string } }>(
          `with next as (select j.id from graphile_worker._private_jobs j where run_at <= $1 and attempts < max_attempts order by priority, id limit 1 for update)
           delete from graphile_worker._private_jobs j using next, graphile_worker._private_tasks t
           where j.id = next.id and t.id = j.task_id returning j.id::text, t.identifier as task, j.payload`,
          [new Date(Math.max(now.getTime(), Date.now()))],
        );
        const job = rows[0];
        if (!job) return ran;
        await runJob(deps, job.task, job.payload);
        ran += 1;
      }
    },
    async stop() {
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
    leave: async () => ({ database: await leave(), folder }),
  };
}

/** A small network of its own, made directly. */
export async function createNetwork(
  test: TestApp,
  slug: string,
  given: { locales?: string[]; name?: Record<string, string>; accent?: string } = {},
): Promise<Network> {
  const locales = given.locales ?? ['en', 'fr'];
  await test.db.owner.query(
    'insert into networks (id, slug, name, tagline, locales, accent) values ($1, $2, $3, $4, $5, $6)',
    [
      newId(),
      slug,
      given.name ?? { en: `Network ${slug}`, fr: `Réseau ${slug}` },
      { en: 'A tagline', fr: 'Une devise' },
      locales,
      given.accent ?? '#0d6763',
    ],
  );
  test.deps.edits.emit('');
  return test.network(slug);
}

/**
 * Makes an account with the given roles and opens a session; returns the cookie header and the account's id. The session has a
 * second factor, as coordinators, administrators and auditors need it; without one: `signInAs.weakly(…)`.
 */
export async function signInAs(
  test: TestApp,
  network: Network,
  ...roles: Role[]
): Promise<{ cookie: string; id: string }> {
  return signIn(test, network, roles, true);
}
/** As `signInAs`, in a session in which no second factor was given. */
signInAs.weakly = (test: TestApp, network: Network, ...roles: Role[]) => signIn(test, network, roles, false);

async function signIn(
  test: TestApp,
  network: Network,
  roles: Role[],
  second: boolean,
): Promise<{ cookie: string; id: string }> {
  const now = test.deps.clock();
  return inNetwork(test.db, network.id, async (trx) => {
    const id = newId();
    const email = `${roles.join('-') || 'nobody'}-${id.slice(-12)}@example.invalid`;
    await trx
      .insertInto('accounts')
      .values({
        network_id: network.id,
        id,
        email,
        email_key: email,
        name: `Ada ${id.slice(-4)}`,
        locale: network.locales[0]!,
        created_at: now,
      })
      .execute();
    for (const role of roles) {
      await trx
        .insertInto('grants')
        .values({ network_id: network.id, id: newId(), account_id: id, role, from_at: now, reason: 'test' })
        .execute();
    }
    const ctx = { trx, actor: { kind: 'system' } as const, network, locale: 'en', now };
    return { cookie: `${sessionCookie}=${await startSession(ctx, id, { second })}`, id };
  });
}

/** The text of a page without tags, for reading what a person reads. */
export const words = (html: string): string =>
  html
    .replace(/<(script|style|head)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
