import { instantOf } from '../../platform/http/index.ts';
import type { DashboardItem } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { cardDays, phaseOf } from './event.ts';
import { witnessedEvents } from './queries.ts';

/** The events whose cards wait for somebody who was named as their witness. */
export async function dashboard(
  ctx: Ctx,
  t: (key: string, values?: Record<string, unknown>) => string,
): Promise<DashboardItem[]> {
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const events = await witnessedEvents(ctx);
  return events
    .filter((event) => {
      const ends = instantOf(event.endsAt, event.timeZone);
      return phaseOf(event, ctx.now) !== 'ahead' && ends && ctx.now.getTime() < ends.getTime() + cardDays * 86_400_000;
    })
    .map((event) => ({
      text: t('events.today', { name: event.name }),
      why: t('events.today.why'),
      since: null,
      href: urls.events.cards(at, event.campaignId, event.id),
      action: t('events.today.action'),
    }));
}
