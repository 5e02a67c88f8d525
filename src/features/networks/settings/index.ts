import type { Feature } from '../../../platform/registry/index.ts';
import { settingsRoutes } from './routes.tsx';

export const feature: Feature = { name: 'network-settings', routes: settingsRoutes };
