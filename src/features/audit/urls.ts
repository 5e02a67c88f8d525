import type { At } from '../../platform/http/index.ts';

const log = (at: At) => `/${at.network}/${at.locale}/log`;

export const auditUrls = {
  /** The log, for auditors; `query` filters and pages it. */
  log: (at: At, query = '') => log(at) + query,
  /** Posting here reads the whole chain and tells whether it is whole. */
  verification: (at: At) => `${log(at)}/verification`,
  /** Posting here gives what the filter shows as a table. */
  export: (at: At) => `${log(at)}/export`,
};
