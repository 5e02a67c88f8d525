import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from '../desk/index.ts';
import { dashboard } from './dashboard.ts';
import { billsOf } from './queries.ts';
import { retainWork } from './record.ts';
import { routes } from './routes.tsx';

/** The law of asking: what a network is before the law, what its campaigns' work was, and when it keeps quiet. */
export const feature: Feature = {
  name: 'law',
  routes,
  dashboard,
  retain: retainWork,
  workDoors: (at, actor, t) =>
    mayRunCampaigns(actor)
      ? [{ href: urls.law.network(at), place: 'act', label: t('law.door'), hint: t('law.door.text') }]
      : [],
  campaignDesk: (at, { id }, t) => [
    { place: 'asked', href: urls.law.campaign(at, id), label: t('law.campaign.title'), hint: t('law.campaign.text') },
  ],
  async campaignDoors(ctx, { id }, t) {
    const bills = await billsOf(ctx, id);
    return bills.map((bill) => ({
      href: bill.url,
      label: t('law.bill.door', { number: bill.number, jurisdiction: bill.jurisdiction }),
      hint: bill.title || t('law.bill.door.text'),
    }));
  },
};
