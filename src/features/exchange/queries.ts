import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { coordinates } from '../../platform/access/index.ts';
import { dayOf } from '../../platform/http/index.ts';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { readerOf, showsField } from '../organisations/index.ts';
import { taggedWith } from '../spine/index.ts';
import { referencesOf } from '../vocabularies/index.ts';
import { mayExchange } from './access.ts';
import { type Item, type ItemKind, type ItemSide, type ItemState, sides, textFor } from './item.ts';

const pageSize = 20;
/** So many open items of the other side are looked at for a match, the newest. */
const mostCandidates = 300;

/** The subject of an item's tags. */
export const subject = 'exchange';

export const todayOf = (ctx: Ctx): string => dayOf(ctx.now, ctx.network.timeZone);
export const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** What the actor may see. One function for list, page, matches and whatever points here. */
function visibleItems(ctx: Ctx) {
  const query = ctx.trx
    .selectFrom('exchange_items as i')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'i.network_id').onRef('a.id', '=', 'i.account_id'),
    )
    .where('i.network_id', '=', ctx.network.id)
    .where('a.disabled_at', 'is', null);
  if (coordinates(ctx.actor)) return query;
  if (!mayExchange(ctx.actor))
    return query.where('i.seen', '=', 'public').where('i.state', 'in', ['open', 'matched', 'done']);
  const own = accountOf(ctx);
  return query.where((eb) => eb.or([eb('i.state', '!=', 'withdrawn'), eb('i.account_id', '=', own)]));
}

/** For the search, whose job reads for nobody: those that stand until their last day, and their words. */
export async function openItems(ctx: Ctx, ids?: readonly string[]): Promise<Item[]> {
  const open = ctx.trx
    .selectFrom('exchange_items as i')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'i.network_id').onRef('a.id', '=', 'i.account_id'),
    )
    .where('i.network_id', '=', ctx.network.id)
    .where('a.disabled_at', 'is', null)
    .where('i.state', '=', 'open')
    .$if(ids !== undefined, (query) => query.where('i.id', 'in', [...ids!]));
  return (await whole(ctx, open).execute()).map(itemOf);
}

/** Those of these that stand today and that the actor may see. */
export async function standingAmong(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await standing(ctx)
    .select('i.id')
    .where('i.id', 'in', [...ids])
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** The titles of those of these items that the actor may see, by the languages they were written in. */
export const itemTitles = (
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; locale: string; title: string }[]> =>
  visibleItems(ctx)
    .innerJoin('exchange_texts as t', (join) =>
      join.onRef('t.network_id', '=', 'i.network_id').onRef('t.item_id', '=', 'i.id'),
    )
    .select(['i.id', 't.locale', 't.title'])
    .where('i.id', 'in', [...ids])
    .orderBy('t.locale')
    .execute();

/** Those of them that stand today. */
const standing = (ctx: Ctx) => visibleItems(ctx).where('i.state', '=', 'open').where('i.until_on', '>=', todayOf(ctx));

/** With its organisation's name for whoever may know of that one. */
const whole = (ctx: Ctx, query: ReturnType<typeof visibleItems>) =>
  query
    .leftJoin('organisations as o', (join) =>
      join
        .onRef('o.network_id', '=', 'i.network_id')
        .onRef('o.id', '=', 'i.organisation_id')
        .on(() => showsField('name', readerOf(ctx.actor))),
    )
    .selectAll('i')
    .select(['a.name as author', 'o.name as organisation', 'o.slug as organisation_slug'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('exchange_texts as t')
          .select(['t.locale', 't.title', 't.body'])
          .whereRef('t.network_id', '=', 'i.network_id')
          .whereRef('t.item_id', '=', 'i.id')
          .orderBy('t.locale'),
      ).as('texts'),
      issuesOf.as('issues'),
    ]);

const issuesOf = sql<string[]>`array(
  select g.noun_id from tags g
   where g.network_id = i.network_id and g.subject = ${sql.lit(subject)} and g.subject_id = i.id and g.noun = 'issue'
   order by g.noun_id)`;

type Row = Awaited<ReturnType<ReturnType<typeof whole>['executeTakeFirstOrThrow']>>;

const itemOf = (row: Row): Item => ({
  id: row.id,
  side: row.side as ItemSide,
  kind: row.kind as ItemKind,
  accountId: row.account_id,
  author: row.author,
  organisationId: row.organisation_id,
  organisation: row.organisation,
  organisationSlug: row.organisation_slug,
  country: row.country,
  whereabouts: row.whereabouts,
  languages: row.languages,
  from: row.from_on as unknown as string | null,
  until: row.until_on as unknown as string,
  seen: row.seen as Item['seen'],
  state: row.state as ItemState,
  result: row.result,
  sample: row.sample,
  createdAt: row.created_at,
  issues: row.issues,
  texts: row.texts,
});

/** What narrows the list; each by its own value or not at all. */
export type Filters = { side?: string; kind?: string; country?: string; language?: string; issue?: string };

function narrowed(query: ReturnType<typeof standing>, { side, kind, country, language, issue }: Filters) {
  let narrow = query;
  if (side) narrow = narrow.where('i.side', '=', side);
  if (kind) narrow = narrow.where('i.kind', '=', kind);
  if (country) narrow = narrow.where('i.country', '=', country);
  if (language) narrow = narrow.where(sql<boolean>`${language} = any(i.languages)`);
  if (issue)
    narrow = narrow.where((eb) =>
      eb.exists(
        eb
          .selectFrom('tags as g')
          .select('g.noun_id')
          .whereRef('g.network_id', '=', 'i.network_id')
          .where('g.subject', '=', subject)
          .whereRef('g.subject_id', '=', 'i.id')
          .where('g.noun', '=', 'issue')
          .where('g.noun_id', '=', issue),
      ),
    );
  return narrow;
}

/** What stands today, the newest first. `before` is the id at which the page before ended. */
export async function listItems(
  ctx: Ctx,
  filters: Filters,
  before?: string,
): Promise<{ items: Item[]; next: string | undefined }> {
  let query = narrowed(standing(ctx), filters);
  if (before) query = query.where('i.id', '<', before);
  const rows = await whole(ctx, query)
    .orderBy('i.id', 'desc')
    .limit(pageSize + 1)
    .execute();
  const items = rows.slice(0, pageSize).map(itemOf);
  return { items, next: rows.length > pageSize ? items.at(-1)?.id : undefined };
}

/** How many there are by each value of each facet, of all that stand today. */
export async function facets(ctx: Ctx): Promise<{ facet: string; value: string; count: number }[]> {
  return ctx.trx
    .with('shown', () => standing(ctx).select(['i.network_id', 'i.id', 'i.side', 'i.kind', 'i.country', 'i.languages']))
    .selectFrom(
      sql<{ facet: string; value: string; count: number }>`(
        select 'side' as facet, side as value, count(*) as count from shown group by side
        union all select 'kind', kind, count(*) from shown group by kind
        union all select 'country', country, count(*) from shown where country is not null group by country
        union all select 'language', language, count(*) from shown, unnest(languages) as language group by language
        union all select 'issue', g.noun_id, count(*) from shown join tags g on g.network_id = shown.network_id
          and g.subject = ${sql.lit(subject)} and g.subject_id = shown.id and g.noun = 'issue' group by g.noun_id
      )`.as('counted'),
    )
    .select(['facet', 'value', 'count'])
    .execute();
}

/** One item, if the actor may see it. With `lock` nobody else changes it until the commit. */
export async function findItem(ctx: Ctx, id: string, lock = false): Promise<Item | undefined> {
  let query = whole(ctx, visibleItems(ctx)).where('i.id', '=', id);
  if (lock) query = query.forUpdate('i');
  const row = await query.executeTakeFirst();
  return row && itemOf(row);
}

/** Her own items, the newest first; a hundred at most. */
export async function itemsOf(ctx: Ctx, accountId: string): Promise<Item[]> {
  const rows = await whole(ctx, visibleItems(ctx))
    .where('i.account_id', '=', accountId)
    .orderBy('i.id', 'desc')
    .limit(100)
    .execute();
  return rows.map(itemOf);
}

/**
 * What may fit these items: of the other side, standing, not hers, of their kinds or about their issues. `since`: what is newer
 * than that alone.
 */
export async function candidatesFor(ctx: Ctx, items: readonly Item[], since?: Date): Promise<Item[]> {
  if (items.length === 0) return [];
  const kinds = [...new Set(items.map((item) => item.kind))];
  const issues = [...new Set(items.flatMap((item) => item.issues))];
  let query = standing(ctx)
    .where('i.side', 'in', [...new Set(items.map((item) => (item.side === 'offer' ? 'request' : 'offer')))])
    .where('i.account_id', '!=', items[0]!.accountId)
    .where((eb) =>
      eb.or([
        eb('i.kind', 'in', kinds),
        ...(issues.length > 0
          ? [
              eb.exists(
                eb
                  .selectFrom('tags as g')
                  .select('g.noun_id')
                  .whereRef('g.network_id', '=', 'i.network_id')
                  .where('g.subject', '=', subject)
                  .whereRef('g.subject_id', '=', 'i.id')
                  .where('g.noun', '=', 'issue')
                  .where('g.noun_id', 'in', issues),
              ),
            ]
          : []),
      ]),
    );
  if (since) query = query.where('i.created_at', '>', since);
  const rows = await whole(ctx, query).orderBy('i.id', 'desc').limit(mostCandidates).execute();
  return rows.map(itemOf);
}

/** Offers and requests about a noun that stand and that the actor may see, the newest first. */
export async function itemsPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const groups = await Promise.all(
    sides.map((side) => {
      const pointing = standing(ctx)
        .select('i.id')
        .where('i.side', '=', side)
        // What stands for an organisation points to it without a tag.
        .where((eb) =>
          noun.kind === 'organisation'
            ? eb('i.organisation_id', '=', noun.id)
            : eb('i.id', 'in', taggedWith(ctx, subject, noun)),
        );
      return referencesOf(ctx, page, side, pointing, async () => {
        let query = whole(ctx, pointing.clearSelect()).orderBy('i.id', 'desc');
        if (page.after) query = query.where('i.id', '<', page.after);
        const rows = await query.limit(page.limit).execute();
        return rows.map((row) => {
          const text = textFor(row.texts, ctx.locale, ctx.network.locales);
          return { id: row.id, title: text?.title ?? '', locale: text?.locale, href: urls.exchange.item(at, row.id) };
        });
      });
    }),
  );
  return groups.flat();
}

/** The organisations for which somebody may speak today, by name. */
export async function organisationsOf(ctx: Ctx, accountId: string): Promise<{ id: string; name: string }[]> {
  const today = todayOf(ctx);
  return ctx.trx
    .selectFrom('affiliations as f')
    .innerJoin('organisations as o', (join) =>
      join.onRef('o.network_id', '=', 'f.network_id').onRef('o.id', '=', 'f.organisation_id'),
    )
    .select(['o.id', 'o.name'])
    .distinct()
    .where('f.network_id', '=', ctx.network.id)
    .where('f.account_id', '=', accountId)
    .where('f.represents', '=', true)
    .where('f.from_on', '<=', today)
    .where((eb) => eb.or([eb('f.until_on', 'is', null), eb('f.until_on', '>', today)]))
    .where('o.closed_at', 'is', null)
    .orderBy('o.name')
    .execute();
}
