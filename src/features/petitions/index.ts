import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { eraseSignatures, exportSignatures } from './commands.ts';
import { dashboard } from './dashboard.ts';
import { loadKit } from './kit.ts';
import { petition, routes } from './routes.tsx';

/** Petitions: campaigns whose action is a signature. */
export const feature: Feature = {
  name: 'petitions',
  routes,
  dashboard,
  campaignModes: { petition },
  campaignDesk: (at, { id, mode }, t) =>
    mode === 'petition'
      ? [{ href: urls.petitions.desk(at, id), label: t('petitions.desk.title'), hint: t('petitions.desk.hint') }]
      : [],
  erase: eraseSignatures,
  exportPerson: exportSignatures,
  loadKit,
};
