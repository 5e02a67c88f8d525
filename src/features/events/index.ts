import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { dashboard } from './dashboard.ts';
import { clearSamples, loadKit } from './kit.ts';
import { retainBatches } from './record.ts';
import { routes } from './routes.tsx';

export { wallWords } from './pages/door.tsx';
export { type AnnouncedEvent, announcedEvents } from './queries.ts';

/** Events of a campaign: a hall's code, and cards signed on paper. */
export const feature: Feature = {
  name: 'events',
  routes,
  dashboard,
  retain: retainBatches,
  loadKit,
  clearSamples,
  campaignDesk: (at, { id }, t) => [
    { place: 'share', href: urls.events.desk(at, id), label: t('events.title'), hint: t('events.desk.text') },
    { place: 'share', href: urls.events.cards(at, id), label: t('events.cards.title'), hint: t('events.cards.text') },
  ],
};
