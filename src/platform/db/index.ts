export { type EmbeddedServer, embeddedVersions, removeCluster, startEmbedded } from './embedded.ts';
export { grouped } from './grouped.ts';
export { migrate } from './migrate.ts';
export { listenForNotices } from './notices.ts';
export { type Database, openDatabase, type Trx } from './pool.ts';
export { instantArray, plainArray, prepared, quotedArray, type Statement, textArray } from './prepared.ts';
export { root } from './root.ts';
export { asOwner, beginAgain, commitAlong, inNetwork, inNoNetwork, NotCommitted, readNetwork } from './transaction.ts';
export type { DB } from './types.ts';
