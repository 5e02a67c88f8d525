import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayExchange } from './access.ts';
import { apiOperations } from './api.ts';
import { retainItems } from './commands.ts';
import { dashboard } from './dashboard.ts';
import { clearSamples, loadKit } from './kit.ts';
import { departs, exportAccount, memberMerge } from './leaving.ts';
import { matchesMail, waitingMail } from './mails/waiting.ts';
import { logNames } from './named.ts';
import { tellMatches } from './notices.ts';
import { clearPractices, loadPractices } from './practices/kit.ts';
import { practicesPointingTo } from './practices/queries.ts';
import { practiceRoutes } from './practices/routes.tsx';
import { itemsPointingTo } from './queries.ts';
import { routes } from './routes.tsx';
import { searchableItems, searchablePractices } from './searchable.ts';

/** Offers and requests between members, and practices: what was tried, for whoever wants to take it up. */
export const feature: Feature = {
  name: 'exchange',
  logNames,
  apiOperations,
  routes(app, deps) {
    routes(app, deps);
    practiceRoutes(app, deps);
  },
  mails: { 'exchange-waiting': waitingMail, 'exchange-matches': matchesMail },
  jobs: { 'exchange.matches': tellMatches },
  recurring: [{ job: 'exchange.matches', everyMinutes: 24 * 60 }],
  dashboard,
  workDoors: (at, actor, t) =>
    mayExchange(actor)
      ? [
          { href: urls.exchange.list(at), place: 'together', label: t('exchange.title'), hint: t('exchange.door') },
          {
            href: urls.practices.list(at),
            place: 'together',
            label: t('exchange.practices.title'),
            hint: t('exchange.practices.door'),
          },
        ]
      : [],
  backReferences: async (ctx, noun, page) =>
    (await Promise.all([practicesPointingTo(ctx, noun, page), itemsPointingTo(ctx, noun, page)])).flat(),
  searchable: [searchableItems, searchablePractices],
  departs,
  exportAccount,
  memberMerge,
  retain: retainItems,
  async loadKit(kit) {
    await loadKit(kit);
    await loadPractices(kit);
  },
  clearSamples: async (kit) => (await clearSamples(kit)) + (await clearPractices(kit)),
};
