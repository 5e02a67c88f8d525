import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { percentile } from './statistics.ts';

const run = promisify(execFile);

/** Where Debian has it, newest first, then wherever the path leads. */
export function findPgbench(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const debian = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join('/usr/lib/postgresql', version, 'bin/pgbench'));
  const path = (process.env.PATH ?? '').split(':').map((folder) => join(folder, 'pgbench'));
  return [...debian, ...path].find((file) => existsSync(file));
}

export type Pgbench = { file: string; folder: string; databaseUrl: string; clients: number; seconds: number };
export type PgbenchDone = { written: number; perSecond: number; p50: number; p99: number };

/** Runs one transaction over and over by so many clients, prepared, as the application's role. Latencies are from its log of every transaction. */
export async function runPgbench(
  { file, folder, databaseUrl, clients, seconds }: Pgbench,
  script: string,
): Promise<PgbenchDone> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'script.sql'), script);
  const words = `-n -M prepared -c ${clients} -j 2 -T ${seconds} -l --log-prefix=log -f script.sql`;
  await run(file, [...words.split(' '), databaseUrl], {
    cwd: folder,
    env: { PATH: process.env.PATH, PGOPTIONS: '-c role=casement_app' },
  });
  const lines = readdirSync(folder)
    .filter((name) => name.startsWith('log.'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'));
  // client, transaction, microseconds, script, second, microsecond
  const rows = lines.map((line) => line.split(' ').map(Number));
  const times = rows.map((row) => row[2]! / 1000);
  const ends = rows.map((row) => row[4]! * 1000 + row[5]! / 1000);
  const first = ends.reduce((least, end, i) => Math.min(least, end - times[i]!), Number.POSITIVE_INFINITY);
  const last = ends.reduce((most, end) => Math.max(most, end), 0);
  return {
    written: times.length,
    perSecond: times.length / ((last - first) / 1000),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}
