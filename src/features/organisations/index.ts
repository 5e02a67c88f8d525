import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayKeepOrganisations } from './access.ts';
import { apiOperations } from './hsds/api.ts';
import { forgetImports } from './hsds/kept.ts';
import { clearSamples, loadKit } from './kit.ts';
import { logNames } from './named.ts';
import { mergedAffiliations } from './people.ts';
import { pointingOrganisations } from './pointing.ts';
import { routes } from './routes.tsx';
import { searchable } from './searchable.ts';
import { visibleOrganisations } from './shown.ts';

export { createOrganisation } from './commands.ts';
export {
  addresses,
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
} from './queries.ts';
export {
  organisationDefaults,
  readerOf,
  type ShownOrganisation,
  shownTo,
  showsField,
  visibleOrganisations,
} from './shown.ts';

/** Must stand before every feature whose part of a kit names an organisation. */
export const feature: Feature = {
  name: 'organisations',
  logNames: [logNames],
  memberMerge: { rows: [mergedAffiliations] },
  apiOperations,
  routes,
  workDoors: (at, actor, t) =>
    mayKeepOrganisations(actor)
      ? [
          {
            href: urls.organisations.desk(at),
            place: 'people',
            label: t('organisations.title'),
            hint: t('organisations.door'),
          },
        ]
      : [],
  async publicPages(ctx) {
    const shown = await visibleOrganisations(ctx).select(['o.slug', 'o.updated_at']).orderBy('o.name_key').execute();
    if (shown.length === 0) return [];
    return [
      { address: urls.organisations.list },
      ...shown.map(({ slug, updated_at }) => ({
        address: (at: At) => urls.organisations.show(at, slug),
        changed: updated_at,
      })),
    ];
  },
  backReferences: pointingOrganisations,
  retain: forgetImports,
  searchable: [searchable],
  loadKit,
  clearSamples,
};
