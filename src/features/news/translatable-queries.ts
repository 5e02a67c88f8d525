import { sql } from 'kysely';
import { textDigest } from '../../platform/db/index.ts';
import type { TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Items with their texts in all languages; in a list with digests in place of the texts. One statement. */
export async function itemsInLanguages(
  ctx: Ctx,
  narrowed: { limit: number } | { ids: readonly string[] },
): Promise<TranslatableThing[]> {
  const text = (column: string) => ('ids' in narrowed ? sql<string>`${sql.ref(column)}` : textDigest(column));
  let items = ctx.trx
    .selectFrom('news_items')
    .select(['id', 'state', 'publish_at', 'updated_at'])
    .where('network_id', '=', ctx.network.id)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc');
  items = 'ids' in narrowed ? items.where('id', 'in', [...narrowed.ids, noId]) : items.limit(narrowed.limit);
  const rows = await ctx.trx
    .selectFrom(items.as('i'))
    .innerJoin('news_texts as t', (join) =>
      join.on('t.network_id', '=', ctx.network.id).onRef('t.item_id', '=', 'i.id'),
    )
    .select(['i.id', 'i.state', 'i.publish_at', 't.locale', 't.title as name'])
    .select(sql<boolean>`t.body <> ''`.as('written'))
    .select([
      text('t.title').as('title'),
      text('t.summary').as('summary'),
      text('t.body').as('body'),
      text('t.picture_alt').as('picture_alt'),
    ])
    .orderBy('i.updated_at', 'desc')
    .orderBy('i.id', 'desc')
    .execute();
  const { locales } = ctx.network;
  const rank = (row: { locale: string; written: boolean }) =>
    (row.written ? 0 : 1_000) + (locales.includes(row.locale) ? locales.indexOf(row.locale) : 100);
  const things = new Map<string, TranslatableThing>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    own.sort((a, b) => rank(a) - rank(b));
    // An item has no language of its own: the first of the network's in which it is written stands for it.
    const [first] = own;
    const shown = first!.state === 'published' && first!.publish_at !== null && first!.publish_at <= ctx.now;
    things.set(id, {
      id,
      title: first!.name,
      source: first!.locale,
      readers: shown ? 'public' : 'few',
      texts: Object.fromEntries(
        own.map(({ locale, title, summary, body, picture_alt }) => [locale, { title, summary, body, picture_alt }]),
      ),
    });
  }
  return [...things.values()];
}

/** Names nothing: a list that is empty is no SQL. */
const noId = '00000000-0000-0000-0000-000000000000';
