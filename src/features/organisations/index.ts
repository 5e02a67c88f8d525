import type { Feature } from '../../platform/registry/index.ts';
import { clearSamples, loadKit } from './kit.ts';
import { routes } from './routes.tsx';

export {
  nameKey,
  type Organisation,
  type OrganisationKind,
  type OrganisationOffer,
  organisationKinds,
  organisationOffers,
} from './organisation.ts';
export {
  type Affiliation,
  findOrganisation,
  organisationBySlug,
  organisationChoices,
  organisationNames,
  representsOrganisation,
  runningAffiliations,
} from './queries.ts';

/** Must stand before every feature whose part of a kit names an organisation. */
export const feature: Feature = { name: 'organisations', routes, loadKit, clearSamples };
