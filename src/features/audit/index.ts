import { audits } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { commands } from './commands.ts';
import { auditRoutes } from './routes.tsx';
import { sealChain } from './seal.ts';

export { type ChainReport, sealChain, verifyChain } from './seal.ts';

export const feature: Feature = {
  name: 'audit',
  routes: auditRoutes,
  workDoors: (at, actor, t) =>
    audits(actor)
      ? [{ href: urls.audit.log(at), place: 'network', label: t('audit.title'), hint: t('audit.door') }]
      : [],
  commands,
  jobs: {
    'audit.seal': async ({ deps, network }) => {
      await sealChain(deps, network);
    },
  },
  recurring: [{ job: 'audit.seal', everyMinutes: 5 }],
};
