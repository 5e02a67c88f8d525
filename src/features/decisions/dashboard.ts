import { belongs } from '../../platform/access/index.ts';
import { dateIn } from '../../platform/http/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { waitingFor } from './queries.ts';

/** Votes that wait for her voice, and what her own proposals need next. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!belongs(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  return (await waitingFor(ctx)).map((one) => ({
    text: t(`decisions.today.${one.what}`, { title: one.title }),
    why:
      one.what === 'vote' && one.at
        ? t('decisions.today.until', { when: dateIn(ctx.locale, ctx.network.timeZone, one.at, 'time') })
        : t(`decisions.today.${one.what}.why`),
    since: null,
    href: urls.decisions.show(at, one.id),
    action: t(`decisions.today.${one.what}.action`),
  }));
}
