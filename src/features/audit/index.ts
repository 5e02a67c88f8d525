import type { Feature } from '../../platform/registry/index.ts';
import { commands } from './commands.ts';
import { sealChain } from './seal.ts';

export { type ChainReport, sealChain, verifyChain } from './seal.ts';

export const feature: Feature = {
  name: 'audit',
  commands,
  jobs: {
    'audit.seal': async ({ deps, network }) => {
      await sealChain(deps, network);
    },
  },
  recurring: [{ job: 'audit.seal', everyMinutes: 5 }],
};
