export { countUpTo, mostCounted } from './counted.ts';
export { type EmbeddedServer, embeddedVersions, makeLogRoom, removeCluster, startEmbedded } from './embedded.ts';
export { failureFacts } from './failure.ts';
export { grouped } from './grouped.ts';
export { machineMadeIn, machineMadeOf } from './machine-made.ts';
export { migrate } from './migrate.ts';
export { listenForNotices } from './notices.ts';
export { type Database, openDatabase, type Trx } from './pool.ts';
export {
  inOneMessage,
  instantArray,
  plainArray,
  prepared,
  quotedArray,
  type Statement,
  textArray,
} from './prepared.ts';
export { root } from './root.ts';
export { textDigest } from './text-digest.ts';
export { askTogether } from './together.ts';
export { asOwner, beginAgain, commitAlong, inNetwork, inNoNetwork, NotCommitted, readNetwork } from './transaction.ts';
export type { DB } from './types.ts';
