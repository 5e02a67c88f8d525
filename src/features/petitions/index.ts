import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { eraseSignatures, exportSignatures } from './commands.ts';
import { dashboard } from './dashboard.ts';
import { eraseFromHandovers, papersJob, retainHandovers } from './handover/commands.ts';
import { makePapers } from './handover/papers.ts';
import { loadKit } from './kit.ts';
import { handoverNews } from './mails/handover.tsx';
import { petition, routes, signRoutes } from './routes.tsx';

/** Petitions: campaigns whose action is a signature. */
export const feature: Feature = {
  name: 'petitions',
  routes,
  frameRoutes: signRoutes,
  dashboard,
  campaignModes: { petition },
  campaignDesk: (at, { id, mode }, t) =>
    mode === 'petition'
      ? [
          {
            place: 'people',
            href: urls.petitions.desk(at, id),
            label: t('petitions.desk.title'),
            hint: t('petitions.desk.hint'),
          },
        ]
      : [],
  jobs: { [papersJob]: makePapers },
  mails: { handover: handoverNews },
  async erase(ctx, personId) {
    await eraseFromHandovers(ctx, personId);
    await eraseSignatures(ctx, personId);
  },
  retain: retainHandovers,
  exportPerson: exportSignatures,
  loadKit,
};
