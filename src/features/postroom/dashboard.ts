import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from '../desk/index.ts';
import { paperByCampaign } from './queries.ts';

/** Paper that waits for hands: letters to be printed, and runs that are printed and not marked as posted. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!mayRunCampaigns(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  return (await paperByCampaign(ctx)).flatMap(({ id, title, waiting, printed, since }): DashboardItem[] => {
    const href = urls.postroom.paper(at, id);
    const action = t('postroom.today.action');
    return [
      ...(waiting > 0
        ? [
            {
              text: t('postroom.today.waiting', { count: waiting, title }),
              why: t('postroom.today.waiting.why'),
              since,
              href,
              action,
            },
          ]
        : []),
      ...(printed > 0
        ? [
            {
              text: t('postroom.today.printed', { count: printed, title }),
              why: t('postroom.today.printed.why'),
              since,
              href,
              action,
            },
          ]
        : []),
    ];
  });
}
