import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { dashboard } from './dashboard.ts';
import { clearSamples, loadKit } from './kit.ts';
import { hasInvitations, invitationsTo } from './queries.ts';
import { routes } from './routes.tsx';

/** Who was invited to visit a prison, what she answered, and what she saw. */
export const feature: Feature = {
  name: 'pledges',
  routes,
  dashboard,
  campaignDesk: (at, { id }, t) => [
    { href: urls.pledges.desk(at, id), label: t('pledges.title'), hint: t('pledges.desk.hint') },
  ],
  async campaignDoors(ctx, { id, slug }, t) {
    if (!(await hasInvitations(ctx, id))) return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return [{ href: urls.pledges.show(at, slug), label: t('pledges.title'), hint: t('pledges.public.lead') }];
  },
  async backReferences(ctx, noun) {
    if (noun.kind !== 'place') return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    // Who came; an invitation alone says nothing of the place yet.
    return (await invitationsTo(ctx, noun.id))
      .filter((invitation) => invitation.visited)
      .map(({ name, slug }) => ({ kind: 'visit', title: name, href: urls.pledges.show(at, slug) }));
  },
  loadKit,
  clearSamples,
};
