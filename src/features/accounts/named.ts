import type { LogNames } from '../../platform/registry/index.ts';
import { namesInLog } from './queries.ts';

/**
 * Accounts by the names they have now. Only those who stand in the log as themselves anyway, and those who were entrusted with power: whoever
 * hides her name is not named by what somebody else did.
 */
export const logNames: LogNames = {
  nouns: [
    'access',
    'account',
    'authenticator',
    'group-digest',
    'key',
    'member',
    'passphrase',
    'printed-code',
    'profile',
    'recovery-kit',
    'role',
    'sessions',
  ],
  facts: ['account', 'accounts'],
  names: async (ctx, ids) => new Map((await namesInLog(ctx, ids)).map(({ id, name }) => [id, { name }])),
};
