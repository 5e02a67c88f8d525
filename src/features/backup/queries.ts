import type { Connection } from '../../platform/db/copy.ts';
import type { Database } from '../../platform/db/index.ts';

/** The keys of all files that the database names, of every network, and of the pictures of their pages. */
export async function fileKeys(connection: Connection): Promise<Set<string>> {
  // An older installation has no pages yet, and no table of them.
  const { rows: known } = await connection.query<{ pages: boolean }>(
    "select to_regclass('public.file_pages') is not null as pages",
  );
  const pages = known[0]!.pages ? ' union select key from public.file_pages' : '';
  const { rows } = await connection.query<{ key: string }>(`select key from public.files${pages}`);
  return new Set(rows.map(({ key }) => key));
}

/** The version of the PostgreSQL behind a connection. */
export async function serverVersion(connection: Connection): Promise<string> {
  const { rows } = await connection.query<{ server_version: string }>('show server_version');
  return rows[0]!.server_version;
}

/** The addresses of the networks that this database holds; empty where there is no schema yet. */
export async function networkSlugs(connection: Connection): Promise<string[]> {
  const { rows: known } = await connection.query(`select to_regclass('public.networks') as found`);
  if (!known[0].found) return [];
  const { rows } = await connection.query<{ slug: string }>('select slug from public.networks order by slug');
  return rows.map(({ slug }) => slug);
}

/** From now on no mail leaves, until somebody releases it. */
export async function holdMail(connection: Connection, installation: string, now: Date): Promise<void> {
  await connection.query(
    `insert into public.installation (id, mail_held_at) values ($1, $2)
     on conflict (only_one) do update set mail_held_at = excluded.mail_held_at`,
    [installation, now],
  );
}

/** Lets mail leave again. Returns since when it was held, or null when it was not. */
export async function releaseMail(connection: Connection): Promise<Date | null> {
  const { rows } = await connection.query<{ held: Date | null }>(
    `with before as (select mail_held_at as held from public.installation for update),
       released as (update public.installation set mail_held_at = null where mail_held_at is not null)
     select held from before`,
  );
  return rows[0]?.held ?? null;
}

export type WaitingMail = { network: string; slug: string; count: number; oldest: Date };

/** The mail that still has to leave, by network. */
export async function waitingMail(connection: Connection): Promise<WaitingMail[]> {
  const { rows } = await connection.query<WaitingMail>(
    `select network_id::text as network, slug, count(*)::integer as count, min(mails.created_at) as oldest
     from public.mails join public.networks on networks.id = network_id
     where state in ('queued', 'claimed', 'sending') group by 1, 2 order by slug`,
  );
  return rows;
}

/** Asks for the job that sends a network's mail: the queue of jobs itself is not carried, the ledger of mails is. */
export async function wakeMail(connection: Connection, networks: string[]): Promise<void> {
  for (const network of networks) {
    await connection.query(`select set_config('casement.network', $1, true)`, [network]);
    await connection.query(`select public.enqueue_job('mails.send', '{}'::json, 'mails.send')`);
  }
  await connection.query(`select set_config('casement.network', '', true)`);
}

/** Fresh statistics, so that the first pages after a restore are not planned blindly. */
export const analyze = async (db: Database): Promise<void> => void (await db.owner.query('analyze'));
