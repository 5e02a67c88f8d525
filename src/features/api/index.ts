import type { Feature } from '../../platform/registry/index.ts';
import { apiOperations } from './described.ts';
import { routes } from './routes.tsx';

export { rootRoutes } from './routes.tsx';

/** What programs may read, described for them and for those who write them. */
export const feature: Feature = { name: 'api', routes, apiOperations };
