import { belongs } from '../../platform/access/index.ts';
import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { apiOperations } from './api.ts';
import { departs, exportAccount, joinOrganisations, partOrganisations, retain } from './commands.ts';
import { clearSamples, loadKit } from './kit.ts';
import { logNames } from './named.ts';
import { facilitiesPointingTo, publicFacilities } from './queries.ts';
import { routes } from './routes.tsx';
import { searchable } from './searchable.ts';
import { stoppedMail } from './stopping/mail.tsx';

export {
  facilitiesSeenAs,
  facilitiesSeenWider,
  knownAmong,
  namedAmong,
  visibleFacilities,
  widerAmong,
} from './access.ts';
export { type FacilityChoice, facilityChoices, facilityTagged } from './queries.ts';

/** Prisons and other places in which women are held: each its organisation's until somebody there releases it. */
export const feature: Feature = {
  name: 'facilities',
  logNames: [logNames],
  routes,
  apiOperations,
  workDoors: (at, actor, t) =>
    belongs(actor)
      ? [{ href: urls.facilities.mine(at), place: 'publish', label: t('facilities.title'), hint: t('facilities.door') }]
      : [],
  publicPages: async (ctx) => [
    { address: urls.facilities.list },
    ...(await publicFacilities(ctx)).map(({ id, updatedAt }) => ({
      address: (at: At) => urls.facilities.show(at, id),
      changed: updatedAt,
    })),
  ],
  mails: { 'facility-stopped': stoppedMail },
  backReferences: facilitiesPointingTo,
  searchable: [searchable],
  organisationMerge: { join: joinOrganisations, part: partOrganisations },
  departs,
  exportAccount,
  retain,
  loadKit,
  clearSamples,
};
