import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Secret } from '../crypto/ids.ts';
import type { Database } from '../db/index.ts';
import type { FileStore } from '../files/index.ts';
import type { Messages } from '../i18n/index.ts';
import type { Feature } from '../registry/index.ts';
import type { NetworkDirectory } from '../tenancy/directory.ts';
import type { Edits } from './edits.ts';
import type { PageCache } from './page-cache.ts';

/** Everything that lives as long as the process; made once in main.ts, or by a test. */
export type Deps = {
  config: Config;
  db: Database;
  secret: Secret;
  files: FileStore;
  messages: Messages;
  networks: NetworkDirectory;
  edits: Edits;
  pages: PageCache;
  features: readonly Feature[];
  log: Logger;
  clock: () => Date;
};
