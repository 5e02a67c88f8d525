import type { Feature } from '../../platform/registry/index.ts';
import { commands } from './commands.ts';

export { KitRefused, kitNames, kitsFolder } from './kit.ts';
export { type Cleared, clearSamples, type KitDeps, type LoadedKit, loadKit, loadKits } from './load.ts';

export const feature: Feature = { name: 'kits', commands };
