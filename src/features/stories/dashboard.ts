import { signedIn } from '../../platform/access/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayKeepStories } from './access.ts';
import { askAgainDays, longWaitMs } from './story.ts';

/**
 * For coordinators: approvals that end soon, and questions that lie too long. For the woman herself: what waits for her. No line names
 * anybody.
 */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!signedIn(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const [kept, own] = await Promise.all([mayKeepStories(ctx.actor) ? keepersFigures(ctx) : undefined, ownOpen(ctx)]);
  const items: DashboardItem[] = [];
  if (kept && Number(kept.ending) > 0)
    items.push({
      text: t('stories.today.ending', { count: Number(kept.ending) }),
      why: t('stories.today.ending.why'),
      since: null,
      href: urls.stories.deskShown(at, 'ending'),
      action: t('stories.today.see'),
      kind: 'ending',
      key: 'stories:ending',
    });
  if (kept && Number(kept.lying) > 0)
    items.push({
      text: t('stories.today.waiting', { count: Number(kept.lying) }),
      why: t('stories.today.waiting.why'),
      since: kept.since,
      href: urls.stories.deskShown(at, 'waiting'),
      action: t('stories.today.see'),
      kind: 'waiting',
      key: 'stories:waiting',
    });
  if (own && Number(own.count) > 0)
    items.push({
      text: t('stories.today.own', { count: Number(own.count) }),
      why: t('stories.today.own.why'),
      since: own.since,
      href: urls.stories.mine(at),
      action: t('stories.today.see'),
      kind: 'own',
      key: 'stories:own',
      mine: true,
    });
  return items;
}

/** How many approvals end within thirty days, and how many questions lie for two weeks. */
const keepersFigures = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('story_approvals as a')
    .innerJoin('story_texts as t', (join) =>
      join
        .onRef('t.network_id', '=', 'a.network_id')
        .onRef('t.story_id', '=', 'a.story_id')
        .onRef('t.locale', '=', 'a.locale'),
    )
    .select((eb) => {
      const long = new Date(ctx.now.getTime() - longWaitMs);
      const lying = eb.and([eb('a.state', '=', 'asked'), eb('a.asked_at', '<', long)]);
      return [
        eb.fn
          .countAll<string>()
          .filterWhere(
            eb.and([
              eb('a.state', '=', 'approved'),
              eb('a.version', '=', eb.ref('t.version')),
              eb('a.expires_at', '>', ctx.now),
              eb('a.expires_at', '<=', new Date(ctx.now.getTime() + askAgainDays * 86_400_000)),
            ]),
          )
          .as('ending'),
        eb.fn.countAll<string>().filterWhere(lying).as('lying'),
        eb.fn.min('a.asked_at').filterWhere(lying).as('since'),
      ];
    })
    .where('a.network_id', '=', ctx.network.id)
    .executeTakeFirst();

/** Questions that wait for whoever is signed in. */
const ownOpen = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('story_approvals as a')
    .innerJoin('stories as s', (join) =>
      join.onRef('s.network_id', '=', 'a.network_id').onRef('s.id', '=', 'a.story_id'),
    )
    .select((eb) => [eb.fn.countAll<string>().as('count'), eb.fn.min('a.asked_at').as('since')])
    .where('a.network_id', '=', ctx.network.id)
    .where('s.account_id', '=', 'id' in ctx.actor ? ctx.actor.id : null)
    .where('a.state', '=', 'asked')
    .executeTakeFirst();
