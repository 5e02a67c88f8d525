import { coordinates } from '../../platform/access/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { waitingReplies } from './queries.ts';

/** Replies that wait to be read. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!coordinates(ctx.actor)) return [];
  const { count, since } = await waitingReplies(ctx);
  if (count === 0) return [];
  return [
    {
      text: t('replies.today.waiting', { count }),
      why: t('replies.today.why'),
      since,
      href: urls.replies.desk({ network: ctx.network.slug, locale: ctx.locale }),
      action: t('replies.today.action'),
    },
  ];
}
