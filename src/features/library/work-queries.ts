import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import { machineMadeIn } from '../../platform/db/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { showsTo, viewerOf } from '../directory/index.ts';
import { type About, aboutOf } from '../spine/index.ts';
import { labelsIn } from '../vocabularies/index.ts';
import { visibleWorks } from './access.ts';
import { lineFields, versionColumns, workColumns, workOf } from './rows.ts';
import { type RelationKind, type Version, versionFor, type Work, type WorkFile } from './work.ts';

const pageFields = { title: 'v.title', subtitle: 'v.subtitle', abstract: 'v.abstract', body: 'v.body' };

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
