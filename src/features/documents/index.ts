import { belongs } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { clearSamples, loadKit } from './kit.ts';
import { logNames } from './named.ts';
import { departs, exportAccount, mergedVersions } from './record.ts';
import { routes } from './routes.tsx';

export { onePage, readAfter } from './going-on.ts';
export { kitIds } from './kit.ts';
export { type Place, placed, ScopePage, scopeName } from './pages/scope-page.tsx';
export { type DocumentLink, documentLinks, documentsToChoose } from './queries.ts';
export { addDocument, approveVersion } from './record.ts';
export {
  networkScope,
  placeOf,
  readable,
  recordIn,
  requireRunner,
  requireWriter,
  type Scope,
  scopeOf,
  within,
} from './scope.ts';

/** Shared documents with versions, of a group or of the whole network. */
export const feature: Feature = {
  name: 'documents',
  logNames: [logNames],
  routes,
  departs,
  exportAccount,
  memberMerge: { rows: [mergedVersions] },
  loadKit,
  clearSamples,
  groupDoors: (at, { slug }, t) => [{ href: urls.documents.list(at, slug), label: t('documents.title') }],
  workDoors: (at, actor, t) =>
    belongs(actor)
      ? [{ href: urls.documents.list(at), place: 'together', label: t('documents.title'), hint: t('documents.door') }]
      : [],
};
