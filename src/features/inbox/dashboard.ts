import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayReadInbox } from './access.ts';
import { waiting } from './queries.ts';

/** An inquiry that waits longer than this is urgent. */
const longMs = 7 * 86_400_000;

/** What the inbox wants of whoever asks: what she has taken, and what nobody has. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (ctx.actor.kind !== 'account' || !mayReadInbox(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const account = ctx.actor.id;
  return (await waiting(ctx, account)).map(({ owner, count, since }): DashboardItem => {
    const mine = owner !== null;
    const whose = mine ? 'mine' : 'nobody';
    return {
      text: t(`inbox.today.${whose}`, { count: Number(count) }),
      why: t(`inbox.today.${whose}.why`),
      since,
      href: urls.inbox.list(at, { state: 'open', owner: mine ? account : 'nobody' }),
      action: t('inbox.today.action'),
      key: `inbox:${whose}`,
      mine,
      urgency: since && ctx.now.getTime() - since.getTime() > longMs ? 'now' : 'soon',
    };
  });
}
