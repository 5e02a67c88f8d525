import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { taggedWith } from '../spine/index.ts';
import { mayWriteNews } from './access.ts';
import { apiOperations } from './api.ts';
import { subject } from './commands.ts';
import { clearSamples, loadKit } from './kit.ts';
import { newsAddresses, publicAmong, searchable } from './queries.ts';
import { routes } from './routes.tsx';

export type { NewsItem } from './item.ts';
export { NewsLine } from './pages/list.tsx';
export { listNews } from './queries.ts';

export const feature: Feature = {
  name: 'news',
  apiOperations,
  routes,
  workDoors: (at, actor, t) =>
    mayWriteNews(actor) ? [{ href: urls.news.desk(at), label: t('news.title'), hint: t('news.door.text') }] : [],
  publicPages: async (ctx) => [
    { address: urls.news.list },
    ...(await newsAddresses(ctx)).map(({ slug, publish_at }) => ({
      address: (at: At) => urls.news.show(at, slug),
      changed: publish_at ?? undefined,
    })),
  ],
  async backReferences(ctx, noun) {
    const items = await publicAmong(ctx, await taggedWith(ctx, subject, noun));
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return items.map((item) => ({ kind: 'news', title: item.title, href: urls.news.show(at, item.slug) }));
  },
  searchable: [searchable],
  loadKit,
  clearSamples,
};
