import type { Audience, Searchable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { visibleWorks } from './access.ts';
import { workColumns, workOf } from './rows.ts';
import { type Maker, type Work, wholeTitle } from './work.ts';

/** Published works that nobody threw away; from when on and for whom, the entries say. */
const published = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('library_works as w')
    .where('w.network_id', '=', ctx.network.id)
    .where('w.state', '=', 'published')
    .where('w.deleted_at', 'is', null);

/** What the search finds: works in each language, with the pages of their files. */
export const searchable: Searchable = {
  kind: 'library',
  tagged: true,
  async ids(ctx) {
    return (await published(ctx).select('w.id').execute()).map((row) => row.id);
  },
  async entries(ctx, ids) {
    const works = await published(ctx)
      .select(workColumns)
      .where('w.id', 'in', [...ids])
      .execute();
    if (works.length === 0) return [];
    const versions = await ctx.trx
      .selectFrom('library_versions')
      .select(['id', 'work_id', 'locale', 'title', 'subtitle', 'abstract', 'body'])
      .where('network_id', '=', ctx.network.id)
      .where(
        'work_id',
        'in',
        works.map((work) => work.id),
      )
      .execute();
    const pages = await ctx.trx
      .selectFrom('library_files as f')
      .innerJoin('file_texts as t', (join) =>
        join.onRef('t.network_id', '=', 'f.network_id').onRef('t.file_id', '=', 'f.file_id'),
      )
      .select(['f.version_id', 't.file_id', 't.page', 't.label', 't.text'])
      .where('f.network_id', '=', ctx.network.id)
      .where('f.version_id', 'in', versions.length > 0 ? versions.map((version) => version.id) : [''])
      .orderBy('f.position')
      .orderBy('t.page')
      .execute();
    const pagesOf = Map.groupBy(pages, (page) => page.version_id);
    return works.map(workOf).flatMap((work) =>
      versions
        .filter((version) => version.work_id === work.id)
        .flatMap((version) =>
          audiencesOf(work).map((audience) => ({
            subjectId: work.id,
            key: work.slug,
            type: work.kind,
            locale: version.locale,
            audience,
            title: wholeTitle(version),
            summary: version.abstract,
            body: [version.body, [...work.creators, ...work.contributors].map(nameOf).join(', '), work.publisher]
              .filter(Boolean)
              .join('\n\n'),
            visibleFrom: work.publishAt ?? undefined,
            dated: work.dated,
            places: work.courtCountry ? [work.courtCountry] : [],
            passages: (pagesOf.get(version.id) ?? []).map(({ file_id, page, label, text }) => ({
              fileId: file_id,
              part: page,
              label,
              text,
            })),
          })),
        ),
    );
  },
  async visible(ctx, ids) {
    const rows = await visibleWorks(ctx)
      .select('w.id')
      .where('w.id', 'in', [...ids])
      .execute();
    return new Set(rows.map((row) => row.id));
  },
  href: urls.library.show,
  passageHref: urls.files.page,
};

/** As `visibleWorks` says: coordinators read what is a group's too. */
const audiencesOf = ({ access, groupId }: Work): Audience[] =>
  access !== 'group' ? [access] : groupId ? [`group:${groupId}`, 'coordinators'] : ['coordinators'];

const nameOf = (maker: Maker): string =>
  maker.kind === 'organisation' ? maker.name : `${maker.given} ${maker.family}`.trim();
