import { machineMadeIn } from '../../platform/db/index.ts';
import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { visibleWorks } from './access.ts';
import { versionFor } from './work.ts';

/** Works by their titles, as far as they are published for whoever asks. */
export const logNames: LogNames = {
  nouns: ['library-file', 'library-poster', 'library-relation', 'library-version', 'library-work'],
  async names(ctx, ids) {
    const rows = await visibleWorks(ctx)
      .innerJoin('library_versions as v', (join) =>
        join.onRef('v.network_id', '=', 'w.network_id').onRef('v.work_id', '=', 'w.id'),
      )
      .select(['w.id', 'w.slug', 'v.locale', 'v.original', 'v.title'])
      .select(machineMadeIn('library', 'v.work_id', 'v.locale', { title: 'v.title' }).as('machine'))
      .where('w.id', 'in', [...ids])
      .orderBy('v.locale')
      .execute();
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return new Map(
      [...Map.groupBy(rows, (row) => row.id)].map(([id, versions]) => {
        const { title, slug, machine } = versionFor(versions, ctx.locale, ctx.network.locales)!;
        return [id, { name: title, href: urls.library.show(at, slug), machine: machine.length > 0 }];
      }),
    );
  },
};
