import { sql } from 'kysely';
import type { Translatable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Assignment, digestOf, keyOf, type MadeBy, type Mark } from './translation.ts';

/** A text that was handed in and that nobody has taken over. */
export type Draft = { text: string; sourceDigest: string; madeBy: MadeBy; at: Date; by: string | null };
/** By `keyOf` and language. */
export type Kept<T> = Map<string, T>;

/** The key of one field in one language. */
export const unitKey = (kind: string, id: string, field: string, locale: string): string =>
  `${keyOf(kind, id, field)}:${locale}`;

type Narrowed = { kind?: string; ids?: readonly string[]; locale?: string };

function marks(ctx: Ctx, { kind, ids, locale }: Narrowed) {
  let query = ctx.trx.selectFrom('translation_marks as m').where('m.network_id', '=', ctx.network.id);
  if (kind) query = query.where('m.kind', '=', kind);
  if (ids) query = query.where('m.thing_id', 'in', ids.length > 0 ? [...ids] : ['']);
  if (locale) query = query.where('m.locale', '=', locale);
  return query;
}

/** What is known of translations: all of the network's, or those of a kind, of things, of a language. */
export async function marksOf(ctx: Ctx, narrowed: Narrowed = {}): Promise<Kept<Mark>> {
  const rows = await marks(ctx, narrowed)
    .select([
      'm.kind',
      'm.thing_id',
      'm.locale',
      'm.field',
      'm.source_locale',
      'm.source_digest',
      'm.target_digest',
      'm.made_by',
    ])
    .select(sql<boolean>`m.reviewed_at is not null`.as('reviewed'))
    .execute();
  return new Map(
    rows.map((row) => [
      unitKey(row.kind, row.thing_id, row.field, row.locale),
      {
        sourceLocale: row.source_locale,
        sourceDigest: row.source_digest,
        targetDigest: row.target_digest,
        madeBy: row.made_by as MadeBy,
        reviewed: row.reviewed,
      },
    ]),
  );
}

/** Which fields have a draft that waits. */
export async function waitingOf(ctx: Ctx): Promise<Set<string>> {
  const rows = await ctx.trx
    .selectFrom('translation_drafts')
    .select(['kind', 'thing_id', 'field', 'locale'])
    .where('network_id', '=', ctx.network.id)
    .execute();
  return new Set(rows.map((row) => unitKey(row.kind, row.thing_id, row.field, row.locale)));
}

/** The drafts of a thing in a language, by field. */
export async function draftsOf(ctx: Ctx, kind: string, id: string, locale: string): Promise<Map<string, Draft>> {
  const rows = await ctx.trx
    .selectFrom('translation_drafts as d')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.account_id'),
    )
    .select(['d.field', 'd.text', 'd.source_digest as sourceDigest', 'd.made_by as madeBy', 'd.at', 'a.name as by'])
    .where('d.network_id', '=', ctx.network.id)
    .where('d.kind', '=', kind)
    .where('d.thing_id', '=', id)
    .where('d.locale', '=', locale)
    .execute();
  return new Map(rows.map(({ field, ...row }) => [field, { ...row, madeBy: row.madeBy as MadeBy }]));
}

/** The texts from which the translations and drafts of a thing were made, by digest: for showing what changed since. */
export async function sourcesOf(ctx: Ctx, kind: string, id: string, locale: string): Promise<Map<string, string>> {
  const rows = await ctx.trx
    .selectFrom('translation_sources as s')
    .select(['s.digest', 's.text'])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.digest', 'in', marks(ctx, { kind, ids: [id], locale }).select('m.source_digest'))
    .execute();
  return new Map(rows.map((row) => [row.digest, row.text]));
}

/** Standing assignments: all, or somebody's. */
export async function assignmentsOf(ctx: Ctx, accountId?: string): Promise<Assignment[]> {
  let query = ctx.trx
    .selectFrom('translation_assignments as t')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 't.network_id').onRef('a.id', '=', 't.account_id'),
    )
    .select([
      't.id',
      't.account_id as accountId',
      'a.name',
      't.locale',
      't.kind',
      't.thing_id as thingId',
      't.reviews',
      sql<string | null>`t.due_on::text`.as('dueOn'),
      't.note',
      't.created_at as createdAt',
    ])
    .where('t.network_id', '=', ctx.network.id)
    .where('t.ended_at', 'is', null)
    .orderBy('t.due_on')
    .orderBy('t.id');
  if (accountId) query = query.where('t.account_id', '=', accountId);
  return query.execute();
}

export type HistoryLine = { verb: string; fields: string[]; at: Date; by: string | null };

/** What happened to a thing's translation, newest first. */
export async function historyOf(ctx: Ctx, kind: string, id: string, locale: string): Promise<HistoryLine[]> {
  return ctx.trx
    .selectFrom('translation_history as h')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'h.network_id').onRef('a.id', '=', 'h.account_id'),
    )
    .select(['h.verb', 'h.fields', 'h.at', 'a.name as by'])
    .where('h.network_id', '=', ctx.network.id)
    .where('h.kind', '=', kind)
    .where('h.thing_id', '=', id)
    .where('h.locale', '=', locale)
    .orderBy('h.id', 'desc')
    .limit(30)
    .execute();
}

/** Holds the translation of one thing into one language until the commit: two who save at once do so one after the other. */
export const lockTranslation = (ctx: Ctx, kind: string, id: string, locale: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${[ctx.network.id, kind, id, locale].join(' ')}, 108))`.execute(
    ctx.trx,
  );

/**
 * For results that hold no texts of their own (the search): whether what stands there in a language is, in part, a machine's that nobody
 * has reviewed. A room that reads its texts anyway asks with them (`machineMadeIn`).
 */
export async function machineMadeAmong(
  ctx: Ctx,
  kinds: readonly Translatable[],
  things: readonly { kind: string; id: string; locale: string }[],
): Promise<(kind: string, id: string, locale: string) => boolean> {
  const key = (kind: string, id: string, locale: string) => `${kind}:${id}:${locale}`;
  const asked = new Set(things.map(({ kind, id, locale }) => key(kind, id, locale)));
  if (asked.size === 0) return () => false;
  const rows = (
    await marks(ctx, { ids: [...new Set(things.map(({ id }) => id))] })
      .select(['m.kind', 'm.thing_id', 'm.locale', 'm.field', 'm.target_digest'])
      .where('m.made_by', '=', 'machine')
      .where('m.reviewed_at', 'is', null)
      .execute()
  ).filter((row) => asked.has(key(row.kind, row.thing_id, row.locale)));
  const made = new Set<string>();
  // Few are: their texts are read to see whether they are still the machine's.
  for (const [name, own] of Map.groupBy(rows, (row) => row.kind)) {
    const kind = kinds.find((one) => one.kind === name);
    for (const thing of (await kind?.find(ctx, [...new Set(own.map((row) => row.thing_id))])) ?? [])
      for (const row of own)
        if (row.thing_id === thing.id && digestOf(thing.texts[row.locale]?.[row.field] ?? '') === row.target_digest)
          made.add(key(name, thing.id, row.locale));
  }
  return (kind, id, locale) => made.has(key(kind, id, locale));
}

/** Whom standing assignments are to be told to, by mail. */
export async function assignedTo(
  ctx: Ctx,
  ids: string[],
): Promise<{ id: string; name: string; email: string; locale: string }[]> {
  const rows = await ctx.trx
    .selectFrom('translation_assignments as t')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 't.network_id').onRef('a.id', '=', 't.account_id'),
    )
    .select(['t.id', 'a.name', 'a.email', 'a.locale'])
    .where('t.network_id', '=', ctx.network.id)
    .where('t.id', 'in', ids)
    .where('t.ended_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .execute();
  return rows.flatMap(({ email, ...row }) => (email ? [{ ...row, email }] : []));
}

/** The texts from which the translations of a language were made, as far as they are other ones now or may be: by digest. */
export async function sourcesOfLanguage(ctx: Ctx, locale: string): Promise<Map<string, string>> {
  const rows = await ctx.trx
    .selectFrom('translation_sources as s')
    .select(['s.digest', 's.text'])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.digest', 'in', marks(ctx, { locale }).select('m.source_digest'))
    .execute();
  return new Map(rows.map((row) => [row.digest, row.text]));
}
