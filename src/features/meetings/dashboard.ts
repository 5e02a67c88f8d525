import { belongs } from '../../platform/access/index.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { readerZone } from '../accounts/index.ts';
import { waitingFor } from './queries.ts';

/** Meetings of her groups that wait for her answer, and those whose minutes nobody has begun. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!belongs(ctx.actor)) return [];
  const waiting = await waitingFor(ctx);
  if (waiting.length === 0) return [];
  const zone = await readerZone(ctx);
  const at = { network: ctx.network.slug, locale: ctx.locale };
  return waiting.map((one) => ({
    text: t(`meetings.today.${one.what}`, { title: one.title }),
    why: momentWords(one.at, zone, ctx.locale),
    since: null,
    href: urls.meetings.show(at, one.id),
    action: t(`meetings.today.${one.what}.action`),
    kind: one.what,
    key: `${one.what} ${one.id}`,
    mine: true,
  }));
}
