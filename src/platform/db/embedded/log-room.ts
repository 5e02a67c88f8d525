import { statfs } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** As many files of the log as the server keeps at its size (`min_wal_size` in ../embedded.ts, 16 MB each), but for those in use. */
const wantedFiles = 28;
/** The room is 512 MB; whoever has less than this left needs it for something else. */
const leastFreeBytes = 4 * 1024 ** 3;

/**
 * Sees to it that files of PostgreSQL's log stand ready. Every change goes to that log first, in files of 16 MB. A new file is filled
 * with zeros and forced to disk while every commit waits for it (15 to 60 ms, once in 5,000 letters); one that was used before is only
 * renamed. So a fresh database uses up some files before anybody is in a hurry, and the server keeps them.
 * Returns how many stand ready, or undefined where nothing was done: the role may not, or the disk of `folder` is nearly full.
 */
export async function makeLogRoom(url: string, folder: string, wanted = wantedFiles): Promise<number | undefined> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < leastFreeBytes) return undefined;
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ may: string }>(`select current_setting('is_superuser') as may`);
    if (rows[0]!.may !== 'on') return undefined;
    let ready = await readyFiles(client);
    // The server keeps fewer than were used up where it holds back the last ones; those are made good once or twice.
    for (let round = 0; ready < wanted && round < 3; round += 1) {
      for (let made = ready; made < wanted; made += 1) {
        // A file in which nothing was written would not be left for the next.
        await client.query(`select pg_logical_emit_message(false, 'casement', ''); select pg_switch_wal()`);
        // Whoever writes meanwhile gets a turn between two files.
        await pause(20);
      }
      // Those that were used up are taken back now.
      await client.query('checkpoint');
      ready = await readyFiles(client);
    }
    return ready;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Files behind the one that is written now. */
async function readyFiles(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ ready: number }>(
    `select count(*)::int as ready from pg_ls_waldir()
      where name ~ '^[0-9A-F]{24}$' and name > pg_walfile_name(pg_current_wal_lsn())`,
  );
  return rows[0]!.ready;
}
