import { type RawBuilder, sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { textDigest } from '../../../platform/db/index.ts';
import type { TranslatableThing } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';

/** What a network may call in its own words. */
export const nouns = ['issue', 'place'] as const;
export type Noun = (typeof nouns)[number];

export type OwnWords = { label: string; summary: string };

/**
 * A query fragment: labels by language, the network's own over the project's. `labels` and `id` are columns (`i.labels`, `i.id`). The
 * network is the transaction's: reference tables are read by rooms that are given no network.
 */
export const labelsIn = (noun: Noun, labels: string, id: string): RawBuilder<Record<string, string>> => sql`
  (${sql.ref(labels)} || coalesce((select jsonb_object_agg(ow.locale, ow.label) from vocabulary_words ow
    where ow.network_id = public.current_network() and ow.noun = ${sql.lit(noun)} and ow.noun_id = ${sql.ref(id)}), '{}'))`;

/** The network's own words for one issue or place, by language. */
export async function ownWordsOf(ctx: Ctx, noun: Noun, id: string): Promise<Record<string, OwnWords>> {
  const rows = await ctx.trx
    .selectFrom('vocabulary_words')
    .select(['locale', 'label', 'summary'])
    .where('network_id', '=', ctx.network.id)
    .where('noun', '=', noun)
    .where('noun_id', '=', id)
    .execute();
  return Object.fromEntries(rows.map(({ locale, ...words }) => [locale, words]));
}

/** The project's own words for one issue or place, by language; undefined when there is none of that name. */
export async function projectWordsOf(ctx: Ctx, noun: Noun, id: string): Promise<Record<string, OwnWords> | undefined> {
  const row =
    noun === 'issue'
      ? await ctx.trx.selectFrom('issues').select(['labels', 'summaries']).where('id', '=', id).executeTakeFirst()
      : await ctx.trx.selectFrom('places').select('labels').where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const labels = row.labels as Record<string, string>;
  const summaries = ('summaries' in row ? row.summaries : {}) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(labels).map(([locale, label]) => [locale, { label, summary: summaries[locale] ?? '' }]),
  );
}

/** Which issues and places the network calls in its own words, with what it calls them. */
export async function ownWords(ctx: Ctx): Promise<{ noun: Noun; id: string; locale: string; label: string }[]> {
  const rows = await ctx.trx
    .selectFrom('vocabulary_words')
    .select(['noun', 'noun_id as id', 'locale', 'label'])
    .where('network_id', '=', ctx.network.id)
    .orderBy('noun')
    .orderBy('noun_id')
    .orderBy('locale')
    .execute();
  return rows.map((row) => ({ ...row, noun: row.noun as Noun }));
}

/** Two who save the words of one issue or place do so one after the other. */
export const lockOwnWords = (ctx: Ctx, noun: Noun, id: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.network.id} ${noun} ${id}`}, 109))`.execute(ctx.trx);

/** Writes the network's own words in one language; none: the project's stand again. */
export async function saveOwnWords(
  ctx: Ctx,
  noun: Noun,
  id: string,
  locale: string,
  words: OwnWords | undefined,
): Promise<void> {
  if (words) {
    const row = { label: words.label, summary: words.summary, at: ctx.now };
    await ctx.trx
      .insertInto('vocabulary_words')
      .values({ network_id: ctx.network.id, noun, noun_id: id, locale, ...row })
      .onConflict((conflict) => conflict.columns(['network_id', 'noun', 'noun_id', 'locale']).doUpdateSet(row))
      .execute();
  } else {
    await ctx.trx
      .deleteFrom('vocabulary_words')
      .where('network_id', '=', ctx.network.id)
      .where('noun', '=', noun)
      .where('noun_id', '=', id)
      .where('locale', '=', locale)
      .execute();
  }
  await record(ctx, {
    verb: words ? 'saved' : 'removed',
    noun: 'own-word',
    id: ctx.network.id,
    detail: { noun, id, locale },
  });
}

/** What the network calls in its own words, as things to translate; in a list with digests in place of the texts. One statement. */
export async function wordsInLanguages(
  ctx: Ctx,
  noun: Noun,
  narrowed: { limit: number } | { ids: readonly string[] },
): Promise<TranslatableThing[]> {
  const text = (column: string) => ('ids' in narrowed ? sql<string>`${sql.ref(column)}` : textDigest(column));
  let query = ctx.trx
    .selectFrom('vocabulary_words')
    .select(['noun_id as id', 'locale', 'label as name', text('label').as('label'), text('summary').as('summary')])
    .where('network_id', '=', ctx.network.id)
    .where('noun', '=', noun)
    .orderBy('noun_id');
  if ('ids' in narrowed) query = query.where('noun_id', 'in', narrowed.ids.length > 0 ? [...narrowed.ids] : ['']);
  const rows = await query.execute();
  const { locales } = ctx.network;
  const rank = (locale: string) => (locales.includes(locale) ? locales.indexOf(locale) : locales.length);
  const things: TranslatableThing[] = [];
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    // The first of the network's languages in which it has words of its own stands for their source.
    const first = own.sort((a, b) => rank(a.locale) - rank(b.locale))[0]!;
    const part = (row: (typeof own)[number]): Record<string, string> =>
      noun === 'issue' ? { label: row.label, summary: row.summary } : { label: row.label };
    things.push({
      id,
      title: first.name,
      source: first.locale,
      readers: 'public',
      texts: Object.fromEntries(own.map((row) => [row.locale, part(row)])),
    });
  }
  return 'ids' in narrowed ? things : things.slice(0, narrowed.limit);
}
