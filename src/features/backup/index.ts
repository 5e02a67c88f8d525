import type { Feature } from '../../platform/registry/index.ts';
import { commands } from './commands.ts';

export { backUp } from './backup.ts';
export { restore } from './restore.ts';

export const feature: Feature = { name: 'backup', commands };
