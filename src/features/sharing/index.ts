import { coordinates } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayChangeSettings } from './access.ts';
import { apiOperations } from './api.ts';
import { deskRoutes } from './desk.tsx';
import { loadKit } from './kit.ts';
import { publicRoutes } from './routes.tsx';

export { openCards } from './card.ts';
export { cardHeaders } from './headers.ts';

/** How a campaign travels: its words and card, codes in links, frames on other sites, counts for programs. */
export const feature: Feature = {
  name: 'sharing',
  apiOperations,
  routes(app, deps) {
    publicRoutes(app, deps);
    deskRoutes(app, deps);
  },
  workDoors: (at, actor, t) =>
    mayChangeSettings(actor)
      ? [
          {
            href: urls.sharing.settings(at),
            // A part of the work to a coordinator, of what the network is to an administrator.
            place: coordinates(actor) ? 'act' : 'network',
            label: t('sharing.settings.title'),
            hint: t('sharing.settings.door'),
          },
        ]
      : [],
  campaignDesk: (at, { id }, t) => [
    {
      place: 'text',
      href: urls.sharing.words(at, id),
      label: t('sharing.words.heading'),
      hint: t('sharing.words.door'),
    },
    {
      place: 'share',
      href: urls.sharing.sources(at, id),
      label: t('sharing.sources.title'),
      hint: t('sharing.sources.door'),
    },
    {
      place: 'share',
      href: urls.sharing.embed(at, id),
      label: t('sharing.embed.title'),
      hint: t('sharing.embed.door'),
    },
  ],
  loadKit,
};
