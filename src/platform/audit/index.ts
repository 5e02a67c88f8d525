export {
  type ChainFault,
  type ChainHead,
  type ChainRow,
  chainReader,
  genesis,
  headSealOf,
  sealRows,
} from './chain.ts';
export { type Export, exported, recordExport } from './exports.ts';
export { type AuditEntry, record } from './record.ts';
export { facts, type Noun, nouns, type Verb, verbs } from './words.ts';
