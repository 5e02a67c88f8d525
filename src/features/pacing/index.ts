import { coordinates } from '../../platform/access/index.ts';
import type { DashboardItem, Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { waitingFaults } from '../deliveries/index.ts';
import { routes } from './routes.tsx';

/** How letters leave, as coordinators set it: hours, pace, bundles, and addresses that do not take mail. */
export const feature: Feature = {
  name: 'pacing',
  routes,
  async dashboard(ctx, t): Promise<DashboardItem[]> {
    if (!coordinates(ctx.actor)) return [];
    const { count, since, letters } = await waitingFaults(ctx);
    if (count === 0) return [];
    return [
      {
        text: t('pacing.today.suspended', { count }),
        why: t('pacing.today.why', { count: letters }),
        since,
        href: urls.pacing.sending({ network: ctx.network.slug, locale: ctx.locale }),
        action: t('pacing.today.action'),
      },
    ];
  },
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [{ href: urls.pacing.sending(at), place: 'act', label: t('pacing.title'), hint: t('pacing.door') }]
      : [],
  campaignDesk: (at, { id }, t) => [
    {
      place: 'asked',
      href: urls.pacing.campaign(at, id),
      label: t('pacing.campaign.title'),
      hint: t('pacing.campaign.door'),
    },
  ],
};
