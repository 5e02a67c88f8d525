import { belongs, signedIn } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { routes } from './routes.tsx';

export { LevelChoice } from './fields.tsx';
export { offerKinds, type ProfileField, profileDefaults, profileFields } from './profile.ts';
export {
  type Level,
  levelOf,
  levels,
  levelsFor,
  mayShow,
  narrower,
  readLevels,
  type Shown,
  showsTo,
  type Viewer,
  viewerOf,
  visibleFields,
} from './visibility.ts';

export const feature: Feature = {
  name: 'directory',
  routes,
  workDoors: (at, actor, t) => [
    ...(belongs(actor)
      ? [{ href: urls.directory.list(at), label: t('directory.title'), hint: t('directory.door.text') }]
      : []),
    ...(signedIn(actor)
      ? [{ href: urls.directory.profile(at), label: t('directory.profile'), hint: t('directory.profile.door') }]
      : []),
  ],
};
