import { belongs } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { departs, exportAccount, memberMerge } from './account.ts';
import { retain } from './counting.ts';
import { dashboard } from './dashboard.ts';
import { closeDue, closingJob } from './jobs.ts';
import { clearSamples, loadKit } from './kit.ts';
import { logNames } from './named.ts';
import { routes } from './routes.tsx';

/** Decisions of a group or of the whole network: proposal, questions, consent or vote, outcome. */
export const feature: Feature = {
  name: 'decisions',
  logNames: [logNames],
  routes,
  dashboard,
  retain,
  departs,
  exportAccount,
  memberMerge,
  loadKit,
  clearSamples,
  jobs: { [closingJob]: closeDue },
  recurring: [{ job: closingJob, everyMinutes: 1 }],
  groupDoors: (at, { slug }, t) => [{ href: urls.decisions.list(at, slug), label: t('decisions.title') }],
  workDoors: (at, actor, t) =>
    belongs(actor)
      ? [{ href: urls.decisions.list(at), place: 'together', label: t('decisions.title'), hint: t('decisions.door') }]
      : [],
};
