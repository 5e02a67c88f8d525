import type { Config } from '../config.ts';
import { migrate } from '../platform/db/index.ts';
import { withDeps } from './opened.ts';

/** `bin/casement migrate`: for installations whose web and worker are started apart, before either. */
export const migrateDatabase = (config: Config): Promise<number> =>
  withDeps(config, 'migrate', async (deps) => {
    const ran = await migrate(deps.db);
    console.log(ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`);
    return 0;
  });
