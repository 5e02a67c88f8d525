import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayCompose } from './access.ts';
import { exportAccount, retainEditions } from './commands.ts';
import { clearSamples, loadKit } from './kit.ts';
import { joinOrganisations, partOrganisations } from './merge.ts';
import { routes } from './routes.tsx';
import { translatable } from './translatable.ts';

/** The pages that coordinators compose from blocks: home, Learn, Connect. It shows what other rooms hold, so it comes after them. */
export const feature: Feature = {
  name: 'website',
  routes,
  workDoors: (at, actor, t) =>
    mayCompose(actor)
      ? [
          {
            href: urls.website.all(at),
            place: 'publish',
            first: true,
            label: t('website.door'),
            hint: t('website.door.hint'),
          },
        ]
      : [],
  publicPages: async ({ network }) => [
    { address: urls.networks.home },
    ...(network.settings.pages ?? []).flatMap((page) =>
      page === 'learn' || page === 'connect' ? [{ address: urls.website[page] }] : [],
    ),
  ],
  translatable: [translatable],
  organisationMerge: { join: joinOrganisations, part: partOrganisations },
  exportAccount,
  retain: retainEditions,
  loadKit,
  clearSamples,
};
