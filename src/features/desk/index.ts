import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from './access.ts';
import { dashboard } from './dashboard.ts';
import { logNames } from './named.ts';
import { campaignsPointingTo } from './queries.ts';
import { routes } from './routes.tsx';
import { translatable } from './translatable.ts';
import { deskUrls } from './urls.ts';

export { dayOf } from '../../platform/http/index.ts';
export { mayRunCampaigns, requireDesk } from './access.ts';
export type { DeskCampaign } from './campaign.ts';
export { uuid } from './forms.ts';
export { DeskPage, postName, titleOf } from './pages/parts.tsx';
export { findForDesk } from './queries.ts';
export { describeTargets, type ShownTarget } from './targets.ts';

export const feature: Feature = {
  name: 'desk',
  logNames: [logNames],
  routes,
  dashboard,
  workDoors: (at, actor, t) =>
    mayRunCampaigns(actor)
      ? [{ href: urls.campaigns.desk(at), place: 'act', first: true, label: t('desk.door'), hint: t('desk.door.text') }]
      : [],
  campaignDesk: (at, { id, mode }, t) =>
    mode === 'letter'
      ? [
          {
            place: 'people',
            href: urls.campaigns.deliveries(at, id),
            label: t('desk.deliveries.link'),
            hint: t('desk.deliveries.text'),
          },
          {
            place: 'people',
            href: deskUrls.changes(at, id),
            label: t('desk.changes.title'),
            hint: t('desk.changes.text'),
          },
        ]
      : [],
  translatable: [translatable],
  backReferences: campaignsPointingTo,
};
