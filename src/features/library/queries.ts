import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import { machineMadeIn } from '../../platform/db/index.ts';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { isMachineMade } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { showsTo, viewerOf } from '../directory/index.ts';
import { type About, aboutOf, taggedWith } from '../spine/index.ts';
import { labelsIn, referencesOf } from '../vocabularies/index.ts';
import { mayKeepLibrary, visibleWorks } from './access.ts';
import type { Filters, Sort } from './filters.ts';
import { versionColumns, workColumns, workOf } from './rows.ts';
import { type RelationKind, type Version, versionFor, type Work, type WorkFile } from './work.ts';

/** A work as a list shows it: in one language, with the others named. */
export type WorkLine = Work & { version: Omit<Version, 'body'>; locales: string[]; files: number; readable: boolean };

/** A work with all its languages and files, and what its page says beside them. */
export type WorkPage = {
  work: Work;
  versions: Version[];
  files: WorkFile[];
  related: Related[];
  about: About;
  poster: { key: string; width: number; height: number } | null;
  publisher: { slug: string; name: string } | null;
  /** The name of the court's country, by language. */
  courtCountry: Record<string, string> | null;
  /** How many states of it are on record. */
  revisions: number;
};

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
export function filtered(ctx: Ctx, filters: Filters) {
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
const keyOf = (
  sort: Sort,
  row: { dated: string; position: number | null; publish_at: Date | null; id: string; title_key?: string },
): string => {
  const first =
    sort === 'title' ? row.title_key : sort === 'added' ? row.publish_at!.toISOString() : `${row.dated}~${rankOf(row)}`;
  return `${first}_${row.id}`;
};

/** Among works of one date those with a place in the order come first, the smaller number before the larger. */
const lastRank = -1_000_000;
const rankOf = (row: { position: number | null }): number => (row.position === null ? lastRank : -row.position);

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
    const rank = sql<number>`coalesce(-w.position, ${lastRank}::integer)`;
    const [, dated = '', at] = /^([\d-]{0,10})~(-?\d{1,7})$/.exec(key?.value ?? '') ?? [];
    if (key && at)
      query = query.where(sql<boolean>`(w.dated, ${rank}, w.id) < (${dated}, ${Number(at)}::integer, ${key.id}::uuid)`);
    query = query.orderBy('w.dated', 'desc').orderBy(rank, 'desc').orderBy('w.id', 'desc');
  }
  const rows = await query.limit(limit + 1).execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    works: await linesOf(ctx, shown.map(workOf)),
    next: rows.length > limit && last ? keyOf(sort, last) : undefined,
  };
}

/** Those that the actor may see among the works about a noun, or of the organisation that published them; newest first. */
export function worksPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  const visible = visibleWorks(ctx).select('w.id');
  const pointing =
    noun.kind === 'organisation'
      ? visible.where('w.publisher_id', '=', noun.id)
      : visible.where('w.id', 'in', taggedWith(ctx, 'library', noun));
  return referencesOf(ctx, page, 'library', pointing, async () => {
    let query = pointing.clearSelect().select(workColumns).orderBy('w.dated', 'desc').orderBy('w.id', 'desc');
    if (page.after)
      query = query.where(
        sql<boolean>`(w.dated, w.id) < (
          select a.dated, a.id from library_works a where a.network_id = ${ctx.network.id} and a.id = ${page.after})`,
      );
    const works = await linesOf(ctx, (await query.limit(page.limit).execute()).map(workOf));
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return works.map((work) => ({
      id: work.id,
      title: work.version.title,
      href: urls.library.show(at, work.slug),
      note: work.dated.slice(0, 4) || undefined,
      machine: isMachineMade(work.version.machine, ['title', 'subtitle']),
    }));
  });
}

const lineFields = { title: 'title', subtitle: 'subtitle', abstract: 'abstract' };
const pageFields = { title: 'v.title', subtitle: 'v.subtitle', abstract: 'v.abstract', body: 'v.body' };

/** Works with their words in the reader's language, and the languages there are. Two queries, however many works. */
export async function linesOf(ctx: Ctx, works: Work[]): Promise<WorkLine[]> {
  const ids = works.map((work) => work.id);
  if (ids.length === 0) return [];
  const [versions, counts] = await Promise.all([
    ctx.trx
      .selectFrom('library_versions')
      .select(['id', 'work_id', 'locale', 'title', 'subtitle', 'abstract', 'original', 'translators'])
      .select(sql<boolean>`body <> ''`.as('written'))
      .select(machineMadeIn('library', 'work_id', 'locale', lineFields).as('machine'))
      .where('network_id', '=', ctx.network.id)
      .where('work_id', 'in', ids)
      .orderBy('locale')
      .execute(),
    ctx.trx
      .selectFrom('library_files as f')
      .innerJoin('library_versions as v', (join) =>
        join.onRef('v.network_id', '=', 'f.network_id').onRef('v.id', '=', 'f.version_id'),
      )
      .select(['v.work_id', sql<number>`count(*)::integer`.as('files')])
      .where('f.network_id', '=', ctx.network.id)
      .where('v.work_id', 'in', ids)
      .groupBy('v.work_id')
      .execute(),
  ]);
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

/** Those of these works that the actor may see, newest first. */
export async function visibleAmong(ctx: Ctx, ids: readonly string[]): Promise<WorkLine[]> {
  if (ids.length === 0) return [];
  const rows = await visibleWorks(ctx)
    .select(workColumns)
    .where('w.id', 'in', [...ids])
    .orderBy('w.dated', 'desc')
    .orderBy('w.id', 'desc')
    .execute();
  return linesOf(ctx, rows.map(workOf));
}

/** The visible work at an address, or undefined. */
export const findWork = (ctx: Ctx, slug: string): Promise<WorkPage | undefined> =>
  pageOf(ctx, visibleWorks(ctx).where('w.slug', '=', slug));

/** The visible work of an id, or undefined. */
export const findWorkById = (ctx: Ctx, id: string): Promise<WorkPage | undefined> =>
  pageOf(ctx, visibleWorks(ctx).where('w.id', '=', id));

/** A published work whenever it becomes public, for who holds its preview address. */
export const findForPreview = (ctx: Ctx, id: string): Promise<WorkPage | undefined> =>
  pageOf(
    ctx,
    ctx.trx
      .selectFrom('library_works as w')
      .where('w.network_id', '=', ctx.network.id)
      .where('w.id', '=', id)
      .where('w.state', '=', 'published')
      .where('w.deleted_at', 'is', null),
  );

/** The one work of a query with all that its page shows: three queries in all, and two more for what is about a facility. */
async function pageOf(ctx: Ctx, query: ReturnType<typeof visibleWorks>): Promise<WorkPage | undefined> {
  const network = ctx.network.id;
  const row = await query
    .select(workColumns)
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('library_versions as v')
          .select(['v.id', 'v.locale', 'v.title', 'v.subtitle', 'v.abstract', 'v.body', 'v.original', 'v.translators'])
          .select(machineMadeIn('library', 'v.work_id', 'v.locale', pageFields).as('machine'))
          .where('v.network_id', '=', network)
          .whereRef('v.work_id', '=', 'w.id')
          .orderBy('v.original', 'desc')
          .orderBy('v.locale'),
      ).as('versions'),
      jsonArrayFrom(
        eb
          .selectFrom('library_files as l')
          .innerJoin('library_versions as lv', (join) =>
            join.onRef('lv.network_id', '=', 'l.network_id').onRef('lv.id', '=', 'l.version_id'),
          )
          .innerJoin('files as f', (join) =>
            join.onRef('f.network_id', '=', 'l.network_id').onRef('f.id', '=', 'l.file_id'),
          )
          .select(fileColumns)
          .where('l.network_id', '=', network)
          .whereRef('lv.work_id', '=', 'w.id')
          .orderBy('l.position')
          .orderBy('l.id'),
      ).as('files'),
      jsonObjectFrom(
        eb
          .selectFrom('files as pf')
          .select(['pf.key', 'pf.width', 'pf.height'])
          .where('pf.network_id', '=', network)
          .whereRef('pf.id', '=', 'w.poster_id'),
      ).as('poster'),
      jsonObjectFrom(
        eb
          .selectFrom('organisations as o')
          .select(['o.slug', 'o.name'])
          .where('o.network_id', '=', network)
          .whereRef('o.id', '=', 'w.publisher_id')
          // Only an organisation of which this reader may know.
          .where(showsTo(sql.ref('o.visibility'), 'name', { name: 'public' }, viewerOf(ctx.actor))),
      ).as('publisher_page'),
      eb
        .selectFrom('places as cp')
        .select(labelsIn('place', 'cp.labels', 'cp.id').as('labels'))
        .whereRef('cp.id', '=', 'w.court_country')
        .as('court_labels'),
      eb
        .selectFrom('library_history as h')
        .select(sql<number>`count(*)::integer`.as('n'))
        .where('h.network_id', '=', network)
        .whereRef('h.work_id', '=', 'w.id')
        .as('revisions'),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    work: workOf(row),
    versions: row.versions,
    files: row.files.map(fileOf),
    about: await aboutOf(ctx, 'library', row.id),
    poster: row.poster?.width && row.poster.height ? (row.poster as WorkPage['poster']) : null,
    publisher: row.publisher_page,
    courtCountry: row.court_labels as WorkPage['courtCountry'],
    revisions: row.revisions ?? 0,
    related: await relatedTo(ctx, row.id),
  };
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

/** The versions of a work, the original first. */
export async function versionsOf(ctx: Ctx, workId: string): Promise<Version[]> {
  const rows = await ctx.trx
    .selectFrom('library_versions')
    .select(versionColumns)
    .select(machineMadeIn('library', 'work_id', 'locale', { ...lineFields, body: 'body' }).as('machine'))
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
    .innerJoin('library_versions as lv', (join) =>
      join.onRef('lv.network_id', '=', 'l.network_id').onRef('lv.id', '=', 'l.version_id'),
    )
    .innerJoin('files as f', (join) => join.onRef('f.network_id', '=', 'l.network_id').onRef('f.id', '=', 'l.file_id'))
    .select(fileColumns)
    .where('l.network_id', '=', ctx.network.id)
    .where('lv.work_id', '=', workId)
    .orderBy('l.position')
    .orderBy('l.id')
    .execute();
  return rows.map(fileOf);
}

const fileColumns = [
  'l.id',
  'l.version_id',
  'l.file_id',
  'l.position',
  'l.label',
  'f.name',
  'f.media_type',
  'f.bytes',
  'f.key',
] as const;

const fileOf = (row: {
  id: string;
  version_id: string;
  file_id: string;
  position: number;
  label: string;
  name: string;
  media_type: string;
  bytes: number;
  key: string;
}): WorkFile => ({
  id: row.id,
  versionId: row.version_id,
  fileId: row.file_id,
  position: row.position,
  label: row.label,
  name: row.name,
  mediaType: row.media_type,
  bytes: Number(row.bytes),
  key: row.key,
});

/** Works that belong to this one and that the actor may see. */
async function relatedTo(ctx: Ctx, workId: string): Promise<Related[]> {
  const rows = await visibleWorks(ctx)
    .innerJoin('library_relations as r', (join) =>
      join
        .onRef('r.network_id', '=', 'w.network_id')
        .on((on) =>
          on.or([
            on.and([on('r.from_id', '=', workId), on('r.to_id', '=', on.ref('w.id'))]),
            on.and([on('r.to_id', '=', workId), on('r.from_id', '=', on.ref('w.id'))]),
          ]),
        ),
    )
    .innerJoin('library_versions as v', (join) =>
      join.onRef('v.network_id', '=', 'w.network_id').onRef('v.work_id', '=', 'w.id'),
    )
    .select(['w.id', 'w.slug', 'w.dated', 'r.kind', 'r.from_id', 'v.title', 'v.locale', 'v.original'])
    .orderBy('w.dated', 'desc')
    .execute();
  const related = new Map<string, typeof rows>();
  for (const row of rows) {
    const key = `${row.kind} ${row.from_id === workId} ${row.id}`;
    related.set(key, [...(related.get(key) ?? []), row]);
  }
  return [...related.values()].map((versions) => {
    const shown = versionFor(versions, ctx.locale, ctx.network.locales)!;
    return {
      kind: shown.kind as RelationKind,
      way: shown.from_id === workId ? ('to' as const) : ('from' as const),
      id: shown.id,
      slug: shown.slug,
      title: shown.title,
      locale: shown.locale,
    };
  });
}

/** The addresses of all that everybody may read now, with the day of their last change. For the public actor. */
export const workAddresses = (ctx: Ctx): Promise<{ slug: string; updated_at: Date }[]> =>
  visibleWorks(ctx).select(['w.slug', 'w.updated_at']).orderBy('w.updated_at', 'desc').limit(50_000).execute();

/** Of these files, those of works that the actor may see; a coordinator's drafts too. With the work's title and slug. */
export async function filesSeen(
  ctx: Ctx,
  fileIds: string[],
): Promise<{ fileId: string; title: string; slug: string; id: string; state: string }[]> {
  if (fileIds.length === 0) return [];
  const works = mayKeepLibrary(ctx.actor)
    ? ctx.trx
        .selectFrom('library_works as w')
        .where('w.network_id', '=', ctx.network.id)
        .where('w.deleted_at', 'is', null)
    : visibleWorks(ctx);
  const rows = await works
    .innerJoin('library_versions as v', (join) =>
      join.onRef('v.network_id', '=', 'w.network_id').onRef('v.work_id', '=', 'w.id'),
    )
    .innerJoin('library_files as l', (join) =>
      join.onRef('l.network_id', '=', 'v.network_id').onRef('l.version_id', '=', 'v.id'),
    )
    .select(['l.file_id', 'v.title', 'w.slug', 'w.id', 'w.state'])
    .where('l.file_id', 'in', fileIds)
    .execute();
  return rows.map(({ file_id, ...row }) => ({ ...row, fileId: file_id }));
}
