import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { dashboard } from './dashboard.ts';
import { clearSamples, loadKit } from './kit.ts';
import { hasInvitations, visitsPointingTo } from './queries.ts';
import { routes } from './routes.tsx';

/** Who was invited to visit a prison, what she answered, and what she saw. */
export const feature: Feature = {
  name: 'pledges',
  routes,
  dashboard,
  campaignDesk: (at, { id }, t) => [
    { place: 'after', href: urls.pledges.desk(at, id), label: t('pledges.title'), hint: t('pledges.desk.hint') },
  ],
  async campaignDoors(ctx, { id, slug }, t) {
    if (!(await hasInvitations(ctx, id))) return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return [{ href: urls.pledges.show(at, slug), label: t('pledges.title'), hint: t('pledges.public.lead') }];
  },
  backReferences: visitsPointingTo,
  loadKit,
  clearSamples,
};
