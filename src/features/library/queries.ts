import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { visibleWorks } from './access.ts';
import type { Filters, Sort } from './filters.ts';
import { versionColumns, workColumns, workOf } from './rows.ts';
import { type RelationKind, type Version, versionFor, type Work, type WorkFile } from './work.ts';

/** A work as a list shows it: in one language, with the others named. */
export type WorkLine = Work & { version: Omit<Version, 'body'>; locales: string[]; files: number; readable: boolean };

/** A work with all its languages and files. */
export type WorkPage = { work: Work; versions: Version[]; files: WorkFile[]; related: Related[] };

/** Another work and how the two belong together. `way`: `to` when this work names the other one. */
export type Related = {
  kind: RelationKind;
  way: 'to' | 'from';
  id: string;
  slug: string;
  title: string;
  locale: string;
};

export const pageSize = 20;

/** The visible works that pass the filters. */
function filtered(ctx: Ctx, filters: Filters) {
  let query = visibleWorks(ctx);
  if (filters.kind) query = query.where('w.kind', '=', filters.kind);
  if (filters.access) query = query.where('w.access', filters.access === 'public' ? '=' : '!=', 'public');
  if (filters.year) query = query.where('w.dated', '>=', filters.year).where('w.dated', '<', `${filters.year}~`);
  if (filters.language)
    query = query.where('w.id', 'in', (eb) =>
      eb
        .selectFrom('library_versions as v')
        .select('v.work_id')
        .where('v.network_id', '=', ctx.network.id)
        .where('v.locale', '=', filters.language!),
    );
  for (const [noun, id] of [
    ['place', filters.country],
    ['issue', filters.issue],
  ] as const) {
    if (!id) continue;
    query = query.where('w.id', 'in', (eb) =>
      eb
        .selectFrom('tags as t')
        .select('t.subject_id')
        .where('t.network_id', '=', ctx.network.id)
        .where('t.noun', '=', noun)
        .where('t.noun_id', '=', id)
        .where('t.subject', '=', 'library'),
    );
  }
  return query;
}

/** The key of the last line of a page: what the order rests on, and the id. */
const keyOf = (sort: Sort, row: { dated: string; publish_at: Date | null; id: string; title_key?: string }): string =>
  `${sort === 'title' ? row.title_key : sort === 'added' ? row.publish_at!.toISOString() : row.dated}_${row.id}`;

/** One page of the list, in the reader's language. `after` is the key that the page before gave. */
export async function listWorks(
  ctx: Ctx,
  filters: Filters,
  { sort = 'newest', after, limit = pageSize }: { sort?: Sort; after?: string; limit?: number } = {},
): Promise<{ works: WorkLine[]; next?: string }> {
  const split = after?.lastIndexOf('_') ?? -1;
  const id = after?.slice(split + 1);
  const key =
    after && split >= 0 && /^[0-9a-f-]{36}$/.test(id!) ? { value: after.slice(0, split), id: id! } : undefined;
  let query = filtered(ctx, filters).select(workColumns);
  if (sort === 'title') {
    const title = sql<string>`(select v.title_key from library_versions v where v.network_id = w.network_id and v.work_id = w.id
      order by v.locale = ${ctx.locale} desc, v.original desc, v.locale limit 1)`;
    query = query.select(title.as('title_key'));
    if (key) query = query.where(sql<boolean>`(${title}, w.id) > (${key.value}, ${key.id}::uuid)`);
    query = query.orderBy(title).orderBy('w.id');
  } else if (sort === 'added') {
    const at = key && new Date(key.value);
    if (key && at && !Number.isNaN(at.getTime()))
      query = query.where(sql<boolean>`(w.publish_at, w.id) < (${at}, ${key.id}::uuid)`);
    query = query.orderBy('w.publish_at', 'desc').orderBy('w.id', 'desc');
  } else {
    if (key) query = query.where(sql<boolean>`(w.dated, w.id) < (${key.value}, ${key.id}::uuid)`);
    query = query.orderBy('w.dated', 'desc').orderBy('w.id', 'desc');
  }
  const rows = await query.limit(limit + 1).execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    works: await linesOf(ctx, shown.map(workOf)),
    next: rows.length > limit && last ? keyOf(sort, last) : undefined,
  };
}

/** Those of these works that the actor may see, newest first. */
export async function visibleAmong(ctx: Ctx, ids: string[]): Promise<WorkLine[]> {
  if (ids.length === 0) return [];
  const rows = await visibleWorks(ctx)
    .select(workColumns)
    .where('w.id', 'in', ids)
    .orderBy('w.dated', 'desc')
    .orderBy('w.id', 'desc')
    .execute();
  return linesOf(ctx, rows.map(workOf));
}

/** The works of a publisher among the organisations that the actor may see, newest first. */
export async function worksOfPublisher(ctx: Ctx, organisationId: string): Promise<WorkLine[]> {
  const rows = await visibleWorks(ctx)
    .select(workColumns)
    .where('w.publisher_id', '=', organisationId)
    .orderBy('w.dated', 'desc')
    .limit(100)
    .execute();
  return linesOf(ctx, rows.map(workOf));
}

/** Works with their words in the reader's language, and the languages there are. Two queries, however many works. */
export async function linesOf(ctx: Ctx, works: Work[]): Promise<WorkLine[]> {
  const ids = works.map((work) => work.id);
  if (ids.length === 0) return [];
  const versions = await ctx.trx
    .selectFrom('library_versions')
    .select(['id', 'work_id', 'locale', 'title', 'subtitle', 'abstract', 'original', 'translators'])
    .select(sql<boolean>`body <> ''`.as('written'))
    .where('network_id', '=', ctx.network.id)
    .where('work_id', 'in', ids)
    .orderBy('locale')
    .execute();
  const counts = await ctx.trx
    .selectFrom('library_files as f')
    .innerJoin('library_versions as v', (join) =>
      join.onRef('v.network_id', '=', 'f.network_id').onRef('v.id', '=', 'f.version_id'),
    )
    .select(['v.work_id', sql<number>`count(*)::integer`.as('files')])
    .where('f.network_id', '=', ctx.network.id)
    .where('v.work_id', 'in', ids)
    .groupBy('v.work_id')
    .execute();
  const files = new Map(counts.map((row) => [row.work_id, row.files]));
  return works.flatMap((work) => {
    const own = versions.filter((version) => version.work_id === work.id);
    const shown = versionFor(own, ctx.locale, ctx.network.locales);
    if (!shown) return [];
    const { work_id: _, written, ...version } = shown;
    return [
      {
        ...work,
        version,
        locales: own.map((one) => one.locale),
        files: files.get(work.id) ?? 0,
        readable: written,
      },
    ];
  });
}

/** How many visible works each choice of each filter would give, beside the other filters. One query. */
export async function facets(ctx: Ctx, filters: Filters): Promise<Facets> {
  const ids = filtered(ctx, filters).select(['w.id', 'w.kind', 'w.access', 'w.dated']);
  const { rows } = await sql<{ facet: string; value: string; n: number }>`
    with seen as materialized (${ids})
    select 'total' as facet, '' as value, count(*)::integer as n from seen
    union all select 'kind', kind, count(*)::integer from seen group by kind
    union all select 'access', case when access = 'public' then 'public' else 'members' end, count(*)::integer from seen group by 2
    union all select 'year', left(dated, 4), count(*)::integer from seen where dated <> '' group by 2
    union all select 'language', v.locale, count(*)::integer from seen
      join library_versions v on v.network_id = ${ctx.network.id} and v.work_id = seen.id group by v.locale
    union all select t.noun, t.noun_id, count(*)::integer from seen
      join tags t on t.network_id = ${ctx.network.id} and t.subject = 'library' and t.subject_id = seen.id
      where t.noun in ('issue', 'place') group by t.noun, t.noun_id`.execute(ctx.trx);
  const of = (facet: string) => new Map(rows.filter((row) => row.facet === facet).map((row) => [row.value, row.n]));
  return {
    total: of('total').get('') ?? 0,
    kind: of('kind'),
    access: of('access'),
    year: of('year'),
    language: of('language'),
    issue: of('issue'),
    country: of('place'),
  };
}
export type Facets = { total: number } & Record<
  'kind' | 'access' | 'year' | 'language' | 'issue' | 'country',
  Map<string, number>
>;

/** The visible work at an address, or undefined. */
export const findWork = (ctx: Ctx, slug: string): Promise<WorkPage | undefined> => one(ctx, { slug });
/** The visible work of an id, or undefined. */
export const findWorkById = (ctx: Ctx, id: string): Promise<WorkPage | undefined> => one(ctx, { id });

async function one(ctx: Ctx, which: { slug: string } | { id: string }): Promise<WorkPage | undefined> {
  const works = visibleWorks(ctx).select(workColumns);
  const row = await ('slug' in which
    ? works.where('w.slug', '=', which.slug)
    : works.where('w.id', '=', which.id)
  ).executeTakeFirst();
  return row && wholeOf(ctx, workOf(row));
}

/** A published work whenever it becomes public, for who holds its preview address. */
export async function findForPreview(ctx: Ctx, id: string): Promise<WorkPage | undefined> {
  const row = await ctx.trx
    .selectFrom('library_works as w')
    .select(workColumns)
    .where('w.network_id', '=', ctx.network.id)
    .where('w.id', '=', id)
    .where('w.state', '=', 'published')
    .where('w.deleted_at', 'is', null)
    .executeTakeFirst();
  return row && wholeOf(ctx, workOf(row));
}

/** The present address of a visible work that had this one before, or undefined. */
export async function movedTo(ctx: Ctx, slug: string): Promise<string | undefined> {
  const row = await visibleWorks(ctx)
    .innerJoin('library_slugs as s', (join) =>
      join.onRef('s.network_id', '=', 'w.network_id').onRef('s.work_id', '=', 'w.id'),
    )
    .select('w.slug')
    .where('s.slug', '=', slug)
    .executeTakeFirst();
  return row?.slug;
}

/** The languages, files and related works of a work that the actor may see. */
export async function wholeOf(ctx: Ctx, work: Work): Promise<WorkPage> {
  return {
    work,
    versions: await versionsOf(ctx, work.id),
    files: await filesOf(ctx, work.id),
    related: await relatedTo(ctx, work.id),
  };
}

/** The versions of a work, the original first. */
export async function versionsOf(ctx: Ctx, workId: string): Promise<Version[]> {
  const rows = await ctx.trx
    .selectFrom('library_versions')
    .select(versionColumns)
    .where('network_id', '=', ctx.network.id)
    .where('work_id', '=', workId)
    .orderBy('original', 'desc')
    .orderBy('locale')
    .execute();
  return rows.map(({ work_id: _, ...version }) => version);
}

/** The files of a work's versions, in their order. */
export async function filesOf(ctx: Ctx, workId: string): Promise<WorkFile[]> {
  const rows = await ctx.trx
    .selectFrom('library_files as l')
    .innerJoin('library_versions as v', (join) =>
      join.onRef('v.network_id', '=', 'l.network_id').onRef('v.id', '=', 'l.version_id'),
    )
    .innerJoin('files as f', (join) => join.onRef('f.network_id', '=', 'l.network_id').onRef('f.id', '=', 'l.file_id'))
    .select(['l.id', 'l.version_id', 'l.file_id', 'l.label', 'f.name', 'f.media_type', 'f.bytes', 'f.key'])
    .where('l.network_id', '=', ctx.network.id)
    .where('v.work_id', '=', workId)
    .orderBy('l.position')
    .orderBy('l.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    versionId: row.version_id,
    fileId: row.file_id,
    label: row.label,
    name: row.name,
    mediaType: row.media_type,
    bytes: Number(row.bytes),
    key: row.key,
  }));
}

async function relatedTo(ctx: Ctx, workId: string): Promise<Related[]> {
  const links = await ctx.trx
    .selectFrom('library_relations')
    .select(['from_id', 'to_id', 'kind'])
    .where('network_id', '=', ctx.network.id)
    .where((eb) => eb.or([eb('from_id', '=', workId), eb('to_id', '=', workId)]))
    .execute();
  if (links.length === 0) return [];
  const others = links.map((link) => (link.from_id === workId ? link.to_id : link.from_id));
  const works = new Map((await visibleAmong(ctx, others)).map((line) => [line.id, line]));
  return links.flatMap((link, index) => {
    const line = works.get(others[index]!);
    if (!line) return [];
    const way = link.from_id === workId ? ('to' as const) : ('from' as const);
    const { title, locale } = line.version;
    return [{ kind: link.kind as RelationKind, way, id: line.id, slug: line.slug, title, locale }];
  });
}

/** Whether there is anything in the library for whoever asks. */
export async function anyWork(ctx: Ctx): Promise<boolean> {
  return (await visibleWorks(ctx).select('w.id').limit(1).executeTakeFirst()) !== undefined;
}
