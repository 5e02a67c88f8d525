import { holds } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { apiOperations } from './api.ts';
import { routes } from './routes.tsx';
import { settingsRoutes } from './settings/routes.tsx';
import { translatable } from './translatable.ts';

export { rootRoutes } from './routes.tsx';
export { networkSlug, reservedSlugs } from './slug.ts';

export const feature: Feature = {
  name: 'networks',
  apiOperations,
  routes(app, deps) {
    routes(app, deps);
    settingsRoutes(app, deps);
  },
  publicPages: async () => [{ address: urls.networks.privacy }],
  translatable: [translatable],
  workDoors: (at, actor, t) =>
    holds(actor, 'coordinator', 'administrator')
      ? [
          {
            href: urls.networks.settings(at),
            place: 'network',
            first: true,
            label: t('networks.door'),
            hint: t('networks.door.text'),
          },
        ]
      : [],
};
