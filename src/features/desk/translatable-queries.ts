import { sql } from 'kysely';
import { textDigest } from '../../platform/db/index.ts';
import type { TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

const columns = [
  'title',
  'summary',
  'story',
  'addressees',
  'letter_subject',
  'letter_body',
  'thanks',
  'picture_alt',
] as const;

/** Campaigns with their words in all languages; in a list with digests in place of the texts. What is asked is one text, a line each. One statement. */
export async function campaignsInLanguages(
  ctx: Ctx,
  narrowed: { limit: number } | { ids: readonly string[] },
): Promise<TranslatableThing[]> {
  const text = (column: string) => ('ids' in narrowed ? sql<string>`${sql.ref(column)}` : textDigest(column));
  let campaigns = ctx.trx
    .selectFrom('campaigns')
    .select(['id', 'state', 'updated_at'])
    .where('network_id', '=', ctx.network.id)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc');
  campaigns =
    'ids' in narrowed ? campaigns.where('id', 'in', [...narrowed.ids, noId]) : campaigns.limit(narrowed.limit);
  const rows = await ctx.trx
    .selectFrom(campaigns.as('c'))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('campaign_texts as x')
          .select(['x.locale', 'x.title as name', ...columns.map((column) => `x.${column}` as const)])
          .select(sql<string>`array_to_string(x.asks, E'\\n')`.as('asks'))
          .where('x.network_id', '=', ctx.network.id)
          .whereRef('x.campaign_id', '=', 'c.id')
          .as('t'),
      (join) => join.onTrue(),
    )
    .select(['c.id', 'c.state', 't.locale', 't.name'])
    .select([...columns.map((column) => text(`t.${column}`).as(column)), text('t.asks').as('asks')])
    .orderBy('c.updated_at', 'desc')
    .orderBy('c.id', 'desc')
    .execute();
  const { locales } = ctx.network;
  const rank = (locale: string) => (locales.includes(locale) ? locales.indexOf(locale) : locales.length);
  const things: TranslatableThing[] = [];
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    // The first of the network's languages in which it is written stands for its own.
    const first = own.sort((a, b) => rank(a.locale) - rank(b.locale))[0]!;
    things.push({
      id,
      title: first.name || id,
      source: first.locale,
      readers: first.state === 'draft' ? 'few' : 'public',
      texts: Object.fromEntries(
        own.map(({ id: _id, state: _state, name: _name, locale, ...texts }) => [
          locale,
          texts as Record<string, string>,
        ]),
      ),
    });
  }
  return things;
}

/** Names nothing: a list that is empty is no SQL. */
const noId = '00000000-0000-0000-0000-000000000000';
