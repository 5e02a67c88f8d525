import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayWriteNews } from './access.ts';
import { apiOperations } from './api.ts';
import { clearSamples, loadKit } from './kit.ts';
import { logNames } from './named.ts';
import { newsAddresses, newsPointingTo, searchable } from './queries.ts';
import { routes } from './routes.tsx';
import { translatable } from './translatable.ts';

export type { NewsItem } from './item.ts';
export { NewsLine } from './pages/list.tsx';
export { listNews } from './queries.ts';

export const feature: Feature = {
  name: 'news',
  logNames: [logNames],
  apiOperations,
  routes,
  workDoors: (at, actor, t) =>
    mayWriteNews(actor)
      ? [{ href: urls.news.desk(at), place: 'publish', label: t('news.title'), hint: t('news.door.text') }]
      : [],
  publicPages: async (ctx) => [
    { address: urls.news.list },
    ...(await newsAddresses(ctx)).map(({ slug, publish_at }) => ({
      address: (at: At) => urls.news.show(at, slug),
      changed: publish_at ?? undefined,
    })),
  ],
  backReferences: newsPointingTo,
  searchable: [searchable],
  translatable: [translatable],
  loadKit,
  clearSamples,
};
