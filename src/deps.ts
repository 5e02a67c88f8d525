import { join } from 'node:path';
import type { Config } from './config.ts';
import { features } from './features.ts';
import type { Secret } from './platform/crypto/ids.ts';
import { openDatabase } from './platform/db/index.ts';
import { openFileStore } from './platform/files/index.ts';
import { type Deps, openEdits, PageCache, securityHeaders } from './platform/http/index.ts';
import { loadMessages } from './platform/i18n/index.ts';
import { openLog } from './platform/process/log.ts';
import { openDirectory } from './platform/tenancy/index.ts';

/** Connections of one process: those of requests and jobs (under row-level security), and the owner's. */
export type PoolSizes = { app: number; owner: number };

/** Everything that lives as long as the process. Nothing connects before it is used; `deps.db.close()` ends it. */
export function openDeps(config: Config, databaseUrl: string, secret: Secret, sizes?: PoolSizes): Deps {
  const db = openDatabase(databaseUrl, sizes);
  const edits = openEdits();
  const networks = openDirectory(db);
  const pages = new PageCache(securityHeaders({ config }));
  edits.on((network) => {
    networks.forget();
    pages.forget(network || undefined);
  });
  return {
    config,
    db,
    secret,
    files: openFileStore(join(config.dataFolder, 'files'), secret),
    messages: loadMessages(),
    networks,
    edits,
    pages,
    features,
    log: openLog(config.logLevel),
    clock: () => new Date(),
  };
}
