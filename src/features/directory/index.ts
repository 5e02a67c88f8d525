import type { Feature } from '../../platform/registry/index.ts';

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

export const feature: Feature = { name: 'directory' };
