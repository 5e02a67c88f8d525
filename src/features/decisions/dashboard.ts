import { belongs } from '../../platform/access/index.ts';
import { dateIn } from '../../platform/http/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { ballotsNeeded } from './outcome.ts';
import { type Waiting, waitingFor } from './queries.ts';

/** Votes that wait for her voice, and what her own proposals need next. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!belongs(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  return (await waitingFor(ctx)).map((one) => ({
    text: t(`decisions.today.${one.what}`, { title: one.title }),
    why: one.urn
      ? t(`decisions.today.${one.what}.why`, {
          missing: Math.max(1, ballotsNeeded(one.urn.electorate, one.urn.quorum) - one.urn.ballots),
        })
      : one.what === 'vote' && one.at
        ? t('decisions.today.until', { when: dateIn(ctx.locale, ctx.network.timeZone, one.at, 'time') })
        : t(`decisions.today.${one.what}.why`),
    since: one.urn ? one.at : null,
    href: urls.decisions.show(at, one.id),
    action: t(`decisions.today.${one.what}.action`),
    kind: one.what,
    key: `${one.what} ${one.id}`,
    urgency: urgencyOf(one, ctx.now),
    // A voice is hers to give, and a proposal hers to carry; an urn that waits is looked after by any of those who may.
    mine: one.what !== 'urn',
  }));
}

/** A vote that ends within two days is lost by waiting. */
const urgencyOf = (one: Waiting, now: Date): 'now' | 'soon' | 'later' => {
  if (one.what !== 'vote') return one.what === 'record' ? 'later' : 'soon';
  return one.at && one.at.getTime() - now.getTime() < 2 * 86_400_000 ? 'now' : 'soon';
};
