import { sql } from 'kysely';
import { machineMadeIn } from '../../platform/db/index.ts';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { isMachineMade } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { taggedWith } from '../spine/index.ts';
import { referencesOf } from '../vocabularies/index.ts';
import { mayKeepLibrary, visibleWorks } from './access.ts';
import type { Filters, Sort } from './filters.ts';
import { lineFields, workColumns, workOf } from './rows.ts';
import { type Version, versionFor, type Work } from './work.ts';

/** A work as a list shows it: in one language, with the others named. */
export type WorkLine = Work & { version: Omit<Version, 'body'>; locales: string[]; files: number; readable: boolean };

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
  if (filters.country)
    query = query.where('w.id', 'in', taggedWith(ctx, 'library', { kind: 'place', id: filters.country }));
  if (filters.issue)
    query = query.where('w.id', 'in', taggedWith(ctx, 'library', { kind: 'issue', id: filters.issue }));
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
          select a.dated, a.id from library_works a where a.network_id = ${ctx.network.id} and a.id = ${page.after} and a.id in ${pointing})`,
      );
    const works = await linesOf(ctx, (await query.limit(page.limit).execute()).map(workOf));
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return works.map((work) => ({
      id: work.id,
      title: work.version.title,
      locale: work.version.locale,
      href: urls.library.show(at, work.slug),
      note: work.dated.slice(0, 4) || undefined,
      machine: isMachineMade(work.version.machine, ['title', 'subtitle']),
    }));
  });
}

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

/** The addresses of all that everybody may read now, with the day of their last change. For the public actor. */
export const workAddresses = (ctx: Ctx): Promise<{ slug: string; updated_at: Date }[]> =>
  visibleWorks(ctx).select(['w.slug', 'w.updated_at']).orderBy('w.updated_at', 'desc').limit(50_000).execute();

/** Of these files, those of works that the actor may see; a coordinator's drafts too. With the work's title and slug. */
export async function filesSeen(
  ctx: Ctx,
  fileIds: string[],
): Promise<{ fileId: string; title: string; machine: boolean; slug: string; id: string; state: string }[]> {
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
    .select(machineMadeIn('library', 'v.work_id', 'v.locale', { title: 'v.title' }).as('machine'))
    .where('l.file_id', 'in', fileIds)
    .execute();
  return rows.map(({ file_id, machine, ...row }) => ({ ...row, fileId: file_id, machine: machine.length > 0 }));
}
