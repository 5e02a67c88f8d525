import { dateIn, dayOf } from '../../platform/http/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from '../desk/index.ts';
import { currentStep, isOverdue } from './pledge.ts';
import { acceptedInvitations } from './queries.ts';

/** What pledges want of a coordinator today: a visit whose day has passed, and nobody wrote down whether it took place. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!mayRunCampaigns(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const today = dayOf(ctx.now, ctx.network.timeZone);
  return (await acceptedInvitations(ctx))
    .filter((invitation) => isOverdue(invitation, today))
    .map((invitation) => {
      const day = currentStep(invitation)!.plannedOn!;
      return {
        text: t('pledges.today.overdue', {
          name: invitation.name,
          date: dateIn(ctx.locale, ctx.network.timeZone, day, 'date'),
        }),
        why: t('pledges.today.overdue.why'),
        since: new Date(`${day}T12:00:00Z`),
        href: urls.pledges.invitation(at, invitation.campaignId, invitation.id),
        action: t('pledges.today.overdue.action'),
      };
    });
}
