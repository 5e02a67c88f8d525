import type { Feature } from '../../platform/registry/index.ts';
import { routes } from './routes.tsx';

export { type Reach, reachOf } from './queries.ts';

export const feature: Feature = { name: 'reach', routes };
