import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { maySeeGroups } from './access.ts';
import { countReports, todayFigures } from './moderation/queries.ts';

/** People at the doors of the groups she leads, posts that were reported, and what she herself is told. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!maySeeGroups(ctx.actor) || ctx.actor.kind !== 'account') return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const items: DashboardItem[] = [];
  const reports = await countReports(ctx);
  if (reports.n > 0)
    items.push({
      text: t('groups.today.reports', { count: reports.n }),
      why: t('groups.today.reports.why'),
      since: reports.since,
      href: urls.groups.reports(at),
      action: t('groups.reports.look'),
    });
  const { doors, notices, since } = await todayFigures(ctx, ctx.actor.id);
  for (const door of doors)
    items.push({
      text: t('groups.today.door', { count: door.n, group: inLocale(door.name, ctx.locale) }),
      why: t('groups.today.door.why'),
      since: door.since,
      href: urls.groups.members(at, door.slug),
      action: t('groups.today.door.action'),
    });
  if (notices > 0)
    items.push({
      text: t('groups.today.notices', { count: notices }),
      why: t('groups.today.notices.why'),
      since,
      href: urls.groups.list(at),
      action: t('groups.today.notices.action'),
    });
  return items;
}
