import type { LogNames, Named } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayExchange } from './access.ts';
import { textFor } from './item.ts';
import { practiceTitles } from './practices/queries.ts';
import { itemTitles } from './queries.ts';

/**
 * Offers, requests and practices by their titles, for who belongs: the public reads some of them, but never whose they are, and a line of
 * the log that named one would say it.
 */
export const logNames: LogNames[] = [
  {
    nouns: ['exchange-item', 'exchange-text'],
    facts: ['item'],
    names: async (ctx, ids) =>
      mayExchange(ctx.actor)
        ? named(ctx, await itemTitles(ctx, ids), (at, { id }) => urls.exchange.item(at, id))
        : none,
  },
  {
    nouns: ['practice', 'practice-text'],
    names: async (ctx, ids) =>
      mayExchange(ctx.actor)
        ? named(ctx, await practiceTitles(ctx, ids), (at, { slug }) => urls.practices.show(at, slug))
        : none,
  },
];

const none: ReadonlyMap<string, Named> = new Map();

/** Each in the reader's language, else in the first of the network's that it has. */
function named<T extends { id: string; locale: string; title: string }>(
  ctx: Ctx,
  titles: T[],
  href: (at: { network: string; locale: string }, text: T) => string,
): ReadonlyMap<string, Named> {
  const at = { network: ctx.network.slug, locale: ctx.locale };
  return new Map(
    [...Map.groupBy(titles, (text) => text.id)].map(([id, own]) => {
      const text = textFor(own, ctx.locale, ctx.network.locales)!;
      return [id, { name: text.title, href: href(at, text) }];
    }),
  );
}
