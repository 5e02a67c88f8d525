import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { dashboard } from './dashboard.ts';
import { routes } from './routes.tsx';

/** The coordinators' side of deliveries: ways, call scripts, calls, letters on paper. */
export const feature: Feature = {
  name: 'postroom',
  routes,
  dashboard,
  campaignDesk: (at, { id }, t) => [
    {
      place: 'asked',
      href: urls.postroom.ways(at, id),
      label: t('postroom.ways.title'),
      hint: t('postroom.ways.door'),
    },
    {
      place: 'people',
      href: urls.postroom.paper(at, id),
      label: t('postroom.paper.title'),
      hint: t('postroom.paper.door'),
    },
  ],
};
