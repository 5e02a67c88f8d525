import { coordinates } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { routes } from './routes.tsx';

/** Which words are named beside what is written here. */
export const feature: Feature = {
  name: 'wording',
  routes,
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [{ href: urls.wording.words(at), place: 'network', label: t('wording.title'), hint: t('wording.door') }]
      : [],
};
