import { coordinates } from '../../platform/access/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { dayOf } from '../desk/index.ts';
import { duePromises } from './queries.ts';

/** Promises whose day has come: somebody should look, or ask, what became of them. One line for each, ten at most. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!coordinates(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const due = await duePromises(ctx, dayOf(ctx.now, ctx.network.timeZone));
  return due.slice(0, 10).map((promised) => ({
    text: t('stands.today.due', { name: promised.officialName }),
    why: promised.promise.length > 160 ? `${promised.promise.slice(0, 159)}…` : promised.promise,
    since: new Date(`${promised.dueOn}T12:00:00Z`),
    href: urls.stands.outcome(at, promised.campaignId, promised.id),
    action: t('stands.today.due.action'),
    kind: 'due',
  }));
}
