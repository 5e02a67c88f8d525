import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { dashboard } from './dashboard.ts';
import { campaignsPointingTo } from './queries.ts';
import { routes } from './routes.tsx';

export { requireDesk } from './access.ts';
export { type DeskCampaign, dayOf } from './campaign.ts';
export { uuid } from './forms.ts';
export { DeskPage, postName, titleOf } from './pages/parts.tsx';
export { findForDesk } from './queries.ts';

export const feature: Feature = {
  name: 'desk',
  routes,
  dashboard,
  async backReferences(ctx, noun) {
    const campaigns = await campaignsPointingTo(ctx, noun);
    return campaigns.map(({ slug, title, locale }) => ({
      kind: 'campaign',
      title,
      href: urls.campaigns.show({ network: ctx.network.slug, locale }, slug),
    }));
  },
};
