import { dateIn } from '../../platform/http/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayExchange } from './access.ts';
import { dayIn } from './forms.ts';
import { textFor } from './item.ts';
import { waitingPractices } from './practices/queries.ts';
import { accountOf, todayOf } from './queries.ts';

/** An offer or request is named so many days before its last one. */
const endingDays = 7;

/** What the exchange wants of whoever asks: messages that she has not read, and items of hers that end soon. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  const account = accountOf(ctx);
  if (!account || !mayExchange(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const today = todayOf(ctx);
  const [unread, ending, practices] = await Promise.all([
    unreadTalks(ctx, account),
    endingItems(ctx, account),
    waitingPractices(ctx, account),
  ]);
  return [
    ...(unread && unread.count > 0
      ? [
          {
            text: t('exchange.today.unread', { count: unread.count }),
            why: t('exchange.today.unread.why'),
            since: unread.since,
            href: unread.count === 1 && unread.first ? urls.exchange.talk(at, unread.first) : urls.exchange.mine(at),
            action: t('exchange.today.unread.action'),
            key: 'exchange:unread',
            mine: true,
          },
        ]
      : []),
    ...ending
      .filter((item) => item.until >= today)
      .map((item) => ({
        text: t('exchange.today.ending', { title: textFor(item.texts, ctx.locale, ctx.network.locales)?.title ?? '' }),
        why: t('exchange.today.ending.why', { date: dateIn(ctx.locale, ctx.network.timeZone, item.until, 'date') }),
        since: null,
        href: urls.exchange.item(at, item.id),
        action: t('exchange.today.ending.action'),
        kind: 'ending',
        mine: true,
      })),
    ...practices.map(({ slug, state, since, title }): DashboardItem => {
      const what = state === 'review' ? 'review' : 'returned';
      return {
        text: t(`exchange.today.${what}`, { title: title ?? slug }),
        why: t(`exchange.today.${what}.why`),
        since,
        href: urls.practices.edit(at, slug),
        action: t('exchange.today.ending.action'),
        kind: what,
        mine: what === 'returned',
      };
    }),
  ];
}

async function unreadTalks(ctx: Ctx, account: string) {
  return ctx.trx
    .selectFrom('exchange_talks as t')
    .innerJoin('exchange_items as i', (join) =>
      join.onRef('i.network_id', '=', 't.network_id').onRef('i.id', '=', 't.item_id'),
    )
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.min('t.last_at').as('since'),
      eb.cast<string | null>(eb.fn.min(eb.cast<string>('t.id', 'text')), 'uuid').as('first'),
    ])
    .where('t.network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        eb.and([
          eb('i.account_id', '=', account),
          eb.or([eb('t.owner_read_at', 'is', null), eb('t.owner_read_at', '<', eb.ref('t.last_at'))]),
        ]),
        eb.and([
          eb('t.account_id', '=', account),
          eb.or([eb('t.other_read_at', 'is', null), eb('t.other_read_at', '<', eb.ref('t.last_at'))]),
        ]),
      ]),
    )
    .executeTakeFirst();
}

async function endingItems(ctx: Ctx, account: string) {
  const rows = await ctx.trx
    .selectFrom('exchange_items as i')
    .innerJoin('exchange_texts as t', (join) =>
      join.onRef('t.network_id', '=', 'i.network_id').onRef('t.item_id', '=', 'i.id'),
    )
    .select(['i.id', 'i.until_on', 't.locale', 't.title'])
    .where('i.network_id', '=', ctx.network.id)
    .where('i.account_id', '=', account)
    .where('i.state', '=', 'open')
    .where('i.until_on', '<=', dayIn(todayOf(ctx), endingDays))
    .execute();
  const items = new Map<string, { id: string; until: string; texts: { locale: string; title: string }[] }>();
  for (const { id, until_on, locale, title } of rows) {
    const item = items.get(id) ?? { id, until: until_on as unknown as string, texts: [] };
    item.texts.push({ locale, title });
    items.set(id, item);
  }
  return [...items.values()];
}
