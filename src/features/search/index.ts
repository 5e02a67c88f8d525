import { signedIn } from '../../platform/access/index.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { readAgain } from './indexing.ts';
import { newsMail } from './mail.ts';
import { kindsOf, routes } from './routes.tsx';
import { askedAtOnce, copyOfSaved, forgetSaved, tellOfNews } from './saved.ts';

export const feature: Feature = {
  name: 'search',
  routes,
  jobs: {
    'search.index': async ({ deps, network }) => {
      await readAgain(deps, network);
    },
    'search.alerts': async ({ deps, network: id }) => {
      const network = await deps.networks.byId(id);
      if (!network) return;
      const ctx = { actor: { kind: 'system' } as const, network, locale: network.locales[0]!, now: deps.clock() };
      // Each batch for itself: what is asked of one is not held while the next is.
      for (let asked = askedAtOnce; asked === askedAtOnce; )
        ({ asked } = await inNetwork(deps.db, id, (trx) => tellOfNews({ trx, ...ctx }, kindsOf(deps))));
    },
  },
  // Changes ask for the index themselves; the clock finds what an operator's command or a restore left.
  recurring: [
    { job: 'search.index', everyMinutes: 1 },
    { job: 'search.alerts', everyMinutes: 60 },
  ],
  mails: { 'search-news': newsMail },
  async departs(ctx, accountId, { erased }) {
    if (erased) await forgetSaved(ctx, accountId);
  },
  exportAccount: async (ctx, accountId) => ({ saved: await copyOfSaved(ctx, accountId) }),
  workDoors: (at, actor, t) =>
    signedIn(actor)
      ? [{ href: urls.search.saved(at), place: 'own', label: t('search.saved.title'), hint: t('search.saved.door') }]
      : [],
};
