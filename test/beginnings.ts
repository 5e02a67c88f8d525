import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadKits } from '../src/features/kits/index.ts';
import { openDatabase } from '../src/platform/db/index.ts';
import { createTestApp, type Left, type TestApp } from './app.ts';

/** What a test file's database and files can begin with, and what was said by whoever filled them. */
export type Beginning<T> = Left & { made: T };

/**
 * Fills a program once in a run, whichever worker wants it first; every other file gets it as it was left: `createTestApp({ from })`.
 * What is made must be plain data. The clock stands where `createTestApp` puts it.
 */
export async function beginning<T>(
  name: string,
  fill: (app: TestApp) => Promise<T>,
  from?: () => Promise<Left>,
): Promise<Beginning<T>> {
  const file = join(process.env.CASEMENT_TEST_BEGINNINGS!, `${name}.json`);
  const admin = openDatabase(process.env.CASEMENT_TEST_SERVER!, { owner: 1 });
  try {
    // The others wait. The lock belongs to the connection, of which there is one.
    await admin.owner.query('select pg_advisory_lock(hashtext($1))', [file]);
    if (!existsSync(file)) {
      const app = await createTestApp({ from: await from?.() });
      const made = await fill(app);
      const left = await app.leave();
      writeFileSync(`${file}.part`, JSON.stringify({ left, made }));
      renameSync(`${file}.part`, file);
    }
  } finally {
    await admin.close();
  }
  const { left, made } = JSON.parse(readFileSync(file, 'utf8'));
  return { ...left, made };
}

/** The three starter networks, as a new installation has them. */
export const kits = (): Promise<Beginning<void>> =>
  beginning('kits', async (app) => void (await loadKits(app.deps, () => {})));
