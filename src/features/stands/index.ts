import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { clearSamples, loadKit } from './kit.ts';
import { hasStands } from './queries.ts';
import { routes } from './routes.tsx';

/** Where decision-makers stand on a campaign: recorded by coordinators, read by everybody. */
export const feature: Feature = {
  name: 'stands',
  routes,
  campaignDesk: (at, { id }, t) => [
    { href: urls.stands.desk(at, id), label: t('stands.desk.link'), hint: t('stands.desk.text') },
  ],
  async campaignDoors(ctx, { id, slug }, t) {
    if (!(await hasStands(ctx, id))) return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return [{ href: urls.stands.board(at, slug), label: t('stands.board.title'), hint: t('stands.show.text') }];
  },
  loadKit,
  clearSamples,
};
