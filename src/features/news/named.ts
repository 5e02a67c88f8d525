import { coordinates } from '../../platform/access/index.ts';
import { machineMadeIn } from '../../platform/db/index.ts';
import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { isReady } from './item.ts';

/** News by its titles; what is not public yet for coordinators alone. */
export const logNames: LogNames = {
  nouns: ['news', 'news-picture', 'news-stories', 'news-text'],
  async names(ctx, ids) {
    const desk = coordinates(ctx.actor);
    let query = ctx.trx
      .selectFrom('news_items as i')
      .innerJoin('news_texts as t', (join) =>
        join.onRef('t.network_id', '=', 'i.network_id').onRef('t.item_id', '=', 'i.id'),
      )
      .select(['i.id', 'i.slug', 't.locale', 't.title', 't.body'])
      .select(machineMadeIn('news', 't.item_id', 't.locale', { title: 't.title' }).as('machine'))
      .where('i.network_id', '=', ctx.network.id)
      .where('i.id', 'in', [...ids]);
    if (!desk) query = query.where('i.state', '=', 'published').where('i.publish_at', '<=', ctx.now);
    const texts = Map.groupBy(
      (await query.execute()).filter((text) => desk || isReady(text)),
      (text) => text.id,
    );
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return new Map(
      [...texts].map(([id, own]) => {
        const wanted = [ctx.locale, ...ctx.network.locales].map((locale) => own.find((one) => one.locale === locale));
        const { title, slug, machine } = wanted.find((one) => one !== undefined) ?? own[0]!;
        const href = desk ? urls.news.edit(at, id) : urls.news.show(at, slug);
        return [id, { name: title, href, machine: machine.length > 0 }];
      }),
    );
  },
};
