import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from '../desk/index.ts';
import { dashboard } from './dashboard.ts';
import { routes } from './routes.tsx';

/** A person's second look at signatures that machines, crowds or look-alikes may have sent. */
export const feature: Feature = {
  name: 'review',
  routes,
  dashboard,
  workDoors: (at, actor, t) =>
    mayRunCampaigns(actor)
      ? [{ href: urls.review.list(at), place: 'act', label: t('review.title'), hint: t('review.door.text') }]
      : [],
};
