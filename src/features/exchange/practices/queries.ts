import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { BackReferences, ReferencePage, SpineNoun } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { urls } from '../../../urls.ts';
import { showsTo } from '../../directory/index.ts';
import { organisationDefaults, readerOf, showsField } from '../../organisations/index.ts';
import { taggedWith } from '../../spine/index.ts';
import { referencesOf } from '../../vocabularies/index.ts';
import { mayExchange, mayReview } from '../access.ts';
import { accountOf } from '../queries.ts';
import { folded, type Practice, type PracticeLink, wordsFor } from './practice.ts';

const pageSize = 20;

/** The subject of its tags. */
export const subject = 'practice';

/** What the actor may read: what is published for her; her own; everything for coordinators. */
function visible(ctx: Ctx) {
  const query = ctx.trx.selectFrom('practices as p').where('p.network_id', '=', ctx.network.id);
  if (mayReview(ctx.actor)) return query;
  const member = mayExchange(ctx.actor);
  const own = member ? accountOf(ctx) : null;
  return query.where((eb) =>
    eb.or([
      eb.and([eb('p.state', '=', 'published'), ...(member ? [] : [eb('p.public', '=', true)])]),
      ...(own ? [eb('p.account_id', '=', own)] : []),
    ]),
  );
}

/** With the names of those organisations of which the actor may know. */
const whole = (ctx: Ctx, query: ReturnType<typeof visible>) =>
  query
    .leftJoin('organisations as o', (join) =>
      join
        .onRef('o.network_id', '=', 'p.network_id')
        .onRef('o.id', '=', 'p.organisation_id')
        .on(() => showsField('name', readerOf(ctx.actor))),
    )
    .selectAll('p')
    .select(['o.name as organisation', 'o.slug as organisation_slug'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('practice_texts as t')
          .select(['t.locale', 't.title', 't.problem', 't.done', 't.result', 't.not_for as notFor'])
          .whereRef('t.network_id', '=', 'p.network_id')
          .whereRef('t.practice_id', '=', 'p.id')
          .orderBy('t.locale'),
      ).as('texts'),
      jsonArrayFrom(
        eb
          .selectFrom('practice_uses as u')
          .leftJoin('organisations as uo', (join) =>
            join
              .onRef('uo.network_id', '=', 'u.network_id')
              .onRef('uo.id', '=', 'u.organisation_id')
              .on(() => showsTo(sql.ref('uo.visibility'), 'name', organisationDefaults, readerOf(ctx.actor))),
          )
          .select([
            'u.id',
            'u.account_id as accountId',
            'uo.name as organisation',
            'uo.slug as organisationSlug',
            'u.country',
            'u.began',
            'u.locale',
            'u.changed',
          ])
          .whereRef('u.network_id', '=', 'p.network_id')
          .whereRef('u.practice_id', '=', 'p.id')
          .orderBy('u.id'),
      ).as('uses'),
      sql<string[]>`array(
        select g.noun_id from tags g
         where g.network_id = p.network_id and g.subject = ${sql.lit(subject)} and g.subject_id = p.id and g.noun = 'issue'
         order by g.noun_id)`.as('issues'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof whole>['executeTakeFirstOrThrow']>>;

const practiceOf = (row: Row): Practice => ({
  id: row.id,
  slug: row.slug,
  state: row.state as Practice['state'],
  public: row.public,
  accountId: row.account_id,
  organisationId: row.organisation_id,
  organisation: row.organisation,
  organisationSlug: row.organisation_slug,
  country: row.country,
  began: row.began,
  links: row.links as PracticeLink[],
  note: row.note,
  sample: row.sample,
  publishedAt: row.published_at,
  issues: row.issues,
  texts: row.texts,
  uses: row.uses,
});

export type Filters = { country?: string; issue?: string; language?: string; q?: string };

/** The titles of those of these practices that the actor may read, by their languages. */
export const practiceTitles = (
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; slug: string; locale: string; title: string }[]> =>
  visible(ctx)
    .innerJoin('practice_texts as t', (join) =>
      join.onRef('t.network_id', '=', 'p.network_id').onRef('t.practice_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.slug', 't.locale', 't.title'])
    .where('p.id', 'in', [...ids])
    .orderBy('t.locale')
    .execute();

const published = (ctx: Ctx) => visible(ctx).where('p.state', '=', 'published');

/** For the search: those that are published and that the actor may read; for its job, which acts for nobody, all. */
export async function publishedPractices(ctx: Ctx, ids?: readonly string[]): Promise<Practice[]> {
  const all = ctx.trx.selectFrom('practices as p').where('p.network_id', '=', ctx.network.id);
  const query = (ctx.actor.kind === 'system' ? all : visible(ctx)).where('p.state', '=', 'published');
  return (await whole(ctx, ids ? query.where('p.id', 'in', [...ids]) : query).execute()).map(practiceOf);
}

/** Published practices, the newest first. A practice counts for a country where it began or was taken up. */
export async function listPractices(
  ctx: Ctx,
  { country, issue, language, q }: Filters,
  before?: string,
  limit = pageSize,
): Promise<{ practices: Practice[]; next: string | undefined }> {
  let query = published(ctx);
  if (country)
    query = query.where((eb) =>
      eb.or([
        eb('p.country', '=', country),
        eb.exists(
          eb
            .selectFrom('practice_uses as u')
            .select('u.id')
            .whereRef('u.network_id', '=', 'p.network_id')
            .whereRef('u.practice_id', '=', 'p.id')
            .where('u.country', '=', country),
        ),
      ]),
    );
  if (issue)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('tags as g')
          .select('g.noun_id')
          .whereRef('g.network_id', '=', 'p.network_id')
          .where('g.subject', '=', subject)
          .whereRef('g.subject_id', '=', 'p.id')
          .where('g.noun', '=', 'issue')
          .where('g.noun_id', '=', issue),
      ),
    );
  const words = folded(q ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, 8);
  if (language || words.length > 0)
    query = query.where((eb) => {
      let text = eb
        .selectFrom('practice_texts as t')
        .select('t.locale')
        .whereRef('t.network_id', '=', 'p.network_id')
        .whereRef('t.practice_id', '=', 'p.id');
      if (language) text = text.where('t.locale', '=', language);
      for (const word of words) text = text.where(sql<boolean>`position(${word} in t.search_key) > 0`);
      return eb.exists(text);
    });
  const key = before ? /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(before) : null;
  if (key)
    query = query.where((eb) =>
      eb.or([
        eb('p.published_at', '<', new Date(key[1]!)),
        eb.and([eb('p.published_at', '=', new Date(key[1]!)), eb('p.id', '<', key[2]!)]),
      ]),
    );
  const rows = await whole(ctx, query)
    .orderBy('p.published_at', 'desc')
    .orderBy('p.id', 'desc')
    .limit(limit + 1)
    .execute();
  const practices = rows.slice(0, limit).map(practiceOf);
  const last = practices.at(-1);
  return {
    practices,
    next: rows.length > limit && last ? `${last.publishedAt!.toISOString()}_${last.id}` : undefined,
  };
}

/** How many there are by each value of each facet. */
export async function practiceFacets(ctx: Ctx): Promise<{ facet: string; value: string; count: number }[]> {
  return ctx.trx
    .with('shown', () => published(ctx).select(['p.network_id', 'p.id', 'p.country']))
    .selectFrom(
      sql<{ facet: string; value: string; count: number }>`(
        select 'country' as facet, country as value, count(distinct id) as count from (
          select id, country from shown where country is not null
          union select s.id, u.country from shown s join practice_uses u on u.network_id = s.network_id and u.practice_id = s.id
        ) placed group by country
        union all select 'language', t.locale, count(*) from shown s join practice_texts t
          on t.network_id = s.network_id and t.practice_id = s.id group by t.locale
        union all select 'issue', g.noun_id, count(*) from shown s join tags g on g.network_id = s.network_id
          and g.subject = ${sql.lit(subject)} and g.subject_id = s.id and g.noun = 'issue' group by g.noun_id
      )`.as('counted'),
    )
    .select(['facet', 'value', 'count'])
    .execute();
}

/** One practice, if the actor may read it. With `lock` nobody else changes it until the commit. */
export async function findPractice(ctx: Ctx, slug: string, lock = false): Promise<Practice | undefined> {
  let query = whole(ctx, visible(ctx)).where('p.slug', '=', slug);
  if (lock) query = query.forUpdate('p');
  const row = await query.executeTakeFirst();
  return row && practiceOf(row);
}

/** What she wrote, and for coordinators what waits for them, the newest first; a hundred at most. */
export async function workOn(ctx: Ctx, accountId: string): Promise<Practice[]> {
  const rows = await whole(ctx, visible(ctx))
    .where((eb) =>
      eb.or([eb('p.account_id', '=', accountId), ...(mayReview(ctx.actor) ? [eb('p.state', '=', 'review')] : [])]),
    )
    .orderBy('p.id', 'desc')
    .limit(100)
    .execute();
  return rows.map(practiceOf);
}

/** Practices about a noun that are published for the actor, the newest first. */
export function practicesPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  const pointing = published(ctx)
    .select('p.id')
    // What an organisation tried, or took up, points to it without a tag.
    .where((eb) =>
      noun.kind === 'organisation'
        ? eb.or([
            eb('p.organisation_id', '=', noun.id),
            eb.exists(
              eb
                .selectFrom('practice_uses as u')
                .select('u.id')
                .whereRef('u.network_id', '=', 'p.network_id')
                .whereRef('u.practice_id', '=', 'p.id')
                .where('u.organisation_id', '=', noun.id),
            ),
          ])
        : eb('p.id', 'in', taggedWith(ctx, subject, noun)),
    );
  return referencesOf(ctx, page, 'practice', pointing, async () => {
    let query = whole(ctx, pointing.clearSelect()).orderBy('p.published_at', 'desc').orderBy('p.id', 'desc');
    if (page.after)
      query = query.where(
        sql<boolean>`(p.published_at, p.id) < (
          select a.published_at, a.id from practices a where a.network_id = ${ctx.network.id} and a.id = ${page.after} and a.id in ${pointing})`,
      );
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return (await query.limit(page.limit).execute()).map(practiceOf).map((practice) => {
      const text = wordsFor(practice, ctx.locale, ctx.network.locales);
      const href = urls.practices.show(at, practice.slug);
      return { id: practice.id, title: text?.title ?? practice.slug, locale: text?.locale, href };
    });
  });
}

/** What waits: for coordinators what is to be reviewed, for its author what was sent back. */
export async function waitingPractices(ctx: Ctx, accountId: string) {
  return ctx.trx
    .selectFrom('practices as p')
    .innerJoin('practice_texts as t', (join) =>
      join.onRef('t.network_id', '=', 'p.network_id').onRef('t.practice_id', '=', 'p.id'),
    )
    .select((eb) => ['p.slug', 'p.state', 'p.submitted_at as since', eb.fn.min('t.title').as('title')])
    .where('p.network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        ...(mayReview(ctx.actor) ? [eb('p.state', '=', 'review')] : []),
        eb.and([eb('p.account_id', '=', accountId), eb('p.state', '=', 'draft'), eb('p.note', '!=', '')]),
      ]),
    )
    .groupBy(['p.network_id', 'p.id', 'p.slug', 'p.state', 'p.submitted_at'])
    .execute();
}
