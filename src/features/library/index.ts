import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayKeepLibrary } from './access.ts';
import { apiOperations } from './api.ts';
import { retain } from './commands.ts';
import { importJob, retainImports, undoJob } from './import/commands.ts';
import { clearSamples, loadKit } from './kit.ts';
import { logNames } from './named.ts';
import { filesSeen, workAddresses, worksPointingTo } from './queries.ts';
import { routes } from './routes.tsx';
import { searchable } from './searchable.ts';
import { translatable } from './translatable.ts';

export { mayKeepLibrary, requireLibraryDesk, visibleWorks } from './access.ts';
export { remember } from './commands.ts';
export { listWorks, visibleAmong, type WorkLine } from './queries.ts';
export type { Version, Work, WorkFile } from './work.ts';
export { filesOf, findWork, findWorkById } from './work-queries.ts';

export const feature: Feature = {
  name: 'library',
  logNames: [logNames],
  apiOperations,
  routes,
  workDoors: (at, actor, t) =>
    mayKeepLibrary(actor)
      ? [{ href: urls.library.desk(at), place: 'publish', label: t('library.title'), hint: t('library.door.text') }]
      : [],
  async fileAccess(ctx, fileIds) {
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return (await filesSeen(ctx, fileIds)).map(({ fileId, title, machine, slug, id, state }) => ({
      fileId,
      title,
      machine,
      href: state === 'published' ? urls.library.show(at, slug) : urls.library.edit(at, id),
    }));
  },
  async publicPages(ctx) {
    const works = await workAddresses(ctx);
    const list = works.length > 0 ? [{ address: (at: At) => urls.library.list(at) }] : [];
    return [
      ...list,
      ...works.map(({ slug, updated_at }) => ({
        address: (at: At) => urls.library.show(at, slug),
        changed: updated_at,
      })),
    ];
  },
  backReferences: worksPointingTo,
  jobs: { 'library.import': importJob, 'library.undo': undoJob },
  retain: async (ctx) => (await retain(ctx)) + (await retainImports(ctx)),
  searchable: [searchable],
  translatable: [translatable],
  loadKit,
  clearSamples,
};
