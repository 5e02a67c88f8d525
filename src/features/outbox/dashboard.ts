import type { DashboardItem } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayReadOutbox } from './access.ts';
import { mailAttention } from './queries.ts';
import { mailHeldAt } from './sending/queries.ts';

/** What the outbox wants of a coordinator today: held mail first, then what waits for her word. */
export async function dashboard(
  ctx: Ctx,
  t: (key: string, values?: Record<string, unknown>) => string,
): Promise<DashboardItem[]> {
  if (!mayReadOutbox(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const items: DashboardItem[] = [];
  const [heldAt, attention] = await Promise.all([mailHeldAt(ctx.trx), mailAttention(ctx)]);
  if (heldAt) {
    items.push({
      text: t('outbox.today.held'),
      why: t('outbox.today.held.why'),
      since: heldAt,
      href: urls.outbox.list(at),
      action: t('outbox.today.open'),
      urgency: 'now',
    });
  }
  for (const state of ['uncertain', 'failed', 'kept'] as const) {
    const found = attention.get(state);
    if (!found) continue;
    items.push({
      text: t(`outbox.today.${state}`, { count: found.count }),
      why: t(`outbox.today.${state}.why`),
      since: state === 'kept' ? null : found.since,
      href: urls.outbox.list(at, `?state=${state}`),
      action: t('outbox.today.open'),
      urgency: state === 'kept' ? 'later' : 'now',
    });
  }
  return items;
}
