import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './pool.ts';
import { root } from './root.ts';

/** What the database server says of itself. */
export type EngineFacts = {
  version: number;
  versionText: string;
  encoding: string;
  locale: string;
  foldsLetters: boolean;
};

/** Reads what decides whether a database can be used. Rejects when it cannot be reached. */
export async function engineFacts(db: Database): Promise<EngineFacts> {
  const { rows } = await db.owner.query(`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as version_text,
      pg_encoding_to_char(encoding) as encoding, datctype as locale
    from pg_database where datname = current_database()`);
  const facts = rows[0] as { version: number; version_text: string; encoding: string; locale: string };
  // Asked of the database itself, since a name like "C" means something else to each locale provider.
  const folds = await db.owner
    .query(`select lower('ÀÉÎÕÜŁ') = 'àéîõüł' and 'é' ~ '^[[:alpha:]]$' as folds`)
    .catch(() => undefined);
  return {
    version: Math.floor(facts.version / 10_000),
    versionText: facts.version_text,
    encoding: facts.encoding,
    locale: facts.locale,
    foldsLetters: folds?.rows[0]?.folds === true,
  };
}

/** Why this database cannot be used, with what to do; empty when it can. */
export function unsuitable(facts: EngineFacts): string[] {
  const problems: string[] = [];
  if (facts.version < 15) problems.push(`PostgreSQL ${facts.versionText} is too old: Casement needs 15 or newer.`);
  if (facts.encoding !== 'UTF8') {
    problems.push(
      `The database's encoding is ${facts.encoding}; it must be UTF8: create database casement template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
    );
  } else if (!facts.foldsLetters) {
    problems.push(
      `The database's ctype is ${facts.locale}, under which É and é are unrelated; make it with: create database casement template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
    );
  }
  return problems;
}

/**
 * Migrations that this program has and the database lacks, and those that the database has from a newer program.
 * Both are empty when they fit each other.
 */
export async function migrationState(db: Database): Promise<{ missing: string[]; unknown: string[] }> {
  const files = (await readdir(join(root, 'db/migrations')))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.replace(/\.sql$/, ''))
    .sort();
  const there = await db.owner.query(`select to_regclass('public.kysely_migration') is not null as there`);
  const done = there.rows[0].there
    ? (await db.owner.query('select name from public.kysely_migration')).rows.map((row) => row.name as string)
    : [];
  return {
    missing: files.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !files.includes(name)),
  };
}

/** Tables that carry a network's rows but do not have the second lock; there must be none. */
export async function tablesWithoutRowSecurity(db: Database): Promise<string[]> {
  const { rows } = await db.owner.query(`
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.attname = 'network_id' and not a.attisdropped
      and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))
    order by 1`);
  return rows.map((row) => row.relname as string);
}

/** Since when no mail leaves this installation, because it was restored from a backup; undefined where mail leaves. */
export async function mailHeldSince(db: Database): Promise<Date | undefined> {
  const { rows } = await db.owner.query<{ since: Date | null }>('select mail_held_at as since from installation');
  return rows[0]?.since ?? undefined;
}

/** What is wrong with the role that requests run as; empty when nothing is. */
export async function appRoleProblems(db: Database): Promise<string[]> {
  const { rows } = await db.owner.query(`select rolsuper, rolbypassrls from pg_roles where rolname = 'casement_app'`);
  const role = rows[0] as { rolsuper: boolean; rolbypassrls: boolean } | undefined;
  if (!role) return ['The role casement_app is missing: run "bin/casement migrate".'];
  const problems: string[] = [];
  if (role.rolsuper || role.rolbypassrls) {
    problems.push(
      'The role casement_app passes row-level security by: run: alter role casement_app nosuperuser nobypassrls',
    );
  }
  try {
    const now = await db.app.query('select current_user as name');
    if (now.rows[0].name !== 'casement_app')
      problems.push(
        `Requests run as ${now.rows[0].name} instead of casement_app: a pooler in between drops the start-up options.`,
      );
  } catch (error) {
    problems.push(`The role casement_app cannot be taken: ${(error as Error).message}`);
  }
  return problems;
}

/** How far the server's clock is from ours, in milliseconds. */
export async function clockDifference(db: Database): Promise<number> {
  const before = Date.now();
  const { rows } = await db.owner.query('select extract(epoch from clock_timestamp()) * 1000 as ms');
  return Math.abs(Number(rows[0].ms) - (before + Date.now()) / 2);
}
