import { dateIn } from '../../platform/http/index.ts';
import type { DashboardItem } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { dayOf, mayRunCampaigns } from '../desk/index.ts';
import { daysAfter, phaseOf } from './law.ts';
import { periodsFrom, waitingLetters } from './queries.ts';

/** A quiet period is told so many days before it begins, and as long after its end. */
const aheadDays = 7;
const overDays = 3;

/** What the law asks of a coordinator today: quiet periods that come, hold, and have ended. */
export async function dashboard(
  ctx: Ctx,
  t: (key: string, values?: Record<string, unknown>) => string,
): Promise<DashboardItem[]> {
  if (!mayRunCampaigns(ctx.actor)) return [];
  const today = dayOf(ctx.now, ctx.network.timeZone);
  const periods = (await periodsFrom(ctx, daysAfter(today, -overDays))).filter(
    (period) => period.from <= daysAfter(today, aheadDays),
  );
  if (periods.length === 0) return [];
  const waiting = await waitingLetters(ctx);
  const date = (day: string) => dateIn(ctx.locale, ctx.network.timeZone, day, 'date');
  return periods.map((period) => {
    const phase = phaseOf(period, today);
    return {
      text: t(`law.today.${phase}`, { name: period.name, from: date(period.from), until: date(period.until) }),
      why: t(`law.today.${phase}.why`, { count: waiting, until: date(period.until) }),
      since: null,
      href: urls.law.network({ network: ctx.network.slug, locale: ctx.locale }),
      action: t('law.today.action'),
    };
  });
}
