import { holds } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { pages, reading } from './jobs.ts';
import { copyOfFiles, forgetMaker } from './queries.ts';
import { retain, unfinished } from './retention.ts';
import { routes } from './routes.tsx';

export { visibleFiles } from './access.ts';
export { FileCard, RemovedList } from './pages/card.tsx';
export { FileField } from './pages/field.tsx';
export { filesOf, type StoredFile } from './queries.ts';
export { type ReceivedFile, receiveFile, removeFile } from './receive.ts';

export const feature: Feature = {
  name: 'files',
  routes,
  jobs: { 'files.unfinished': unfinished, 'files.reading': reading, 'files.pages': pages },
  recurring: [{ job: 'files.unfinished', everyMinutes: 24 * 60 }],
  async departs(ctx, accountId, { erased }) {
    if (erased) await forgetMaker(ctx, accountId);
  },
  exportAccount: async (ctx, accountId) => ({ files: await copyOfFiles(ctx, accountId) }),
  retain,
  workDoors: (at, actor, t) =>
    holds(actor, 'coordinator', 'administrator')
      ? [{ href: urls.files.desk(at), place: 'network', label: t('files.desk.title'), hint: t('files.desk.door') }]
      : [],
};
