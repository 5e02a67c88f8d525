import type { DashboardItem } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from '../desk/index.ts';
import { flaggedCounts, openTrends } from './queries.ts';

/** What stands out today, and what waits for somebody's look. */
export async function dashboard(
  ctx: Ctx,
  t: (key: string, values?: Record<string, unknown>) => string,
): Promise<DashboardItem[]> {
  if (!mayRunCampaigns(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const [{ held, alike }, trends] = await Promise.all([flaggedCounts(ctx), openTrends(ctx)]);
  const item = (text: string, why: string, show: string, since: Date | null = null): DashboardItem => ({
    text,
    why,
    since,
    href: urls.review.list(at, show),
    action: t('review.today.action'),
  });
  return [
    ...trends.map((trend) =>
      item(
        t(`review.trend.${trend.kind}`, { key: trend.key, count: trend.letters, all: trend.of }),
        t(`review.trend.${trend.kind}.text`),
        '',
        trend.seenAt,
      ),
    ),
    ...(held > 0 ? [item(t('review.today.held', { count: held }), t('review.today.held.why'), 'held')] : []),
    ...(alike > 0 ? [item(t('review.today.alike', { count: alike }), t('review.today.alike.why'), 'alike')] : []),
  ];
}
