import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from '../desk/index.ts';
import { listPetitions, waitingComments } from './queries.ts';

/** What petitions want of a coordinator today: comments that wait for her. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!mayRunCampaigns(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const waiting = await waitingComments(ctx);
  if (waiting.length === 0) return [];
  const titles = new Map((await listPetitions(ctx)).map(({ id, title }) => [id, title]));
  return waiting.map(({ campaignId, count, since }) => ({
    text: t('petitions.today.comments', { count, title: titles.get(campaignId) ?? '' }),
    why: t('petitions.today.comments.why'),
    since,
    href: urls.petitions.queue(at, campaignId),
    action: t('petitions.today.comments.action'),
  }));
}
