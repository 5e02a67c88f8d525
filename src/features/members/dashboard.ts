import { belongs } from '../../platform/access/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayAdmit } from './access.ts';
import { applicationCounts } from './applying/queries.ts';
import { missingAgreements } from './own/queries.ts';
import { wordsIn } from './questions/question.ts';
import { overdueCount } from './renewal/queries.ts';

/** What waits: for a coordinator applications; for a member what she has not agreed to yet. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  const items: DashboardItem[] = [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  if (mayAdmit(ctx.actor)) {
    const { counts, oldest } = await applicationCounts(ctx);
    const waiting = (counts.waiting ?? 0) + (counts.seconded ?? 0);
    if (waiting > 0)
      items.push({
        text: t('members.today.applications', { count: waiting }),
        why: t('members.today.applications.why'),
        since: oldest,
        href: urls.members.applications(at),
        action: t('members.today.applications.action'),
      });
    const overdue = await overdueCount(ctx);
    if (overdue > 0)
      items.push({
        text: t('members.today.overdue', { count: overdue }),
        why: t('members.today.overdue.why'),
        since: null,
        href: urls.members.list(at, { state: 'active' }),
        action: t('members.today.overdue.action'),
      });
  }
  if (ctx.actor.kind === 'account' && belongs(ctx.actor)) {
    for (const version of await missingAgreements(ctx, ctx.actor.id))
      items.push({
        text: t('members.today.agreement', { name: wordsIn(version.name, ctx.locale) }),
        why: t('members.today.agreement.why', { version: version.version }),
        since: null,
        href: `${urls.members.own(at)}#agreements`,
        action: t('members.today.agreement.action'),
      });
  }
  return items;
}
